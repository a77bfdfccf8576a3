/** A worker thread of run-fuzz.ts: answers each range of sets with what came of it. */
import { parentPort, workerData } from "node:worker_threads";
import { runSets } from "./run-sets.ts";

const { seed, messages } = workerData as { readonly seed: string; readonly messages: boolean };

parentPort?.on("message", ({ from, to }: { readonly from: number; readonly to: number }) => {
  runSets(seed, from, to, { messages })
    .then((ran) => parentPort?.postMessage({ from, ...ran }))
    .catch((error: unknown) => {
      throw error;
    });
});
