/**
 * Compares the engine with Cedar on generated policy sets, entities and requests; 20 requests, or cases, to a set.
 * Every set follows from the seed and its index. Exits 1 on any difference, with the smallest set that shows it.
 *
 * npm run fuzz -- --cases 2000000 --seed 1 [--workers 2] [--state FILE] [--messages] [--keep-going]
 * npm run fuzz -- --seed 1 --set 1234
 */
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { makeSet, requestsPerSet } from "./make-set.ts";
import { progressLine, summary } from "./report.ts";
import { reproducer } from "./reproducer.ts";
import { type Found, type Ran, runSets } from "./run-sets.ts";
import { shrink } from "./shrink.ts";
import { emptyState, readState, type State, takeRange, writeState } from "./state.ts";
import { addStats } from "./stats.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: "1" },
    state: { type: "string" },
    set: { type: "string" },
    messages: { type: "boolean", default: false },
    "keep-going": { type: "boolean", default: false },
  },
});
const { seed, messages } = values;
const sets = Math.ceil(wholeNumber("cases") / requestsPerSet);
const rangeSize = 50;
// Enough to see what they have in common.
const mostFound = values["keep-going"] ? Number.POSITIVE_INFINITY : 20;

process.exitCode = await (values.set === undefined ? runAll() : runOne(wholeNumber("set")));

function wholeNumber(name: "cases" | "workers" | "set"): number {
  const text = values[name] ?? "";
  if (/^[0-9]{1,12}$/.test(text)) return Number(text);
  throw new RangeError(`--${name} takes a whole number`);
}

async function runOne(index: number): Promise<number> {
  const state = emptyState(seed);
  const ran = await runSets(seed, index, index + 1, { messages, validateAll: true });
  addStats(state.stats, ran.stats);
  state.found.push(...ran.found);
  console.log(summary(state));
  return explain(state.found);
}

async function runAll(): Promise<number> {
  const state = readState(values.state, seed);
  const started = performance.now() - state.seconds * 1000;
  const again = [...state.begun.keys()];
  const clock = setInterval(() => {
    state.seconds = (performance.now() - started) / 1000;
    writeState(values.state, state);
    console.log(progressLine(state, sets));
  }, 5000);
  const workers = Array.from({ length: Math.max(1, wholeNumber("workers")) }, () =>
    runWorker(state, again),
  );
  try {
    await Promise.all(workers);
  } finally {
    clearInterval(clock);
    state.seconds = (performance.now() - started) / 1000;
    writeState(values.state, state);
  }
  console.log(summary(state));
  return Math.max(incomplete(state), await explain(state.found));
}

/** A run that compared less than it was asked to has shown nothing. */
function incomplete({ stats, found }: State): number {
  const { cases = 0, "sets that cedar does not parse": unread = 0 } = stats;
  if (unread === 0 && (cases === sets * requestsPerSet || found.length > 0)) return 0;
  console.log(`incomplete: ${cases} of ${sets * requestsPerSet} cases, ${unread} sets not read`);
  return 1;
}

/** Gives a worker thread one range after the other until there are no more. */
function runWorker(state: State, again: number[]): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { seed, messages },
  });
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      const range =
        state.found.length < mostFound ? takeRange(state, again, rangeSize, sets) : undefined;
      if (range !== undefined) worker.postMessage(range);
      else worker.terminate().then(() => resolve(), reject);
    };
    worker.on("error", reject);
    worker.on("message", ({ from, stats, found }: Ran & { readonly from: number }) => {
      state.begun.delete(from);
      addStats(state.stats, stats);
      state.found.push(...found);
      for (const { index, difference } of found) {
        console.log(`set ${index}: ${difference.aspect}, ${difference.way}`);
      }
      goOn();
    });
    goOn();
  });
}

/** Prints the smallest set for each kind of difference; the exit code. */
async function explain(found: readonly Found[]): Promise<number> {
  const kinds = new Map(
    found.map((one) => [`${one.difference.aspect} ${one.difference.way}`, one]),
  );
  for (const { index, difference } of [...kinds.values()].slice(0, 5)) {
    const smallest = await shrink(makeSet(seed, index), difference);
    console.log(`\n${reproducer(smallest.set, smallest.difference)}`);
  }
  return found.length > 0 ? 1 : 0;
}
