import type { Actor, Command } from "../world/index.ts";
import { checkTerms } from "./check-terms.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload, whoActs } from "./find-workload.ts";
import { termsOf } from "./terms-of.ts";

/**
 * Approves a workload that somebody else asked for: it gets credentials from now on, and is let in with the first of them. What
 * was asked for has to be whole still: who was to answer for it may have left. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `workload-not-requested`, `own-workload`, `workload-terms`,
 * `workload-people`
 */
export function approveWorkload(request: {
  readonly workload: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, workload: id } = request;
  return {
    name: "workload.approve",
    actor,
    handle: ({ at, world }) => {
      const workload = openWorkload(world, id);
      if (workload.state !== "requested") throw new WorkloadError("workload-not-requested");
      if (workload.requestedBy === whoActs(actor)) throw new WorkloadError("own-workload");
      checkTerms(world, termsOf(workload), at);
      return {
        records: [{ kind: "workload.approved", body: { workload: id } }],
        answer: undefined,
      };
    },
  };
}
