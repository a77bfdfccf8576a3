import type { Instant } from "../ports/index.ts";
import type { Actor, Command, NewRecord, World } from "../world/index.ts";
import { badgeKey, engagementsOf, liveBadge } from "./badge.ts";
import { SessionError } from "./errors.ts";

/** What somebody who stands at the desk is given: a badge, a PIN of their own choice, or both. */
export interface BadgeSupply {
  readonly person: string;
  /** The keyed hash of the badge's number; absent: they have a badge. */
  readonly number?: string;
  /** The verifier of the PIN that they typed; absent: they keep theirs. */
  readonly verifier?: string;
  /** Who supervises, and has seen that it is them. */
  readonly actor: Actor;
}

/** The badge that they have now, and until when it lasts. */
export interface Supplied {
  readonly badge?: string;
  readonly until?: Instant;
}

/**
 * Gives a person a badge until their engagement ends (L2), and sets their PIN, in one batch. A badge that is theirs
 * already stays the same one. Whether the actor may is the caller's to decide.
 *
 * @throws SessionError `person-unknown`, `not-engaged`, `own-badge`, `badge-taken` when it is somebody else's
 */
export function supplyBadge({ person, number, verifier, actor }: BadgeSupply): Command<Supplied> {
  return {
    name: "badge.supply",
    actor,
    needs: number === undefined ? [] : [badgeKey(number)],
    handle: ({ world, at, side, id }) => {
      const until = engagedUntil(world, person, actor, at);
      const records: NewRecord[] = [];
      const writes = [];
      let badge: string | undefined;
      if (number !== undefined) {
        const known = liveBadge(world, side(badgeKey(number)), at);
        if (known !== undefined && known.person !== person) throw badgeTaken();
        badge = known?.id ?? id("bdg");
        records.push({ kind: "badge.issued", body: { badge, person, until } });
        writes.push({ ...badgeKey(number), value: badge });
      }
      if (verifier !== undefined) {
        records.push({ kind: "pin.set", body: { person } });
        writes.push({ table: "credentials", key: `pin|${person}`, value: verifier } as const);
      }
      return { records, side: writes, answer: badge === undefined ? {} : { badge, until } };
    },
  };
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
