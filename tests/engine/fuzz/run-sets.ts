/** Runs sets one after another. */
import { type CheckOptions, checkSet } from "./check-set.ts";
import type { Difference } from "./compare.ts";
import { makeSet } from "./make-set.ts";
import { addStats, count, type Stats } from "./stats.ts";

/** A difference, and the set that it was found in. */
export interface Found {
  readonly index: number;
  readonly difference: Difference;
}

/** What came of some sets. */
export interface Ran {
  readonly stats: Stats;
  readonly found: readonly Found[];
}

/** Runs the sets from `from` up to, without, `to`. */
export async function runSets(
  seed: string,
  from: number,
  to: number,
  options: CheckOptions,
): Promise<Ran> {
  const stats: Stats = {};
  const found: Found[] = [];
  for (let index = from; index < to; index++) {
    try {
      const checked = await checkSet(makeSet(seed, index), options);
      addStats(stats, checked.stats);
      const [first] = checked.differences;
      count(stats, "differences", checked.differences.length);
      if (first !== undefined) found.push({ index, difference: first });
    } catch (error) {
      const said = error instanceof Error ? error.stack : String(error);
      const about = { request: undefined, expected: "an answer", actual: said };
      found.push({ index, difference: { aspect: "crash", way: "cedar or this fuzzer", ...about } });
      count(stats, "differences");
    }
  }
  return { stats, found };
}
