import type { Instant, Json } from "../ports/index.ts";
import type { Actor, Command } from "../world/index.ts";
import { badgeKey } from "./badge.ts";
import { SessionError } from "./errors.ts";

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
      const before = side(badgeKey(number));
      // A number means one badge: issued again (a pool badge), the one before it ends.
      const ended =
        typeof before === "string" && world.badges.has(before)
          ? [{ kind: "badge.ended", body: { badge: before, reason: "reissued" } } as const]
          : [];
      return {
        records: [...ended, { kind: "badge.issued", body: { badge, person, until } }],
        side: [{ ...badgeKey(number), value: badge }],
        answer: { badge },
      };
    },
  };
}

/**
 * Ends a badge: lost, broken, handed back. Its number answers like any unknown one from now on.
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
      return { records: [{ kind: "badge.ended", body: { badge, reason } }], answer: undefined };
    },
  };
}

/**
 * A supervised unlock after too many wrong PINs (A3). Whether the actor may is the caller's to decide.
 *
 * @throws SessionError `badge-unknown`
 */
export function unlockBadge(request: {
  readonly badge: string;
  readonly actor: Actor;
}): Command<void> {
  const { badge, actor } = request;
  return {
    name: "badge.unlock",
    actor,
    handle: ({ world }) => {
      requireBadge(world.badges.has(badge));
      return { records: [{ kind: "badge.unlocked", body: { badge } }], answer: undefined };
    },
  };
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
    throw new SessionError(
      "person-unknown",
      "There is no such person. Import or register them first.",
    );
  }
}

function requireBadge(known: boolean): void {
  if (!known) {
    throw new SessionError("badge-unknown", "There is no such badge, or it has ended already.");
  }
}
