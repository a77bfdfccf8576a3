/**
 * `wardkey simulate` by the clock: a day of 2,000 staff with and without the leaves of the log, a day as full as design/rehearsal.md
 * has it (about 140,000 taps and 1,000,000 decisions), and days one after the other, with the memory that is left after each.
 * What share of the time is spent outside the product's own handling and deciding is told by a profile of a run of its own.
 *
 * npm run benchmark:simulate [-- --json] [-- --only day,leaves,full,share,days] [-- --days 7] [-- --size demonstration]
 */
import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadBundle } from "../src/access/index.ts";
import { hospitalSizes } from "../src/hospital/index.ts";
import { nodeHasher } from "../src/node/index.ts";
import { type People, peopleWith, runSimulation } from "../src/rehearsal/index.ts";
import { type Profile, shareOutside } from "./support/share-outside.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    only: { type: "string", default: "day,leaves,full,share,days" },
    days: { type: "string", default: "7" },
    size: { type: "string", default: "rehearsal" },
    seed: { type: "string", default: "wardkey" },
  },
});
if (values.size !== "rehearsal" && values.size !== "demonstration") {
  throw new Error(`--size takes rehearsal or demonstration; "${values.size}" is neither.`);
}
const size = { ...hospitalSizes[values.size], rosterDays: 1 };
const wanted = new Set(values.only.split(","));
const dayLength = 86_400_000;
/** A tap takes a second of identity work, which is how those that lock are counted. */
const second = 1_000;
/** Twice as many parts of charts, looked at for half as long, by people who sit down nearly three times as often. */
const full: Partial<People> = { signIns: 100, views: 6.4, reading: 6 };

const folder = join(import.meta.dirname, "../policy");
const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
const loaded = await loadBundle({ hasher: nodeHasher }, Object.fromEntries(files));
if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
const { bundle } = loaded;

interface Figures {
  readonly days: number;
  readonly taps: number;
  readonly decisions: number;
  readonly records: number;
  /** Of the clock, and of all threads of the process. */
  readonly seconds: number;
  readonly processorSeconds: number;
}

async function run(
  people: Partial<People>,
  {
    days = 1,
    leaves = false,
    onDay,
  }: { readonly days?: number; readonly leaves?: boolean; readonly onDay?: () => void } = {},
): Promise<Figures> {
  const from = Date.UTC(2026, 2, 10);
  const plan = { seed: values.seed, from, days, size, people: peopleWith(people) };
  const begun = { at: performance.now(), cpu: process.cpuUsage() };
  let passed = 0;
  const onProgress = (done: number) => {
    if (Math.floor(done / dayLength) === passed) return;
    passed++;
    onDay?.();
  };
  const result = await runSimulation(plan, bundle, { hasher: nodeHasher, leaves }, onProgress);
  const { system, user } = process.cpuUsage(begun.cpu);
  const { all } = result.tallies;
  return {
    days,
    taps: all.signIns + all.spent.lock / second,
    decisions: all.decisions,
    records: result.records,
    seconds: rounded((performance.now() - begun.at) / 1_000),
    processorSeconds: rounded((system + user) / 1_000_000),
  };
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}

function say(name: string, figures: object): void {
  report[name] = figures;
  if (values.json) return;
  const said = Object.entries(figures).map(([figure, value]) => `${figure} ${value}`);
  console.log(`${name.padEnd(8)} ${said.join(", ")}`);
}

/** What is still in use after a full collection, in MiB. */
function heapInUse(): number {
  setFlagsFromString("--expose_gc");
  (runInNewContext("gc") as () => void)();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}

async function profiled(work: () => Promise<unknown>): Promise<Profile> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  return profile;
}

const report: Record<string, object> = {};
// What has to be compiled first is not what is measured.
await run({ signIns: 1 });
if (wanted.has("day")) say("day", await run({}));
if (wanted.has("leaves")) say("leaves", await run({}, { leaves: true }));
if (wanted.has("full")) {
  const plain = await run(full);
  say("full", { ...plain, target: 3, times: rounded(plain.seconds / 3) });
}
if (wanted.has("full") && wanted.has("leaves")) {
  const hashed = await run(full, { leaves: true });
  say("full, leaves", { ...hashed, target: 8, times: rounded(hashed.seconds / 8) });
}
if (wanted.has("share")) {
  const share = shareOutside(await profiled(() => run({})));
  say("share", { outsideHandleAndDecide: rounded(share), target: 0.5 });
}
if (wanted.has("days")) {
  const inUse: number[] = [];
  const days = await run({}, { days: Number(values.days), onDay: () => inUse.push(heapInUse()) });
  const minutesAYear = rounded((days.seconds / days.days) * (365 / 60));
  say("days", { ...days, minutesAYear, target: 20, heapAfterEachDay: inUse });
}
if (values.json) console.log(JSON.stringify(report));
