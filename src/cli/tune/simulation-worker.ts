import { parentPort } from "node:worker_threads";
import { loadBundle } from "../../access/index.ts";
import { nodeHasher } from "../../node/index.ts";
import {
  type Figures,
  figuresOf,
  newTally,
  runSimulation,
  type SimulationJob,
} from "../../rehearsal/index.ts";

/** What a thread is asked. */
export interface NumberedJob extends SimulationJob {
  readonly index: number;
}

/** What it answers. */
export interface NumberedFigures {
  readonly index: number;
  /** Absent: no such policy can be. */
  readonly figures?: Figures;
}

parentPort?.on("message", async ({ index, plan, policy }: NumberedJob) => {
  const loaded = await loadBundle({ hasher: nodeHasher }, policy);
  // A dial may only be turned as far as the others let it.
  if (loaded.type === "refused")
    return parentPort?.postMessage({ index } satisfies NumberedFigures);
  const ports = { hasher: nodeHasher, leaves: false };
  const { tallies } = await runSimulation(plan, loaded.bundle, ports);
  const tally = tallies.byPattern.get(plan.pattern ?? "") ?? newTally();
  parentPort?.postMessage({ index, figures: figuresOf(tally) } satisfies NumberedFigures);
});
