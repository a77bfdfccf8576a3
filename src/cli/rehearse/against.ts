import type { Bundle } from "../../access/index.ts";
import { nodeHasher } from "../../node/index.ts";
import {
  type Compared,
  comparePolicies,
  type Pair,
  type Scenario,
  writeComparison,
  writeJson,
  writeMarkdown,
} from "../../rehearsal/index.ts";
import { progressBar } from "../progress.ts";

/** How a comparison is written. */
export interface ComparisonWish {
  readonly json: boolean;
  readonly markdown: boolean;
}

/** Runs every task under both policies. The scenarios are the same files, read with each policy's words. */
export async function runBoth(
  scenarios: Pair<readonly Scenario[]>,
  bundle: Pair<Bundle>,
  quiet: boolean,
): Promise<readonly Compared[]> {
  const bar = progressBar("comparing", quiet || scenarios.now.length < 2);
  const compared: Compared[] = [];
  for (const [index, now] of scenarios.now.entries()) {
    bar.update(index, scenarios.now.length);
    const before = scenarios.before[index];
    if (before === undefined) throw new RangeError(`${now.file} has fewer cases under one policy`);
    compared.push(await comparePolicies({ before, now }, bundle, { hasher: nodeHasher }));
  }
  bar.stop();
  return compared;
}

/** What is printed of it. */
export function sayComparison(
  compared: readonly Compared[],
  { json, markdown }: ComparisonWish,
): string {
  if (markdown) return writeMarkdown(compared);
  if (!json) return writeComparison(compared);
  const results = (side: keyof Pair<unknown>) => compared.map((each) => each[side]);
  return writeJson(results("now"), results("before"));
}
