import type { Actor, Command, WorkloadTerms } from "../world/index.ts";
import { checkTerms } from "./check-terms.ts";
import { WorkloadError } from "./errors.ts";

/**
 * Asks for a workload. It is nothing until somebody else approves it. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-terms`, `workload-people`, `workload-known`
 */
export function requestWorkload(
  request: WorkloadTerms & { readonly id?: string; readonly actor: Actor },
): Command<{ readonly workload: string }> {
  const { actor, id: named, ...terms } = request;
  return {
    name: "workload.request",
    actor,
    handle: ({ at, id, world }) => {
      if (named !== undefined && !/^[\w.-]{1,64}$/.test(named)) {
        throw new WorkloadError("workload-terms.id");
      }
      const workload = named ?? id("wkl");
      // One name for two would let one answer for the other: an application and a workload are both clients.
      if (world.workloads.has(workload) || world.applications.has(workload)) {
        throw new WorkloadError("workload-known");
      }
      checkTerms(world, terms, at);
      return {
        records: [{ kind: "workload.requested", body: { workload, ...terms } }],
        answer: { workload },
      };
    },
  };
}
