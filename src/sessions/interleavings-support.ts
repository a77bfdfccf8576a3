import fc from "fast-check";
import type { Bundle } from "../access/index.ts";
import type { Badge, Session } from "../world/index.ts";
import {
  closeOverdue,
  enrolSeat,
  enrolSensor,
  enterByPasskey,
  enterPin,
  focus,
  isLive,
  occupantOf,
  park,
  reportPresence,
  type Scene,
  SessionError,
  sceneOf,
  signOut,
  stepUp,
  stepUpByPasskey,
  tap,
  unlockBadges,
  withdrawSeat,
} from "./index.ts";
import { hour, minute, SmallHospital, second } from "./test-support.ts";

/** Who comes by. */
export const people = ["amy", "ben", "cleo", "dan", "eve"] as const;
/** Where. */
export const seats = ["4B-1", "4B-2", "6A-1", "9C-1"] as const;

const whats = [
  "tap",
  "pin",
  "wrong",
  "lock",
  "out",
  "focus",
  "end",
  "tick",
  "away",
  "near",
  "raise",
  "misraise",
  "raise-passkey",
  "passkey",
  "unlock",
  "enrol",
  "withdraw",
  "reseat",
] as const;
type What = (typeof whats)[number];

/** One thing that happens, at some seat, by some person, after some time. */
export interface Happening {
  readonly after: number;
  readonly seat: (typeof seats)[number];
  readonly person: (typeof people)[number];
  readonly what: What;
}

/** So many times as likely as the others, one of these. */
type Weights<T> = readonly (readonly [weight: number, ...values: readonly T[]])[];

function weighted<T>(weights: Weights<T>): fc.Arbitrary<T> {
  return fc.oneof(
    ...weights.map(([weight, ...values]) => ({ weight, arbitrary: fc.constantFrom(...values) })),
  );
}

/** Histories in which these things happen; mostly what a busy ward does, where nothing else is said. */
export function historyOf(
  what: Weights<What>,
  {
    after = [
      [12, 0, 500, 2 * second, 10 * second, 40 * second, minute],
      [1, 20 * minute, hour, 5 * hour],
    ],
    person = [
      [5, "amy", "cleo", "eve"],
      [1, ...people],
    ],
  }: {
    readonly after?: Weights<number>;
    readonly person?: Weights<Happening["person"]>;
  } = {},
): fc.Arbitrary<readonly Happening[]> {
  const happening = fc.record({
    after: weighted(after),
    seat: weighted<Happening["seat"]>([
      [5, "4B-1", "4B-2"],
      [1, ...seats],
    ]),
    person: weighted(person),
    what: weighted(what),
  });
  return fc.array(happening, { minLength: 1, maxLength: 60, size: "max" });
}

export const sceneIn = (hospital: SmallHospital): Scene =>
  sceneOf(hospital.deps, hospital.world, hospital.now);
/** The sessions that are live now, open or parked. */
export const liveSessions = (hospital: SmallHospital): readonly Session[] => {
  const scene = sceneIn(hospital);
  return [...hospital.world.sessions.values()].filter((session) => isLive(scene, session));
};

/** The small hospital with a badge reader at every seat, whose key is the seat's id, and a passkey for everybody. */
export function furnished(bundle: Bundle): SmallHospital {
  const hospital = new SmallHospital(bundle);
  const actor = { type: "system", id: "test" } as const;
  for (const seat of seats) hospital.submit(enrolSensor(hospital.deps, { seat, key: seat, actor }));
  for (const person of people) {
    const whose = { badge: `bdg-${person}`, engagement: `eng-${person}`, person };
    const passkey = `pky-${person}`;
    hospital.record("passkey.enrolled", { ...whose, counter: 0, passkey, synced: false });
  }
  return hospital;
}

