/**
 * One contender in a process of its own, so that none is compiled, or has its garbage collected, with another in
 * mind. Prints one line of JSON.
 *
 * node run-contender.ts '{"contender":"casl","size":8,"seed":1,"task":"time","seconds":1}'
 */
import { getHeapStatistics } from "node:v8";
import type { Ready, Size } from "./contender.ts";
import { type ContenderName, contenders, type Entry } from "./contenders.ts";
import { generateDomain } from "./domain.ts";

/** What one process is to do. `allocate` needs --expose-gc and a young generation that holds all of it. */
export interface ContenderTask {
  readonly contender: ContenderName;
  readonly size: Size;
  readonly seed: number;
  readonly task: "agree" | "time" | "allocate";
  readonly seconds: number;
}

/** How it decided: one character for each request, and what it said of it, if it does. */
export interface Agreement {
  readonly requests: string;
  readonly scopedRequests: string;
  readonly explained: readonly string[];
}

/** Microseconds for a decision, over batches of `batch` decisions. */
export interface Timing {
  readonly median: number;
  readonly p99: number;
  /** Processor time of the thread, the mean: what is left of a time when others are at work on the machine. */
  readonly used: number;
  readonly batch: number;
  readonly samples: number;
}

/** Bytes of JavaScript heap for a decision. */
export interface Allocation {
  readonly bytes: number;
}

function agree(ready: Ready<unknown>, most: number): Agreement {
  const explained: string[] = [];
  const one = (request: unknown) => {
    if (ready.explain === undefined) return ready.decide(request) ? "1" : "0";
    const answer = ready.explain(request);
    explained.push(JSON.stringify(answer));
    return answer.allow ? "1" : "0";
  };
  const requests = ready.requests.slice(0, most).map(one).join("");
  const scopedRequests = ready.scopedRequests.slice(0, most).map(one).join("");
  return { requests, scopedRequests, explained };
}

/** Goes round the requests; how many were permitted keeps the compiler from leaving decisions out. */
function createRunner({ requests, decide }: Ready<unknown>): (count: number) => number {
  let next = 0;
  return (count) => {
    let permits = 0;
    for (let done = 0; done < count; done++) {
      if (decide(requests[next])) permits++;
      next = next + 1 === requests.length ? 0 : next + 1;
    }
    return permits;
  };
}

/** Microseconds for a decision once warm: the best of the last runs, since others may be at work on the machine. */
function warmUp(run: (count: number) => number, seconds: number): number {
  const begun = performance.now();
  const each: number[] = [];
  let count = 1;
  while (performance.now() - begun < seconds * 1_000) {
    const from = performance.now();
    run(count);
    const took = performance.now() - from;
    each.push((took * 1_000) / count);
    if (took < 5) count = Math.min(count * 2, 4_000);
  }
  return Math.min(...each.slice(-20));
}

const fewestSamples = 15;
const mostSamples = 100_000;

function time(ready: Ready<unknown>, seconds: number): Timing {
  const run = createRunner(ready);
  const each = warmUp(run, Math.max(1, seconds / 2));
  const batch = Math.min(1_000, Math.max(1, Math.round(100 / each)));
  const samples: number[] = [];
  const before = process.threadCpuUsage();
  const until = performance.now() + seconds * 1_000;
  while (samples.length < fewestSamples || performance.now() < until) {
    const from = performance.now();
    run(batch);
    samples.push(((performance.now() - from) * 1_000) / batch);
    if (samples.length === mostSamples) break;
  }
  const { system, user } = process.threadCpuUsage(before);
  const used = (system + user) / (samples.length * batch);
  samples.sort((a, b) => a - b);
  const at = (share: number) => samples[Math.floor((samples.length - 1) * share)] as number;
  return { median: at(0.5), p99: at(0.99), used, batch, samples: samples.length };
}

function allocate(ready: Ready<unknown>): Allocation {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error("run this with --expose-gc");
  const run = createRunner(ready);
  const each = warmUp(run, 1);
  const used = () => getHeapStatistics().used_heap_size;
  const measure = (count: number) => {
    collect();
    const before = used();
    run(count);
    return (used() - before) / count;
  };
  // Enough decisions that a stray kilobyte does not matter, and not so many that the collector would have to run.
  const rough = Math.max(1, measure(Math.min(2_000, Math.max(3, Math.round(100_000 / each)))));
  const byTime = 1_000_000 / each;
  const count = Math.round(Math.max(3, Math.min(1_000_000, 50_000_000 / rough, byTime)));
  const results = Array.from({ length: 5 }, () => measure(count)).sort((a, b) => a - b);
  return { bytes: Math.max(0, Math.round(results[2] as number)) };
}

async function main({ contender, seconds, seed, size, task }: ContenderTask): Promise<void> {
  const entry: Entry = contenders[contender];
  const prepare = await entry.load();
  const ready = await prepare(generateDomain(seed), size);
  const does = {
    agree: () => agree(ready, entry.compares?.[size] ?? Number.POSITIVE_INFINITY),
    time: () => time(ready, seconds),
    allocate: () => allocate(ready),
  };
  console.log(JSON.stringify(does[task]()));
}

await main(JSON.parse(process.argv[2] ?? "{}") as ContenderTask);
