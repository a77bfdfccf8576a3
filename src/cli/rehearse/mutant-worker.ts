import { parentPort, workerData } from "node:worker_threads";
import { nodeHasher } from "../../node/index.ts";
import {
  createMutantRunner,
  type Judged,
  mutantsOf,
  type PolicyFiles,
  type ScenarioText,
} from "../../rehearsal/index.ts";

/** What a worker is started with. */
export interface MutantWork {
  readonly policy: PolicyFiles;
  readonly scenarios: readonly ScenarioText[];
}

/** What it answers to the indices of mutants, one of them at a time; the mutant itself the other side has. */
export interface MutantVerdict extends Omit<Judged, "mutant"> {
  readonly index: number;
}

const { policy, scenarios } = workerData as MutantWork;
const mutants = mutantsOf(policy);
const runner = createMutantRunner(scenarios, nodeHasher);

parentPort?.on("message", async (indices: readonly number[]) => {
  for (const index of indices) {
    const mutant = mutants[index];
    if (mutant === undefined) continue;
    const { mutant: _, ...verdict } = await runner.judge(mutant);
    parentPort?.postMessage({ index, ...verdict } satisfies MutantVerdict);
  }
});
