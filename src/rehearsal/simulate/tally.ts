import type { Duration } from "../../ports/index.ts";

/** Where the seconds of identity work go. */
export type Spent = "tap" | "pin" | "lock" | "response";

/** What is counted of one ward pattern, role or hospital; times in milliseconds. */
export interface Tally {
  shifts: number;
  signIns: number;
  prompts: number;
  readonly spent: Record<Spent, Duration>;
  /** Waiting for a free seat: no identity work, but time that shared computers cost. */
  waited: Duration;
  decisions: number;
  denied: number;
  /** Denials with neither remedy nor advice. */
  deadEnds: number;
  /** Screens that locked while somebody worked at them. */
  interrupted: number;
  /** A seat unlocked without its occupant. */
  unattended: Duration;
  /** A bare tap would have opened a session: whoever had the badge would have got in by it alone. */
  badgeAlone: Duration;
  /** Decisions under somebody else's session. */
  unattributed: number;
  /** What could have been opened on a shift and was not, patients times time. */
  excess: Duration;
  /** Shifts that ended with a chart that could have been opened, was not, and had no other reason to be. */
  outlasted: number;
  /** Of these: from the end of the shift to the end of the access, or to the next reason. */
  residual: Duration;
  longestResidual: Duration;
}

/** Nothing counted yet. */
export function newTally(): Tally {
  return {
    shifts: 0,
    signIns: 0,
    prompts: 0,
    spent: { tap: 0, pin: 0, lock: 0, response: 0 },
    waited: 0,
    decisions: 0,
    denied: 0,
    deadEnds: 0,
    interrupted: 0,
    unattended: 0,
    badgeAlone: 0,
    unattributed: 0,
    excess: 0,
    outlasted: 0,
    residual: 0,
    longestResidual: 0,
  };
}

/** The identity work of a tally, in milliseconds. */
export function frictionOf({ spent }: Pick<Tally, "spent">): Duration {
  return Object.values(spent).reduce((sum, each) => sum + each, 0);
}

/** Everything that is counted, as a whole and by what it belongs to. */
export interface Tallies {
  readonly all: Tally;
  readonly byPattern: Map<string, Tally>;
  readonly byRole: Map<string, Tally>;
  /** What became of patients in beds. */
  readonly moves: { admissions: number; transfers: number; discharges: number };
  /** Minutes of unattended screens by hour of the day, in milliseconds. */
  readonly unattendedByHour: Duration[];
}

/** Nothing counted yet. */
export function newTallies(): Tallies {
  return {
    all: newTally(),
    byPattern: new Map(),
    byRole: new Map(),
    moves: { admissions: 0, transfers: 0, discharges: 0 },
    unattendedByHour: new Array<Duration>(24).fill(0),
  };
}

/** The tallies that something somebody does counts in: the hospital's, their ward's pattern's, their role's. */
export function talliesFor(
  { all, byPattern, byRole }: Tallies,
  { pattern, role }: { readonly pattern: string; readonly role: string },
): readonly Tally[] {
  return [all, under(byPattern, pattern), under(byRole, role)];
}

function under(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name);
  if (known !== undefined) return known;
  const fresh = newTally();
  tallies.set(name, fresh);
  return fresh;
}
