import type { Actor, Command } from "../world/index.ts";
import { requireUntil } from "./check-terms.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload } from "./find-workload.ts";

/**
 * Moves a workload's end, either way (L2). Nobody extends what nobody answers for. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `workload-terms`, `workload-ownerless`
 */
export function extendWorkload(request: {
  readonly workload: string;
  readonly until: number;
  readonly actor: Actor;
}): Command<void> {
  const { actor, until, workload: id } = request;
  return {
    name: "workload.extend",
    actor,
    handle: ({ at, world }) => {
      const { orphaned } = openWorkload(world, id);
      if (orphaned !== undefined) throw new WorkloadError("workload-ownerless");
      requireUntil(until, at);
      return {
        records: [{ kind: "workload.extended", body: { workload: id, until } }],
        answer: undefined,
      };
    },
  };
}
