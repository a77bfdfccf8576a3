import type { Actor, Command } from "../world/index.ts";
import { openWorkload } from "./find-workload.ts";

/**
 * Somebody looked at a workload, at what it may and at who answers for it, and it is needed as it is. Whether the actor may is the
 * caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`
 */
export function reviewWorkload(request: {
  readonly workload: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, workload } = request;
  return {
    name: "workload.review",
    actor,
    handle: ({ world }) => {
      openWorkload(world, workload);
      return { records: [{ kind: "workload.reviewed", body: { workload } }], answer: undefined };
    },
  };
}
