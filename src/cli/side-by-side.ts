import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** Work for threads that are started with the same data. */
export interface SideBySide<Job, Answer> {
  /** The module that each thread runs, without its extension, from the module that asks. */
  readonly worker: string;
  /** `import.meta.url` of that. */
  readonly from: string;
  readonly workerData: unknown;
  /** One message each; the next goes to whichever thread is done first. */
  readonly jobs: readonly Job[];
  /** How many messages a thread answers a job with. */
  readonly answers: (job: Job) => number;
  readonly take: (answer: Answer, job: Job) => void;
}

/** Does work on all processors. @throws what a thread throws */
export async function sideBySide<Job, Answer>(work: SideBySide<Job, Answer>): Promise<void> {
  const waiting = [...work.jobs];
  const hands = Math.min(availableParallelism(), waiting.length);
  await Promise.all(Array.from({ length: hands }, () => workThrough(work, waiting)));
}

/** One thread: takes a job when it has done the last, until none waits. */
function workThrough<Job, Answer>(
  { answers, from, take, worker: name, workerData }: SideBySide<Job, Answer>,
  waiting: Job[],
): Promise<void> {
  const extension = from.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`${name}.${extension}`, from), { workerData });
  return new Promise<void>((resolve, reject) => {
    const next = () => {
      const job = waiting.shift();
      if (job === undefined) return resolve();
      let left = answers(job);
      worker.removeAllListeners("message");
      worker.on("message", (answer: Answer) => {
        take(answer, job);
        left--;
        if (left === 0) next();
      });
      worker.postMessage(job);
    };
    worker.on("error", reject);
    next();
  }).finally(() => worker.terminate());
}
