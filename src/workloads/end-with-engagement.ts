import type { Duration } from "../ports/index.ts";
import type { Ending, NewRecord, Workload, World } from "../world/index.ts";
import { isEngaged } from "./find-workload.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** So long a workload that nobody answers for is let in still. */
const orphanTerm: Duration = 14 * day;

/**
 * What becomes of a person's workloads with their last engagement (L3): the deputy answers for them from then on; where there is
 * none who works here, nobody does, and that is on record with a date by which somebody has to.
 */
export function endWorkloads({
  at,
  engagement,
  others,
  what,
  world,
}: Ending): readonly NewRecord[] {
  if (what !== "all" || others.length > 0) return [];
  const { person } = engagement;
  return world.workloadsByPerson.get(person).flatMap((id) => {
    const workload = world.workloads.get(id);
    return workload === undefined ? [] : [withoutPerson(world, workload, person, at)];
  });
}

/** The record of what becomes of a workload when somebody who is its owner or its deputy is here no more. */
export function withoutPerson(
  world: World,
  { deputy, id, owner }: Workload,
  person: string,
  at: number,
): NewRecord {
  if (owner !== undefined && owner !== person) {
    const body = { workload: id, owner, because: "deputy-left" } as const;
    return { kind: "workload.handed-over", body };
  }
  if (deputy === undefined || deputy === person || !isEngaged(world, deputy, at)) {
    return { kind: "workload.orphaned", body: { workload: id, due: at + orphanTerm } };
  }
  const body = { workload: id, owner: deputy, because: "owner-left" } as const;
  return { kind: "workload.handed-over", body };
}
