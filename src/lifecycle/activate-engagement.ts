import type { Actor, Command } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";

/**
 * Makes an engagement active whose person has shown who they are (L7): from its beginning on it gives what its roles give.
 * Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `not-offered`, `proof-missing`,
 * `proof-expired`, `ends-in-the-past`
 */
export function activateEngagement(request: {
  readonly engagement: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, engagement: id } = request;
  return {
    name: "engagement.activate",
    actor,
    handle: ({ at, world }) => {
      const engagement = openEngagement(world, id);
      requireOther(engagement, actor);
      const { proof, state, to } = engagement;
      if (state !== "offered" && state !== "proofed") {
        throw new LifecycleError("not-offered");
      }
      if (proof === undefined) {
        throw new LifecycleError("proof-missing");
      }
      if (proof.lost !== undefined) {
        throw new LifecycleError("proof-missing.lost");
      }
      if (proof.until <= at) {
        throw new LifecycleError("proof-expired");
      }
      if (to <= at) {
        throw new LifecycleError("ends-in-the-past.over");
      }
      const body = { engagement: id };
      return { records: [{ kind: "engagement.activated", body }], answer: undefined };
    },
  };
}
