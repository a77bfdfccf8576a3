import type { Instant, Json } from "../ports/index.ts";
import type { Actor, Command, NewRecord, Session, World } from "../world/index.ts";
import { badgeKey } from "./badge.ts";
import { closed } from "./closed.ts";
import { SessionError } from "./errors.ts";
import { type Door, lockedDoors } from "./pin-gate.ts";

/**
 * Issues a badge to a person until `until`.
 *
 * @throws SessionError `person-unknown`
 */
export function issueBadge(request: {
  readonly person: string;
  /** The keyed hash of the badge's number. */
  readonly number: string;
  readonly until: Instant;
  readonly actor: Actor;
}): Command<{ readonly badge: string }> {
  const { person, number, until, actor } = request;
  return {
    name: "badge.issue",
    actor,
    needs: [badgeKey(number)],
    handle: ({ world, side, id }) => {
      requirePerson(world.people.has(person));
      const badge = id("bdg");
      return {
        records: [
          ...reissued(world, side(badgeKey(number))),
          { kind: "badge.issued", body: { badge, person, until } },
        ],
        side: [{ ...badgeKey(number), value: badge }],
        answer: { badge },
      };
    },
  };
}

/**
 * Ends a badge: lost, broken, handed back. Its number answers like any unknown one from now on, and what was
 * entered with it is over: whoever holds it may be somebody else.
 *
 * @throws SessionError `badge-unknown`
 */
export function endBadge(request: {
  readonly badge: string;
  readonly reason: string;
  readonly actor: Actor;
}): Command<void> {
  const { badge, reason, actor } = request;
  return {
    name: "badge.end",
    actor,
    handle: ({ world }) => {
      requireBadge(world.badges.has(badge));
      return { records: endRecords(world, badge, reason), answer: undefined };
    },
  };
}

/**
 * Ends every badge of a person who has lost theirs: nobody knows the number of what is gone.
 *
 * @throws SessionError `person-unknown`, `badge-unknown` when there is none to end
 */
export function loseBadges(request: {
  readonly person: string;
  readonly actor: Actor;
}): Command<{ readonly badges: number }> {
  const { person, actor } = request;
  return {
    name: "badge.lose",
    actor,
    handle: ({ world }) => {
      requirePerson(world.people.has(person));
      const badges = world.badgesByPerson.get(person);
      requireBadge(badges.length > 0);
      const records = badges.flatMap((badge) => endRecords(world, badge, "lost"));
      return { records, answer: { badges: badges.length } };
    },
  };
}

/** The sessions at seats and consoles that were last entered with a badge. */
export function sessionsByBadge(world: World, badge: string): readonly Session[] {
  const person = world.badges.get(badge)?.person ?? "";
  return world.sessionsByPerson
    .get(person)
    .map((id) => world.sessions.get(id))
    .filter((session) => session?.badge === badge)
    .filter((session) => session !== undefined);
}

/**
 * A number means one badge: given to somebody else (a pool badge), the one that it meant before ends, also when its time
 * is over, with what was entered by it.
 */
export function reissued(world: World, before: unknown): readonly NewRecord[] {
  const isKept = typeof before === "string" && world.badges.has(before);
  return isKept ? endRecords(world, before, "reissued") : [];
}

/** The end of a badge, and of what was entered by it. */
export function endRecords(world: World, badge: string, reason: string): readonly NewRecord[] {
  const sessions = sessionsByBadge(world, badge);
  return [
    { kind: "badge.ended", body: { badge, reason } },
    ...sessions.map((session) => closed(session, "badge-ended")),
  ];
}

/**
 * A supervised unlock of every badge of a person that wrong PINs have locked (A3). Whether the actor may is the caller's to
 * decide.
 *
 * @throws SessionError `person-unknown`, `own-badge`
 */
export function unlockBadges(request: {
  readonly person: string;
  readonly actor: Actor;
}): Command<{ readonly badges: number }> {
  const { person, actor } = request;
  return {
    name: "badge.unlock",
    actor,
    handle: ({ world }) => {
      requirePerson(world.people.has(person));
      if (actor.id === person) {
        throw new SessionError("own-badge.unlock");
      }
      const locked = lockedBadges(world, person).map(({ id }) => id);
      const records = locked.map((badge) => ({ kind: "badge.unlocked", body: { badge } }) as const);
      return { records, answer: { badges: locked.length } };
    },
  };
}

/** A badge that wrong PINs have locked, and at which doors. */
export interface LockedBadge {
  readonly id: string;
  readonly doors: readonly Door[];
}

/** The badges of a person that wrong PINs have locked, at one door at least (A3). */
export function lockedBadges(world: World, person: string): readonly LockedBadge[] {
  return world.badgesByPerson.get(person).flatMap((id) => {
    const badge = world.badges.get(id);
    const doors = badge === undefined ? [] : lockedDoors(badge);
    return doors.length === 0 ? [] : [{ id, doors }];
  });
}

/**
 * Keeps a person's new PIN, of which only the verifier ever arrives here.
 *
 * @throws SessionError `person-unknown`
 */
export function setPin(request: {
  readonly person: string;
  readonly verifier: string;
  readonly actor: Actor;
}): Command<void> {
  const { person, verifier, actor } = request;
  return {
    name: "pin.set",
    actor,
    handle: ({ world }) => {
      requirePerson(world.people.has(person));
      const value: Json = verifier;
      return {
        records: [{ kind: "pin.set", body: { person } }],
        side: [{ table: "credentials", key: `pin|${person}`, value }],
        answer: undefined,
      };
    },
  };
}

function requirePerson(known: boolean): void {
  if (!known) {
    throw new SessionError("person-unknown.import");
  }
}

function requireBadge(known: boolean): void {
  if (!known) {
    throw new SessionError("badge-unknown");
  }
}
