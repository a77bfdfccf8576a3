import { type Judged, type Mutant, mutantsOf } from "../../rehearsal/index.ts";
import { progressBar } from "../progress.ts";
import { sideBySide } from "../side-by-side.ts";
import type { MutantVerdict, MutantWork } from "./mutant-worker.ts";

/**
 * Runs the scenarios against each mutant of the policy, or of one of its files, on all processors. The answer is in the
 * mutants' order.
 */
export async function judgeMutants(
  work: MutantWork,
  { of, quiet }: { readonly of: string | undefined; readonly quiet: boolean },
): Promise<readonly Judged[]> {
  const mutants = mutantsOf(work.policy);
  const waiting = together(mutants, of);
  const total = waiting.flat().length;
  const judged = new Map<number, Judged>();
  const bar = progressBar("mutating the policy", quiet);
  const take = ({ index, ...verdict }: MutantVerdict) => {
    const mutant = mutants[index];
    if (mutant !== undefined) judged.set(index, { mutant, ...verdict });
    bar.update(judged.size, total);
  };
  await sideBySide({
    worker: "./mutant-worker",
    from: import.meta.url,
    workerData: work,
    jobs: waiting,
    answers: (group) => group.length,
    take,
  }).finally(bar.stop);
  return [...judged].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** Mutants of the same thing go to the same worker: who noticed one often notices the next. */
function together(mutants: readonly Mutant[], of: string | undefined): number[][] {
  const groups = new Map<string, number[]>();
  mutants.forEach(({ about, file }, index) => {
    if (of !== undefined && of !== file) return;
    const group = groups.get(about);
    if (group === undefined) groups.set(about, [index]);
    else group.push(index);
  });
  return [...groups.values()];
}
