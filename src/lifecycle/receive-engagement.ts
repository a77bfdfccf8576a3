import type { Command } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement } from "./find-engagement.ts";
import { type ProofSeen, proofEngagement } from "./proof-engagement.ts";

/**
 * Somebody who was booked has come: who they are is seen (L7), and their engagement is active from now on, in one batch, by the one
 * who saw it. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError as `proofEngagement` does, and `not-offered`, `ends-in-the-past`
 */
export function receiveEngagement(seen: ProofSeen): Command<void> {
  const { actor, engagement: id } = seen;
  const proofing = proofEngagement(seen);
  return {
    name: "engagement.receive",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const proofed = proofing.handle(handling);
      const engagement = openEngagement(world, id);
      if (engagement.state === "offered" || engagement.state === "proofed") {
        if (engagement.to <= at) throw new LifecycleError("ends-in-the-past.over");
        const body = { engagement: id };
        return {
          records: [...proofed.records, { kind: "engagement.activated", body }],
          answer: undefined,
        };
      }
      throw new LifecycleError("not-offered");
    },
  };
}
