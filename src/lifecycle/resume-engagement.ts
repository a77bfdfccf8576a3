import type { Actor, Command, World } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";

/**
 * Resumes a suspended engagement, in one step (L11): what slept with it is good again, and everybody signs in anew, since what was
 * open was ended. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `not-suspended`, `ends-in-the-past`,
 * `proof-missing` where the evidence of who it is, or a professional registration, has been found to count no more
 */
export function resumeEngagement(request: {
  readonly engagement: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, engagement: id } = request;
  return {
    name: "engagement.resume",
    actor,
    handle: ({ at, world }) => {
      const engagement = openEngagement(world, id);
      requireOther(engagement, actor);
      if (engagement.state !== "suspended") {
        throw new LifecycleError("not-suspended");
      }
      if (engagement.to <= at) {
        throw new LifecycleError("ends-in-the-past.suspended");
      }
      if (engagement.proof?.lost !== undefined) {
        throw new LifecycleError("proof-missing.lost");
      }
      if (engagement.suspended?.reason === "registration" && hasLapsed(world, engagement.person)) {
        throw new LifecycleError("proof-missing.registration");
      }
      const body = { engagement: id };
      return { records: [{ kind: "engagement.resumed", body }], answer: undefined };
    },
  };
}

function hasLapsed(world: World, person: string): boolean {
  return world.registrationsByPerson
    .get(person)
    .some((id) => world.registrations.get(id)?.lapsed !== undefined);
}
