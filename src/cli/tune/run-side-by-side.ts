import type { Figures, SimulationJob } from "../../rehearsal/index.ts";
import { progressBar } from "../progress.ts";
import { sideBySide } from "../side-by-side.ts";
import type { NumberedFigures, NumberedJob } from "./simulation-worker.ts";

/** Runs simulations on all processors, with a bar that tells how far they are; the same one is never run twice. */
export function createRunner(quiet: boolean): {
  readonly run: (jobs: readonly SimulationJob[]) => Promise<readonly (Figures | undefined)[]>;
} {
  const known = new Map<string, Figures | undefined>();
  let turn: Promise<unknown> = Promise.resolve();
  const runNow = async (
    jobs: readonly SimulationJob[],
  ): Promise<readonly (Figures | undefined)[]> => {
    const keys = jobs.map((job) => JSON.stringify(job));
    const fresh = [...new Set(keys)].filter((key) => !known.has(key));
    const bar = progressBar("simulating", quiet);
    let done = 0;
    await sideBySide<NumberedJob, NumberedFigures>({
      worker: "./simulation-worker",
      from: import.meta.url,
      workerData: undefined,
      jobs: fresh.map((key, index) => ({ ...(JSON.parse(key) as SimulationJob), index })),
      answers: () => 1,
      take: ({ figures, index }) => {
        known.set(fresh[index] ?? "", figures);
        bar.update(++done, fresh.length);
      },
    }).finally(bar.stop);
    return keys.map((key) => known.get(key));
  };
  return {
    // One after the other: each of them has all processors, and what one has found the next need not.
    run: (jobs) => {
      const next = turn.then(() => runNow(jobs));
      turn = next.catch(() => undefined);
      return next;
    },
  };
}
