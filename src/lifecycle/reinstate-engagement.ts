import type { Instant } from "../ports/index.ts";
import type { Actor, Command, Engagement, World } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { requireOther } from "./find-engagement.ts";
import { longestRole } from "./times.ts";

/**
 * Gives back, in one step, an engagement that should not have been ended (L11): a new one on the same terms, to the end that the
 * old one had, with the roles that ended with it. What was ended stays ended: badge, passkeys and sessions are had anew. Whether
 * the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `not-ended`, `own-engagement`, `ends-in-the-past`
 */
export function reinstateEngagement(request: {
  readonly engagement: string;
  readonly actor: Actor;
}): Command<{ readonly engagement: string }> {
  const { actor, engagement: before } = request;
  return {
    name: "engagement.reinstate",
    actor,
    handle: ({ at, id, world }) => {
      const known = endedEngagement(world, before, at);
      requireOther(known, actor);
      const engagement = id("eng");
      const { agency, ended, from, manager, person, sponsor, type } = known;
      const to = ended.until;
      const roles = ended.had.filter((had) => at < had.to);
      return {
        records: [
          {
            kind: "engagement.started",
            body: {
              ...(agency === undefined ? {} : { agency }),
              engagement,
              from: Math.max(from, at),
              ...(manager === undefined ? {} : { manager }),
              person,
              reinstates: before,
              ...(sponsor === undefined ? {} : { sponsor }),
              to,
              type,
            },
          },
          ...roles.map(({ role, ward, ...had }) => ({
            kind: "role.assigned" as const,
            body: {
              assignment: id("rol"),
              engagement,
              from: Math.max(had.from, at),
              role,
              to: Math.min(had.to, at + longestRole),
              ward,
            },
          })),
        ],
        answer: { engagement },
      };
    },
  };
}

function endedEngagement(
  world: World,
  id: string,
  at: Instant,
): Engagement & { readonly ended: NonNullable<Engagement["ended"]> } {
  const known = world.engagements.get(id);
  if (known === undefined) {
    throw new LifecycleError("engagement-unknown");
  }
  const { ended } = known;
  if (ended === undefined || successorOf(world, known) !== known) {
    throw new LifecycleError("not-ended");
  }
  if (ended.until > at) return { ...known, ended };
  throw new LifecycleError("ends-in-the-past.meanwhile");
}

/** The engagement that an ended one was given back as; itself where it was not. */
export function successorOf(world: World, engagement: Engagement): Engagement {
  const next = world.engagementsByPerson
    .get(engagement.person)
    .flatMap((id) => world.engagements.get(id) ?? [])
    .find(({ reinstates }) => reinstates === engagement.id);
  return next === undefined ? engagement : successorOf(world, next);
}
