/**
 * Recorded decisions over HTTP, durable before the answer: how many in a second, and what batching is worth.
 * Everything is measured in this one run; machines differ, ratios less so.
 *
 * npm run benchmark:decisions [-- --json] [-- --seconds 5]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../tests/support/postgres.ts";
import type { ServerSetup } from "./support/decision-server.ts";
import {
  type LoadResult,
  loadDecisions,
  measuredNothing,
  medianOf,
  startDecisionServer,
} from "./support/load.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, seconds: { type: "string", default: "5" } },
});
const seconds = Number(values.seconds);
const connections = 64;
const many = 512;

interface Row {
  readonly name: string;
  readonly result: LoadResult;
}

const rows: Row[] = [];

async function measure(name: string, setup: ServerSetup, runs = 3): Promise<LoadResult> {
  const server = await startDecisionServer(setup);
  try {
    await loadDecisions(server, { connections, seconds: 2 });
    const result = await medianOf(runs, () => loadDecisions(server, { connections, seconds }));
    rows.push({ name, result });
    if (!values.json) print({ name, result });
    return result;
  } finally {
    await server.stop();
  }
}

function print({ name, result }: Row): void {
  if (measuredNothing(result)) {
    console.log(`${name.padEnd(58)} measured NOTHING: no answer, ${result.errors} errors`);
    return;
  }
  const { errors, p50, p99, rate } = result;
  const figures = `${Math.round(rate).toString().padStart(7)}/s  p50 ${p50} ms  p99 ${p99} ms`;
  console.log(`${name.padEnd(58)} ${figures}${errors > 0 ? `  ${errors} ERRORS` : ""}`);
}

async function measureStore(label: string, fresh: () => Promise<string>) {
  const base = { evaluator: "engine", commitDelay: 0, maxBatch: many } as const;
  const batched = await measure(label, { ...base, store: await fresh() });
  const single = await measure(`${label}, batches of one`, {
    ...base,
    store: await fresh(),
    maxBatch: 1,
  });
  const constant = await measure(`${label}, a constant in the engine's place`, {
    ...base,
    store: await fresh(),
    evaluator: "constant",
  });
  const slow = { ...base, commitDelay: 5 };
  const slowBatched = await measure(`${label}, 5 ms before each commit`, {
    ...slow,
    store: await fresh(),
  });
  const slowSingle = await measure(
    `${label}, 5 ms before each commit, batches of one`,
    { ...slow, store: await fresh(), maxBatch: 1 },
    1,
  );
  return { batched, single, constant, slowBatched, slowSingle };
}

const directory = mkdtempSync(join(tmpdir(), "wardkey-benchmark-"));
const postgres = await startPostgres({ durable: true });
let count = 0;
interface Claim {
  readonly claim: string;
  /** Undefined where a row that it rests on measured nothing. */
  readonly value: number | undefined;
  readonly target: number;
}

const ratios: Claim[] = [];

/** Adds what `value` makes of some rows. */
function claim<T extends readonly LoadResult[]>(
  text: string,
  target: number,
  results: T,
  value: (...results: T) => number,
): void {
  const measured = !results.some(measuredNothing);
  ratios.push({
    claim: text,
    value: measured ? Math.round(value(...results) * 100) / 100 : undefined,
    target,
  });
}

const rateOf = ({ rate }: LoadResult): number => rate;
const p99Of = ({ p99 }: LoadResult): number => p99;
const times = (one: LoadResult, other: LoadResult): number => one.rate / other.rate;

try {
  const sqlite = await measureStore(
    "SQLite",
    async () => `sqlite:${join(directory, `s${++count}`)}`,
  );
  claimStore("SQLite", sqlite);
  if ("skipped" in postgres) {
    console.error(`PostgreSQL is left out: ${postgres.skipped}`);
  } else {
    const fresh = () => postgres.database(`b${++count}`);
    const results = await measureStore("PostgreSQL", fresh);
    claimStore("PostgreSQL", results);
    const plain = { maxBatch: 1, commitDelay: 0 };
    const inserted = await measure("PostgreSQL, each record in an INSERT of its own, pool of 10", {
      ...plain,
      store: await fresh(),
      evaluator: "decided-insert",
    });
    const bare = await measure("PostgreSQL, INSERTs without a decision, pool of 10", {
      ...plain,
      store: await fresh(),
      evaluator: "insert",
    });
    const { batched } = results;
    claim("PostgreSQL: decisions / each record in an INSERT", 1.3, [batched, inserted], times);
    claim("PostgreSQL: decisions / INSERTs without a decision", 0, [batched, bare], times);
  }
} finally {
  if ("stop" in postgres) await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

function claimStore(label: string, results: Awaited<ReturnType<typeof measureStore>>): void {
  const { batched, single, constant, slowBatched, slowSingle } = results;
  claim(`${label}: decisions a second`, 8_000, [batched], rateOf);
  claim(`${label}: p99 in ms (at most)`, 25, [batched], p99Of);
  claim(
    `${label}: decisions / with a constant in the engine's place`,
    0,
    [batched, constant],
    times,
  );
  claim(`${label}: batched / batches of one`, 3.5, [batched, single], times);
  claim(`${label}: batched / batches of one, slow commits`, 15, [slowBatched, slowSingle], times);
  claim(`${label}: p99 in ms with slow commits (at most)`, 40, [slowBatched], p99Of);
}

if (values.json) console.log(JSON.stringify({ connections, seconds, rows, ratios }));
else {
  console.log("");
  for (const { claim: text, target, value = "not measured" } of ratios) {
    const wanted = target === 0 ? "" : `   target ${target}`;
    console.log(`${text.padEnd(58)} ${String(value).padStart(12)}${wanted}`);
  }
}
const nothing = rows.filter(({ result }) => measuredNothing(result)).map(({ name }) => name);
if (nothing.length > 0) {
  console.error(`These rows measured nothing: ${nothing.join("; ")}.`);
  process.exitCode = 1;
}
