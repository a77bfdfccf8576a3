import type { Bundles } from "../access/index.ts";
import type { Duration, Instant, RegisterAnswer } from "../ports/index.ts";
import {
  type Actor,
  type Command,
  type Endings,
  type NewRecord,
  type Registration,
  type RegistrationLost,
  registrationId,
} from "../world/index.ts";
import { hereSince, lookedAt } from "./looked-at.ts";
import { believed, lapsing, stopping } from "./registration-lapses.ts";

const day: Duration = 24 * 3_600_000;
/** So many that are confirmed in one command: a register that renews everybody at once keeps nobody waiting. */
const atOnce = 500;

/** What a register said of somebody. */
export interface RegistrationFinding {
  readonly person: string;
  readonly answer: RegisterAnswer;
}

/** A register was asked about so many. */
export interface RegisterRound {
  readonly register: string;
  /** About everybody who is registered with it. */
  readonly isWhole: boolean;
  readonly findings: readonly RegistrationFinding[];
}

/**
 * Records what a register said (L7): who counts no more, and who was renewed. A strike-off suspends at once; what has expired at the
 * end of the shift that is running; more than 2 % of a register's within a day are not believed, nobody is suspended then, and that is on
 * record once a day. A number that it does not know suspends nobody. Answers what was left over for another command.
 */
export function recheckRegistrations(
  { bundles, endings }: { readonly bundles: Pick<Bundles, "current">; readonly endings: Endings },
  { findings, isWhole, register }: RegisterRound,
  actor: Actor,
): Command<{ readonly left: number }> {
  return {
    name: "registration.recheck",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const bundle = bundles.current(world);
      const lost: [Registration, RegistrationLost][] = [];
      const told: NewRecord[] = [];
      for (const { answer, person } of findings) {
        const known = world.registrations.get(registrationId(person, register));
        if (known === undefined) continue;
        const why = lostBy(answer, at);
        // What a round about everybody found as it was is said by the round itself.
        const isSaid =
          lookedAt(world, known) !== undefined || (isWhole && hereSince(world, person) <= at);
        if (why === undefined) told.push(...newsOf(known, answer, isSaid));
        else if (isWorse(why, known.lapsed?.why)) lost.push([known, why]);
      }
      const lapses = believed(world, register, lost.length, at);
      // Without a policy nothing is permitted, and it is found out again when there is one.
      const lapsed =
        bundle === undefined
          ? []
          : lost.flatMap(([known, why]) => lapsing({ bundle, endings }, handling, known, why));
      const unknown = findings.filter(({ answer }) => answer.standing === "unknown").length;
      const asked = findings.length;
      return {
        records: [
          { kind: "register.answered", body: { asked, register, unknown, whole: isWhole } },
          ...(lapses.type === "go" ? lapsed : stopping(world, lapses, at)),
          ...told.slice(0, atOnce),
        ],
        answer: { left: Math.max(0, told.length - atOnce) },
      };
    },
  };
}

/** A register's "until" that has passed says that it has expired. */
function lostBy(answer: RegisterAnswer, at: Instant): RegistrationLost | undefined {
  if (answer.standing === "unknown") return undefined;
  if (answer.standing !== "registered") return answer.standing;
  return answer.until <= at ? "expired" : undefined;
}

/** Whoever was struck off has not only expired. */
const severity: readonly (RegistrationLost | undefined)[] = [
  undefined,
  "expired",
  "suspended",
  "struck-off",
];

function isWorse(now: RegistrationLost, before: RegistrationLost | undefined): boolean {
  return severity.indexOf(now) > severity.indexOf(before);
}

function newsOf(
  known: Registration,
  answer: RegisterAnswer,
  isLookedAt: boolean,
): readonly NewRecord[] {
  const { lapsed, person, register, unknownSince, until } = known;
  if (answer.standing === "unknown") {
    const isSaid = unknownSince !== undefined || lapsed !== undefined;
    return isSaid ? [] : [{ kind: "registration.unknown", body: { person, register } }];
  }
  if (answer.standing !== "registered") return [];
  const isSame = answer.until === until && lapsed === undefined && unknownSince === undefined;
  if (isSame && isLookedAt) return [];
  return [{ kind: "registration.confirmed", body: { person, register, until: answer.until } }];
}

/** Records that a register does not answer (L7): once a day, and nobody is suspended by it. */
export function registerFailed(
  { asked, register }: { readonly asked: number; readonly register: string },
  actor: Actor,
): Command<void> {
  return {
    name: "register.fail",
    actor,
    handle: ({ at, world }) => {
      const { failedAt = Number.NEGATIVE_INFINITY } = world.registers.get(register) ?? {};
      if (at - failedAt < day) return { records: [], answer: undefined };
      return {
        records: [{ kind: "register.failed", body: { asked, register } }],
        answer: undefined,
      };
    },
  };
}

/**
 * Somebody has looked, and just so many lapses of a register are meant, for a day (L7). Whether the actor may is the caller's to decide.
 */
export function releaseRegistrations(
  { lapses, register }: { readonly lapses: number; readonly register: string },
  actor: Actor,
): Command<void> {
  return {
    name: "registrations.release",
    actor,
    handle: ({ at }) => ({
      records: [{ kind: "registrations.released", body: { lapses, register, until: at + day } }],
      answer: undefined,
    }),
  };
}