/** Does it; refusals of ours are part of life. Answers what a tap led to. */
export function happen(hospital: SmallHospital, { seat, person, what }: Happening): string {
  const { deps } = hospital;
  const badge = `bdg-${person}`;
  const occupant = occupantOf(sceneIn(hospital), seat);
  const session = occupant?.id ?? "none";
  const actor = { type: "person", id: person } as const;
  const use = { passkey: `pky-${person}`, counter: 0, verified: true };
  const system = { type: "system", id: "test" } as const;
  const does: Record<What, () => string> = {
    tap: () => hospital.submit(tap(deps, { seat, badge: `number-${person}` })).type,
    pin: () => hospital.submit(enterPin(deps, { seat, badge, right: true })).type,
    wrong: () => hospital.submit(enterPin(deps, { seat, badge, right: false })).type,
    lock: () => {
      hospital.submit(park(deps, { seat, session, reason: "lock" }));
      return "parked";
    },
    out: () => {
      hospital.submit(signOut({ session, surface: seat }));
      return "out";
    },
    focus: () => {
      hospital.submit(focus({ session, patient: `pat-${person}`, actor }));
      return "focused";
    },
    end: () => {
      hospital.record("shift.cancelled", { shift: `shf-${person}` });
      return "ended";
    },
    tick: () => {
      runTicker(hospital);
      return "ticked";
    },
    away: () => {
      hospital.submit(reportPresence(deps, { seat, key: seat, present: false }));
      return "away";
    },
    raise: () => hospital.submit(stepUp(deps, { seat, session, right: true })).type,
    misraise: () => hospital.submit(stepUp(deps, { seat, session, right: false })).type,
    "raise-passkey": () => hospital.submit(stepUpByPasskey(deps, { ...use, seat, session })).type,
    passkey: () => hospital.submit(enterByPasskey(deps, { ...use, seat })).type,
    unlock: () =>
      hospital.submit(unlockBadges({ person, actor: system })).badges > 0 ? "unlocked" : "none",
    // A browser's key becomes the seat's, which it may have been elsewhere.
    enrol: () =>
      hospital.submit(enrolSeat({ key: `key-${person}`, seats: [seat], actor: system })).seat,
    withdraw: () => {
      hospital.submit(withdrawSeat({ seat, actor: system }));
      return "withdrawn";
    },
    reseat: () => {
      const key = seats[people.indexOf(person)] ?? "4B-1";
      return hospital.submit(enrolSensor(deps, { seat, key, actor: system })).seat;
    },
    // Whose badge it is that the reader sees, and nobody else's.
    near: () => {
      const badges = [`number-${person}`];
      hospital.submit(reportPresence(deps, { seat, key: seat, present: true, badges }));
      return occupant?.person === person ? "back" : "stranger";
    },
  };
  try {
    return does[what]();
  } catch (error) {
    if (error instanceof SessionError) return error.code;
    throw error;
  }
}

/** Records what is over, as the ticker does. */
export function runTicker(hospital: SmallHospital): void {
  const { deps, now, world } = hospital;
  for (const { body, kind } of closeOverdue(deps, world, now)) hospital.record(kind, body);
}

/** How things stood before a step, at its instant. */
export interface Before {
  readonly live: readonly Session[];
  /** Live or not. */
  readonly sessions: readonly Session[];
  readonly badges: ReadonlyMap<string, Badge>;
  readonly occupant: Session | undefined;
  /** The position of the step's first record. */
  readonly next: number;
}

/** What holds after a step. */
export type Check = (
  hospital: SmallHospital,
  step: Happening,
  answer: string,
  before: Before,
) => void;

/** Runs a history, checking after each step. */
export function runHistory(bundle: Bundle, steps: readonly Happening[], check: Check): void {
  const hospital = furnished(bundle);
  for (const step of steps) {
    hospital.now += step.after;
    const before = {
      live: liveSessions(hospital),
      sessions: [...hospital.world.sessions.values()],
      badges: new Map([...hospital.world.badges.values()].map((badge) => [badge.id, badge])),
      occupant: occupantOf(sceneIn(hospital), step.seat),
      next: hospital.world.next,
    };
    const answer = happen(hospital, step);
    check(hospital, step, answer, before);
  }
}
