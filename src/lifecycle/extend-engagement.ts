import type { Instant } from "../ports/index.ts";
import type { Actor, Command, Engagement, Handling, NewRecord, World } from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";
import { longestRole, requireEnd } from "./times.ts";

/**
 * Moves the end of an engagement, and of the roles and badges that last just as long. A temporary one is extended by its sponsor
 * (L6); where the sponsor works here no more, whoever extends it becomes the sponsor. Whether the actor may is the caller's to
 * decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `not-the-sponsor`, `ends-before-beginning`,
 * `ends-in-the-past`, `ends-too-late`
 */
export function extendEngagement(request: {
  readonly engagement: string;
  readonly to: Instant;
  readonly actor: Actor;
}): Command<{ readonly to: Instant }> {
  const { actor, engagement: id, to } = request;
  return {
    name: "engagement.extend",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const engagement = openEngagement(world, id);
      requireOther(engagement, actor);
      requireEnd({ from: engagement.from, to }, at);
      const sponsor = sponsorOf(world, engagement, actor, at);
      if (to === engagement.to) return { records: [], answer: { to } };
      const body = { engagement: id, ...(sponsor === undefined ? {} : { sponsor }), to };
      return {
        records: [{ kind: "engagement.extended", body }, ...movedWith(handling, engagement, to)],
        answer: { to },
      };
    },
  };
}

/** What moves with an engagement's end (L2): its roles and badges that last just as long, and whatever would outlast it. */
export function movedWith(
  handling: Pick<Handling, "at" | "world">,
  engagement: Engagement,
  to: Instant,
): readonly NewRecord[] {
  return [...rolesMoved(handling, engagement, to), ...badgesMoved(handling, engagement, to)];
}

/** The sponsor that it has from now on, where that is another one. */
function sponsorOf(
  world: World,
  { sponsor, type }: Engagement,
  actor: Actor,
  at: Instant,
): string | undefined {
  if (type === "employee" || actor.type !== "person" || actor.id === sponsor) return undefined;
  const isHere = world.engagementsByPerson
    .get(sponsor ?? "")
    .some((id) => isRunning(world.engagements.get(id), at));
  if (!isHere) return actor.id;
  throw new LifecycleError("not-the-sponsor");
}

/** A role that ends with the engagement goes on with it, for twelve months at most; one that ends earlier still does. */
function rolesMoved(
  { at, world }: Pick<Handling, "at" | "world">,
  { id, person, to: before }: Engagement,
  to: Instant,
): readonly NewRecord[] {
  return world.rolesByPerson
    .get(person)
    .flatMap((role) => world.roles.get(role) ?? [])
    .filter((role) => role.engagement === id && at < role.to && (role.to >= before || role.to > to))
    .map(({ id: assignment, role, ward, from }) => ({
      kind: "role.assigned" as const,
      body: { assignment, engagement: id, from, role, to: Math.min(to, at + longestRole), ward },
    }))
    .filter(({ body }) => body.from < body.to);
}

function badgesMoved(
  { at, world }: Pick<Handling, "at" | "world">,
  { person, to: before }: Engagement,
  to: Instant,
): readonly NewRecord[] {
  return world.badgesByPerson
    .get(person)
    .flatMap((badge) => world.badges.get(badge) ?? [])
    .filter(({ pool, until }) => pool === undefined && at < until && until === before)
    .map(({ id: badge }) => ({ kind: "badge.issued", body: { badge, person, until: to } }));
}
