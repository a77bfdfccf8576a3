import type { Actor, Command, WorkloadSuspendedBecause } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";
import { openWorkload } from "./find-workload.ts";

/**
 * Suspends a workload: from this position on it is not let in, and its tokens are dead; its credentials sleep until it is resumed.
 * Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `workload-not-live`
 */
export function suspendWorkload(request: {
  readonly workload: string;
  readonly reason: WorkloadSuspendedBecause;
  readonly actor: Actor;
}): Command<void> {
  const { actor, reason, workload: id } = request;
  return {
    name: "workload.suspend",
    actor,
    handle: ({ world }) => {
      const { state } = openWorkload(world, id);
      // One that is approved could get its first credential a moment later.
      if (state === "requested" || state === "suspended") {
        throw new WorkloadError("workload-not-live");
      }
      return {
        records: [{ kind: "workload.suspended", body: { workload: id, reason } }],
        answer: undefined,
      };
    },
  };
}
