import type { Actor, Command } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload } from "./find-workload.ts";

/**
 * Lets a suspended workload in again. One that nobody answers for, or whose end has come, needs that put right first. Whether the
 * actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `workload-not-suspended`, `workload-ownerless`, `workload-expired`
 */
export function resumeWorkload(request: {
  readonly workload: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, workload: id } = request;
  return {
    name: "workload.resume",
    actor,
    handle: ({ at, world }) => {
      const { orphaned, state, until } = openWorkload(world, id);
      if (state !== "suspended") throw new WorkloadError("workload-not-suspended");
      if (orphaned !== undefined) throw new WorkloadError("workload-ownerless");
      if (until <= at) throw new WorkloadError("workload-expired");
      return {
        records: [{ kind: "workload.resumed", body: { workload: id } }],
        answer: undefined,
      };
    },
  };
}
