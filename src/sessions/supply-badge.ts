import type { Instant, SideKey, SideWrite } from "../ports/index.ts";
import type { Actor, Command, Handling, NewRecord, Session, World } from "../world/index.ts";
import { badgeKey, engagementsOf, liveBadge } from "./badge.ts";
import { closed } from "./closed.ts";
import { endRecords, reissued } from "./credentials.ts";
import { SessionError } from "./errors.ts";
import { type Giving, type Proved, requireProof, reviewOf } from "./re-proof.ts";
import { type SessionDeps, sceneOf } from "./scene.ts";

/** What somebody who stands at the desk is given: a badge, a PIN of their own choice, or both. */
export interface BadgeSupply extends Proved {
  readonly person: string;
  /** The keyed hash of the badge's number; absent: they have a badge. */
  readonly number?: string;
  /** The verifier of the PIN that they typed; absent: they keep theirs. */
  readonly verifier?: string;
  /** The console session of whoever supervises, and has seen that it is them. */
  readonly supervisor: Session;
}

/** The badge that they have now, and until when it lasts. */
export interface Supplied {
  readonly badge?: string;
  readonly until?: Instant;
}

/**
 * Gives a person a badge until their engagement ends (L2), and sets their PIN, in one batch. A badge that is theirs
 * already stays the same one; another one that was theirs ends, with what was entered by it. To whoever had a PIN, or
 * has another badge, it is a recovery (L7): what was checked stands in the record, a review is opened, and a PIN set anew ends
 * all of their sessions. Where their roles reach further than the supervisor's, a second person vouches for them. Whether the
 * supervisor may is the caller's to decide.
 *
 * @throws SessionError `person-unknown`, `not-engaged`, `own-badge`, `badge-taken` when it is somebody else's,
 * `proofing-unstated`, `reaches-further`, `second-refused`, `no-policy`
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
      const scene = sceneOf(deps, handling.world, handling.at);
      const giving = givingOf(handling, supply);
      const proof = requireProof(scene, giving, supply, "proofing-unstated");
      const recovered = { ...supply, proof };
      const badge =
        number === undefined ? undefined : supplyNumber(handling, recovered, number, until);
      const pin = verifier === undefined ? undefined : supplyPin(handling, recovered, verifier);
      return {
        records: [
          ...(badge?.records ?? []),
          ...(pin?.records ?? []),
          ...reviewOf(scene, handling.id, giving, proof),
        ],
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

/** A supply, and what of its proof stands in the record. */
interface Recovered extends BadgeSupply {
  readonly proof: Proved;
}

function givingOf(
  handling: Handling,
  { person, number, supervisor, verifier }: BadgeSupply,
): Giving {
  const isRecovery =
    (number !== undefined && isAnotherBadge(handling, person, number)) ||
    (verifier !== undefined && handling.side(pinKey(person)) !== undefined);
  return { person, supervisor: supervisor.person, isRecovery };
}

function isAnotherBadge({ world, at, side }: Handling, person: string, number: string): boolean {
  if (liveBadge(world, side(badgeKey(number)), at) !== undefined) return false;
  const others = world.badgesByPerson.get(person).some((each) => liveBadge(world, each, at));
  return others || side(pinKey(person)) !== undefined;
}

function supplyNumber(
  handling: Handling,
  { person, proof }: Recovered,
  number: string,
  until: Instant,
): Part & { readonly id: string } {
  const { world, at, side, id } = handling;
  const known = liveBadge(world, side(badgeKey(number)), at);
  if (known !== undefined && known.person !== person) throw badgeTaken();
  const badge = known?.id ?? id("bdg");
  const { checked, ...beside } = proof;
  const isAnother = isAnotherBadge(handling, person, number) && checked !== undefined;
  const body = { badge, ...(isAnother ? { checked } : {}), person, ...beside, until };
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
function supplyPin(
  { world, side }: Handling,
  { person, proof }: Recovered,
  verifier: string,
): Part {
  const isRecovery = side(pinKey(person)) !== undefined;
  const sessions = isRecovery ? world.sessionsByPerson.get(person) : [];
  const ended = sessions
    .map((id) => world.sessions.get(id))
    .filter((session) => session !== undefined)
    .map((session) => closed(session, "pin-replaced"));
  const { checked, ...beside } = proof;
  const body = { ...(isRecovery && checked !== undefined ? { checked } : {}), person, ...beside };
  return {
    records: [{ kind: "pin.set", body }, ...ended],
    side: [{ ...pinKey(person), value: verifier }],
  };
}

function pinKey(person: string): SideKey {
  return { table: "credentials", key: `pin|${person}` };
}

function engagedUntil(world: World, person: string, actor: Actor, at: Instant): Instant {
  if (!world.people.has(person)) {
    throw new SessionError("person-unknown.import");
  }
  if (actor.id === person) {
    throw new SessionError("own-badge");
  }
  const ends = engagementsOf(world, person, at).map((id) => world.engagements.get(id)?.to ?? 0);
  if (ends.length > 0) return Math.max(...ends);
  throw new SessionError("not-engaged");
}

function badgeTaken(): SessionError {
  return new SessionError("badge-taken");
}
