import { opened } from "../reviews/index.ts";
import type { Handling, NewRecord, Proofing } from "../world/index.ts";
import { engagementsOf } from "./badge.ts";
import { SessionError, type SessionSaying } from "./errors.ts";
import { reachesFurther } from "./reach.ts";
import type { Scene } from "./scene.ts";

/** Somebody is given what they prove themselves by. */
export interface Giving {
  readonly person: string;
  /** The person who supervises. */
  readonly supervisor: string;
  /** They had a badge, PIN or passkey before, and are given another (L7). */
  readonly isRecovery: boolean;
}

/** What stands in the record of it. */
export interface Proved {
  /** What the supervisor checked; needed where it is a recovery. */
  readonly checked?: Proofing;
  /** Who vouches for them beside the supervisor, and has just proved by badge and PIN, or by passkey, who they are. */
  readonly second?: string;
}

/**
 * Whether a supervisor alone is too few: whoever can hand out what opens more than they may, could help themselves to it. A first
 * badge, PIN or passkey is compared by what the roles let do to the installation, one in place of another by everything that they
 * let do, anywhere: there is somebody whose name it would be done under.
 */
export function needsSecond(scene: Scene, { isRecovery, person, supervisor }: Giving): boolean {
  return reachesFurther(scene, person, supervisor, isRecovery ? "anywhere" : "house");
}

/**
 * What of the proof stands in the record.
 *
 * @throws SessionError `second-refused`, `reaches-further`, `proofing-unstated`
 */
export function requireProof(
  scene: Scene,
  giving: Giving,
  { checked, second }: Proved,
  unstated: Extract<SessionSaying, `proofing-unstated${string}`>,
): Proved {
  if (giving.isRecovery && checked === undefined) {
    throw new SessionError(unstated);
  }
  if (second !== undefined) requireOther(scene, giving, second);
  else if (needsSecond(scene, giving)) throw reachesFurtherThanYours();
  const beside = second === undefined ? {} : { second };
  return giving.isRecovery && checked !== undefined ? { ...beside, checked } : beside;
}

/** Neither of the two can be the other one that it takes; and somebody who has left vouches for nobody (L1). */
function requireOther({ world, at }: Scene, { person, supervisor }: Giving, second: string): void {
  const isOther = second !== person && second !== supervisor;
  if (isOther && engagementsOf(world, second, at).length > 0) return;
  throw new SessionError("second-refused");
}

/** Why one person at the desk is too few, for people. */
function reachesFurtherThanYours(): SessionError {
  return new SessionError("reaches-further");
}

/** The review of a recovery (L7), by somebody who had no part in it; nothing where it is none. */
export function reviewOf(
  { bundle, world, at }: Scene,
  id: Handling["id"],
  { isRecovery, person, supervisor }: Giving,
  { checked, second }: Proved,
): readonly NewRecord[] {
  if (!isRecovery || checked === undefined) return [];
  const [role] = world.rolesByPerson
    .get(person)
    .flatMap((each) => world.roles.get(each) ?? [])
    .filter(({ from, to }) => from <= at && at < to);
  return [
    opened(id("rev"), {
      type: "re-proofing",
      person: supervisor,
      about: person,
      reason: checked,
      due: at + bundle.breakGlass.reviewWithin,
      ...(second === undefined ? {} : { second }),
      ...(role === undefined ? {} : { ward: role.ward }),
    }),
  ];
}
