import type { Instant, SideKey, SideWrite } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Handling,
  NewRecord,
  Proofing,
  Session,
  World,
} from "../world/index.ts";
import { badgeKey, engagementsOf, liveBadge } from "./badge.ts";
import { closed } from "./closed.ts";
import { endRecords, reissued } from "./credentials.ts";
import { SessionError } from "./errors.ts";
import { reachesFurther } from "./house-wide.ts";
import { type Scene, type SessionDeps, sceneOf } from "./scene.ts";

/** What somebody who stands at the desk is given: a badge, a PIN of their own choice, or both. */
export interface BadgeSupply {
  readonly person: string;
  /** The keyed hash of the badge's number; absent: they have a badge. */
  readonly number?: string;
  /** The verifier of the PIN that they typed; absent: they keep theirs. */
  readonly verifier?: string;
  /** What was checked; needed where they had a badge or PIN before. */
  readonly checked?: Proofing;
  /** The console session of whoever supervises, and has seen that it is them. */
  readonly supervisor: Session;
}

/** To give credentials to whoever may more than oneself, nothing less than a passkey does (A1). */
const levelToReachFurther = 3;

/** The badge that they have now, and until when it lasts. */
export interface Supplied {
  readonly badge?: string;
  readonly until?: Instant;
}

/**
 * Gives a person a badge until their engagement ends (L2), and sets their PIN, in one batch. A badge that is theirs
 * already stays the same one; another one that was theirs ends, with what was entered by it. To whoever had a PIN, or
 * has another badge, it is a recovery: what was checked stands in the
 * record, and a PIN set anew ends all of their sessions. Where their roles reach further than the supervisor's, the
 * supervisor's session is of level 3. Whether the supervisor may is the caller's to decide.
 *
 * @throws SessionError `person-unknown`, `not-engaged`, `own-badge`, `badge-taken` when it is somebody else's,
 * `proofing-unstated`, `reaches-further`, `no-policy`
 */
export function supplyBadge(deps: SessionDeps, supply: BadgeSupply): Command<Supplied> {
  const { person, number, verifier, supervisor } = supply;
  const actor: Actor = { type: "person", id: supervisor.person };
  return {
    name: "badge.supply",
    actor,
    needs: [pinKey(person), ...(number === undefined ? [] : [badgeKey(number)])],
    handle: (handling) => {
      const until = engagedUntil(handling.world, person, actor, handling.at);
      requireReach(sceneOf(deps, handling.world, handling.at), supply);
      const badge =
        number === undefined ? undefined : supplyNumber(handling, supply, number, until);
      const pin = verifier === undefined ? undefined : supplyPin(handling, supply, verifier);
      return {
        records: [...(badge?.records ?? []), ...(pin?.records ?? [])],
        side: [...(badge?.side ?? []), ...(pin?.side ?? [])],
        answer: badge === undefined ? {} : { badge: badge.id, until },
      };
    },
  };
}

/** What of a supply is done, in the batch. */
interface Part {
  readonly records: readonly NewRecord[];
  readonly side: readonly SideWrite[];
}

function supplyNumber(
  { world, at, side, id }: Handling,
  supply: BadgeSupply,
  number: string,
  until: Instant,
): Part & { readonly id: string } {
  const { person } = supply;
  const known = liveBadge(world, side(badgeKey(number)), at);
  if (known !== undefined && known.person !== person) throw badgeTaken();
  const badge = known?.id ?? id("bdg");
  const others = world.badgesByPerson.get(person).some((each) => liveBadge(world, each, at));
  const isRecovery = known === undefined && (others || side(pinKey(person)) !== undefined);
  const body = { badge, ...proofing(supply, isRecovery), person, until };
  // Whoever gets another badge has one: the one before may lie anywhere. One of a ward's pool is given back, or ends, by itself.
  const before = world.badgesByPerson
    .get(person)
    .filter((each) => each !== badge && world.badges.get(each)?.pool === undefined);
  return {
    id: badge,
    records: [
      ...before.flatMap((each) => endRecords(world, each, "replaced")),
      ...(known === undefined ? reissued(world, side(badgeKey(number))) : []),
      { kind: "badge.issued", body },
    ],
    side: [{ ...badgeKey(number), value: badge }],
  };
}

/** Whoever knew the PIN before may be the one who is in: what was entered is over, wherever it is. */
function supplyPin({ world, side }: Handling, supply: BadgeSupply, verifier: string): Part {
  const { person } = supply;
  const isRecovery = side(pinKey(person)) !== undefined;
  const sessions = isRecovery ? world.sessionsByPerson.get(person) : [];
  const ended = sessions
    .map((id) => world.sessions.get(id))
    .filter((session) => session !== undefined)
    .map((session) => closed(session, "pin-replaced"));
  const body = { ...proofing(supply, isRecovery), person };
  return {
    records: [{ kind: "pin.set", body }, ...ended],
    side: [{ ...pinKey(person), value: verifier }],
  };
}

/** Nobody raises themselves by handing out what opens more than they may. */
function requireReach(scene: Scene, { person, supervisor }: BadgeSupply): void {
  const level = scene.world.sessions.get(supervisor.id)?.level ?? 0;
  if (level >= levelToReachFurther || !reachesFurther(scene, person, supervisor.person)) return;
  throw new SessionError(
    "reaches-further",
    "Their role may do what yours may not, so show by your passkey that it is you who gives it to them.",
  );
}

function proofing({ checked }: BadgeSupply, isRecovery: boolean): Pick<BadgeSupply, "checked"> {
  if (!isRecovery) return {};
  if (checked !== undefined) return { checked };
  throw new SessionError(
    "proofing-unstated",
    "They had a badge or PIN before. Say what you checked to be sure that it is them.",
  );
}

function pinKey(person: string): SideKey {
  return { table: "credentials", key: `pin|${person}` };
}

function engagedUntil(world: World, person: string, actor: Actor, at: Instant): Instant {
  if (!world.people.has(person)) {
    throw new SessionError("person-unknown", "There is no such person. Import them first.");
  }
  if (actor.id === person) {
    throw new SessionError(
      "own-badge",
      "Nobody gives themselves a badge or a PIN. Ask a colleague who may to do it.",
    );
  }
  const ends = engagementsOf(world, person, at).map((id) => world.engagements.get(id)?.to ?? 0);
  if (ends.length > 0) return Math.max(...ends);
  throw new SessionError(
    "not-engaged",
    "This person has no live engagement, so no badge would open anything (L1). HR says when there is one.",
  );
}

function badgeTaken(): SessionError {
  return new SessionError(
    "badge-taken",
    "This badge is somebody else's. Give another one; or end it as theirs first, if it was handed back.",
  );
}
