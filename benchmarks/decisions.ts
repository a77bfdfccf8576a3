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
import { type LoadResult, loadDecisions, medianOf, startDecisionServer } from "./support/load.ts";

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
const ratios: { readonly claim: string; readonly value: number; readonly target: number }[] = [];
const claim = (text: string, value: number, target: number) =>
  ratios.push({ claim: text, value: Math.round(value * 100) / 100, target });

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
    const { rate } = results.batched;
    claim("PostgreSQL: decisions / each record in an INSERT", rate / inserted.rate, 1.3);
    claim("PostgreSQL: decisions / INSERTs without a decision", rate / bare.rate, 0);
  }
} finally {
  if ("stop" in postgres) await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

function claimStore(label: string, results: Awaited<ReturnType<typeof measureStore>>): void {
  const { batched, single, constant, slowBatched, slowSingle } = results;
  claim(`${label}: decisions a second`, batched.rate, 8_000);
  claim(`${label}: p99 in ms (at most)`, batched.p99, 25);
  claim(
    `${label}: decisions / with a constant in the engine's place`,
    batched.rate / constant.rate,
    0,
  );
  claim(`${label}: batched / batches of one`, batched.rate / single.rate, 3.5);
  claim(`${label}: batched / batches of one, slow commits`, slowBatched.rate / slowSingle.rate, 15);
  claim(`${label}: p99 in ms with slow commits (at most)`, slowBatched.p99, 40);
}

if (values.json) console.log(JSON.stringify({ connections, seconds, rows, ratios }));
else {
  console.log("");
  for (const { claim: text, target, value } of ratios) {
    const wanted = target === 0 ? "" : `   target ${target}`;
    console.log(`${text.padEnd(58)} ${String(value).padStart(9)}${wanted}`);
  }
}
