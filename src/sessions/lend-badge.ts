import type { Instant } from "../ports/index.ts";
import type { Actor, Command, World } from "../world/index.ts";
import { badgeKey, engagementsOf, liveBadge } from "./badge.ts";
import { reissued } from "./credentials.ts";
import { dutiesOf, isFor } from "./duties.ts";
import { SessionError } from "./errors.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A badge of a ward's pool, for somebody on duty there who has forgotten theirs. */
export interface BadgeLoan {
  readonly ward: string;
  readonly person: string;
  /** The keyed hash of the badge's number. */
  readonly number: string;
  /** Who lends it, and has seen that it is them. */
  readonly actor: Actor;
}

/**
 * Lends a badge of a ward's pool (A3) until the person's duty there, or for its service, is over, handover margin included. Whoever had it
 * before has it no more, and is signed out of what they entered with it. A person's own badge is no pool badge. Their PIN
 * stays what it is. Whether the actor may is the caller's to decide.
 *
 * @throws SessionError `person-unknown`, `own-badge`, `off-duty`, `badge-taken`, `no-policy`
 */
export function lendBadge(
  deps: SessionDeps,
  { ward, person, number, actor }: BadgeLoan,
): Command<{ readonly badge: string; readonly until: Instant }> {
  return {
    name: "badge.lend",
    actor,
    needs: [badgeKey(number)],
    handle: ({ world, at, side, id }) => {
      const scene = sceneOf(deps, world, at);
      requireOther(world, person, actor);
      const until = dutyEnd(scene, ward, person);
      const now = liveBadge(world, side(badgeKey(number)), at);
      if (now !== undefined && now.pool === undefined) {
        throw new SessionError("badge-taken.not-pool");
      }
      const isTheirs = now?.person === person;
      const badge = isTheirs ? now.id : id("bdg");
      const lent = { kind: "badge.issued", body: { badge, person, pool: ward, until } } as const;
      return {
        records: [...(isTheirs ? [] : reissued(world, side(badgeKey(number)))), lent],
        side: [{ ...badgeKey(number), value: badge }],
        answer: { badge, until },
      };
    },
  };
}

function requireOther(world: World, person: string, actor: Actor): void {
  if (!world.people.has(person)) {
    throw new SessionError("person-unknown");
  }
  if (actor.id === person) {
    throw new SessionError("own-badge.lend");
  }
}

/** The end of the duty in the ward with its margin, and of the engagement at the latest. */
function dutyEnd(scene: Scene, ward: string, person: string): Instant {
  const duties = dutiesOf(scene, person).filter(
    (duty) => isFor(scene.world, duty, ward) && duty.late === undefined,
  );
  if (duties.length === 0) {
    throw new SessionError("off-duty");
  }
  const { world, at } = scene;
  const engaged = engagementsOf(world, person, at).map((id) => world.engagements.get(id)?.to ?? 0);
  const end = Math.max(...duties.map(({ to, marginAfter }) => to + marginAfter));
  return Math.min(end, Math.max(...engaged));
}
