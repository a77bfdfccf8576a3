import type { AccessReviewEvent, Bundles } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, Watch, World } from "../world/index.ts";
import { ReviewError } from "./errors.ts";
import { runningRoles } from "./list-access.ts";
import { openCampaign } from "./open-campaign.ts";

/** An overlap that is over is noticed by then; what else happens is noticed at once. */
const lookAtLeast: Duration = 60_000;

/**
 * Has the access of one person reviewed when something has happened (L8): an exception of theirs came to "unjustified", or they still
 * have a role in a ward after a move took them away from it and the overlap is over. Which of these do is the policy's to say. Of
 * somebody whose access is under such a review, or was since, no other is opened for the same.
 */
export function watchEvents({ bundles }: { readonly bundles: Bundles }, actor: Actor): Watch {
  let next: Instant = Number.NEGATIVE_INFINITY;
  let seen: readonly unknown[] = [];
  return {
    due(world, at) {
      const { campaigns, engagements, incidents, roles } = world;
      const stamps = [campaigns, engagements, incidents, roles].map(({ stamp }) => stamp);
      if (at < next && stamps.every((stamp, index) => stamp === seen[index])) return undefined;
      const person = firstDue(bundles, world, at);
      if (person !== undefined) return opening(bundles, person, actor);
      next = at + lookAtLeast;
      seen = stamps;
      return undefined;
    },
  };
}

function opening(bundles: Bundles, person: string, actor: Actor): Command<void> {
  const command = openCampaign({ bundles }, { actor, scope: { type: "event", of: person } });
  return {
    name: "campaign.open-by-event",
    actor,
    handle: (handling) => {
      // Looked at again: another node may have opened it meanwhile.
      if (firstDue(bundles, handling.world, handling.at) !== person) {
        return { records: [], answer: undefined };
      }
      try {
        return { ...command.handle(handling), answer: undefined };
      } catch (error) {
        if (error instanceof ReviewError) return { records: [], answer: undefined };
        throw error;
      }
    },
  };
}

/** Somebody whose access is to be reviewed now; without a policy that says by what, nobody is. */
function firstDue(bundles: Bundles, world: World, at: Instant): string | undefined {
  const { events } = bundles.current(world)?.reviews?.access ?? {};
  if (events === undefined || events.size === 0) return undefined;
  const happened = happenings(world, at, events);
  if (happened.size === 0) return undefined;
  const had = new Set(runningRoles(world, at).map(({ person }) => person));
  const covered = new Map<string, Instant>();
  for (const { closedAt, openedAt, scope } of world.campaigns.values()) {
    if (scope.type !== "event" || scope.of === undefined) continue;
    const until = closedAt === undefined ? at : openedAt;
    covered.set(scope.of, Math.max(until, covered.get(scope.of) ?? until));
  }
  for (const [person, when] of happened) {
    if (had.has(person) && (covered.get(person) ?? Number.NEGATIVE_INFINITY) < when) return person;
  }
  return undefined;
}

/** Of whom something has happened, and when last. */
function happenings(
  world: World,
  at: Instant,
  events: ReadonlySet<AccessReviewEvent>,
): ReadonlyMap<string, Instant> {
  const happened = new Map<string, Instant>();
  const note = (person: string, when: Instant) =>
    happened.set(person, Math.max(when, happened.get(person) ?? when));
  if (events.has("unjustified")) {
    for (const { cause, openedAt, person } of world.incidents.values()) {
      if (cause === "unjustified") note(person, openedAt);
    }
  }
  if (!events.has("former-ward")) return happened;
  for (const { id, left = [], person } of world.engagements.values()) {
    const over = left.filter(({ until }) => until <= at);
    if (over.length === 0) continue;
    for (const assignment of world.rolesByPerson.get(person)) {
      const role = world.roles.get(assignment);
      if (role === undefined || role.engagement !== id || at < role.from || role.to <= at) continue;
      const kept = over.find((one) => one.role === role.role && one.ward === role.ward);
      // Since when it is kept: the overlap's end, or when it was given after that.
      if (kept !== undefined) note(person, Math.max(kept.until, role.from));
    }
  }
  return happened;
}
