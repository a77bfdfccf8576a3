import type { Duration, Instant, SideWrite } from "../ports/index.ts";
import { type Actor, type Command, type NewRecord, registrationId } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";
import { lookedAt } from "./looked-at.ts";
import { isAsked, registrationKey } from "./registration-lapses.ts";

const day: Duration = 24 * 3_600_000;
/** No register registers anybody for longer at a time: a later day is a slip of the hand. */
const longest: Duration = 10 * 366 * day;

/** What somebody has seen of a professional registration. */
export interface RegistrationSeen {
  readonly engagement: string;
  /** Whose it is: the engagement's. */
  readonly person: string;
  /** The register, by its code. */
  readonly register: string;
  readonly number: string;
  /** After its last day. */
  readonly until: Instant;
  readonly actor: Actor;
}

/**
 * Records a professional registration that somebody has shown (L7). Where the register itself is asked and has said when this number
 * ends, it stays so; what the register took is not given back. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `registration-refused`
 */
export function recordRegistration(seen: RegistrationSeen): Command<void> {
  const { actor, engagement: id, person, register, until } = seen;
  const number = seen.number.trim();
  const registration = registrationId(person, register);
  const key = registrationKey(registration);
  return {
    name: "registration.record",
    actor,
    needs: [key],
    handle: ({ at, side, world }) => {
      const engagement = openEngagement(world, id);
      if (engagement.person !== person) throw new LifecycleError("engagement-unknown");
      requireOther(engagement, actor);
      requireShape({ number, register });
      if (!(at < until && until - at <= longest)) {
        throw new LifecycleError("registration-refused.day");
      }
      const row = side(key);
      const isSame =
        typeof row === "object" && row !== null && "number" in row && row["number"] === number;
      const known = world.registrations.get(registration);
      const asked = world.registers.get(register);
      const isRegisters =
        known !== undefined &&
        known.unknownSince === undefined &&
        asked !== undefined &&
        isAsked(asked, at) &&
        lookedAt(world, known) !== undefined;
      if (isSame && (known?.until === until || isRegisters)) {
        return { records: [], answer: undefined };
      }
      const records: readonly NewRecord[] = [
        { kind: "registration.recorded", body: { person, register, until } },
      ];
      const written: readonly SideWrite[] = isSame
        ? []
        : [{ ...key, value: { type: "registration", number } }];
      return { records, side: written, answer: undefined };
    },
  };
}

/** A register has a code, and a number is one line. */
function requireShape({ number, register }: Pick<RegistrationSeen, "number" | "register">): void {
  if (!/^[a-z0-9-]{1,40}$/.test(register)) throw new LifecycleError("registration-refused.code");
  if (number === "" || number.length > 64 || /\p{Cc}/u.test(number)) {
    throw new LifecycleError("registration-refused.number");
  }
}
