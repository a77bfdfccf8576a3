import type { WorkloadRefusal } from "../../world/index.ts";

/** Once a minute is the same refusal of the same workload recorded. */
export const refusedEvery = 60_000;

/** Whether just this was recorded within the minute. */
export type Told = (workload: string, why: WorkloadRefusal) => boolean;

/** Remembers it: a caller that tries all the time fills no log. */
export function createTold(now: () => number): Told {
  const told = new Map<string, number>();
  return (workload, why) => {
    const key = `${workload} ${why}`;
    const at = now();
    if (at - (told.get(key) ?? Number.NEGATIVE_INFINITY) < refusedEvery) return true;
    if (told.size >= 10_000) told.clear();
    told.set(key, at);
    return false;
  };
}
