import type { Actor, Workload, World } from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/** A workload that was not decommissioned. @throws WorkloadError `workload-unknown`, `workload-over` */
export function openWorkload(world: World, id: string): Workload {
  const workload = world.workloads.get(id);
  if (workload === undefined) throw new WorkloadError("workload-unknown");
  if (workload.state === "decommissioned") throw new WorkloadError("workload-over");
  return workload;
}

/** Whether a person has an engagement that runs. */
export function isEngaged(
  world: Pick<World, "engagements" | "engagementsByPerson">,
  person: string,
  at: number,
): boolean {
  return world.engagementsByPerson
    .get(person)
    .some((id) => isRunning(world.engagements.get(id), at));
}

/**
 * A workload has two people who work here: who answers for it, and who does when that one leaves.
 *
 * @throws WorkloadError `workload-people`
 */
export function requirePeople(
  world: World,
  { owner, deputy }: { readonly owner: string; readonly deputy: string },
  at: number,
): void {
  const both = [owner, deputy];
  if (owner !== deputy && both.every((person) => isEngaged(world, person, at))) return;
  throw new WorkloadError("workload-people");
}

/** By whom something is done: the person for whom the terminal of the machine does it, where one is named. */
export function whoActs(actor: Actor): string {
  return actor.onBehalfOf ?? actor.id;
}
