import type { Actor, Command } from "../world/index.ts";
import { openWorkload, requirePeople } from "./find-workload.ts";

/**
 * Gives a workload other people: who answers for it from now on, and who does when that one leaves. Whether the actor may is the
 * caller's to decide.
 *
 * @throws WorkloadError `workload-unknown`, `workload-over`, `workload-people`
 */
export function handOverWorkload(request: {
  readonly workload: string;
  readonly owner: string;
  readonly deputy: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, deputy, owner, workload } = request;
  return {
    name: "workload.hand-over",
    actor,
    handle: ({ at, world }) => {
      openWorkload(world, workload);
      requirePeople(world, { owner, deputy }, at);
      const body = { workload, owner, deputy, because: "asked" } as const;
      return { records: [{ kind: "workload.handed-over", body }], answer: undefined };
    },
  };
}
