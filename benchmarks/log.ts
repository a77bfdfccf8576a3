/**
 * Reading the log: a fold of a million records from either store, snapshots, and the memory that a server of a large hospital takes.
 *
 * npm run benchmark:log [-- --json] [-- --records 1000000] (0: only the large hospital)
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { startServer } from "../e2e/support/server.ts";
import {
  generateHospital,
  hospitalCommands,
  hospitalSizes,
  strangerCommands,
} from "../src/hospital/index.ts";
import {
  machineClock,
  nodeHasher,
  nodeIds,
  openPostgresStore,
  openSqliteStore,
  type Store,
  takeSnapshot,
  wait,
} from "../src/node/index.ts";
import { catchUp, openSequencer } from "../src/sequencer/index.ts";
import { type Command, emptyWorld, type NewRecord } from "../src/world/index.ts";
import { startPostgres } from "../tests/support/postgres.ts";
import type { HeldMemory } from "./support/report-memory.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, records: { type: "string", default: "1000000" } },
});
const records = Number(values.records);
const perCommand = 2_000;
const report: Record<string, number> = {};
const say = (name: string, value: number, target: string) => {
  report[name] = Math.round(value);
  if (!values.json)
    console.log(
      `${name.padEnd(64)} ${Math.round(value).toString().padStart(7)}   target ${target}`,
    );
};

/** Fills a log: of each ten records `state` change state, the rest are decisions. */
async function fill(store: Pick<Store, "log" | "side">, state: number): Promise<void> {
  const ids = nodeIds();
  const sequencer = await openSequencer({
    ...store,
    clock: machineClock,
    ids,
    hasher: nodeHasher,
    wait,
  });
  for (let from = 0; from < records; from += perCommand) {
    await sequencer.submit(fillCommand(from, state));
  }
  await sequencer.stop();
}

function fillCommand(from: number, state: number): Command<void> {
  return {
    name: "benchmark.fill",
    actor: { type: "system", id: "benchmark" },
    handle: ({ at }) => ({
      records: Array.from({ length: perCommand }, (_, index): NewRecord => {
        const number = from + index;
        // A session's life: what a ward's log is full of besides decisions.
        if (number % 10 < state) return sessionRecord(number, at);
        return {
          kind: "decision.permitted",
          body: {
            action: "chart.open",
            bundle: "0".repeat(64),
            context: { purpose: "TREAT", seat: "4B-1", session: `ses_${number % 2_000}` },
            decider: 1,
            policies: ["ward-care"],
            resource: { id: `pat_${number % 5_000}`, type: "patient" },
            subject: { id: `per_${number % 20_000}`, type: "person" },
            validUntil: at + 60_000,
          },
        };
      }),
      answer: undefined,
    }),
  };
}

function sessionRecord(number: number, at: number): NewRecord {
  const session = `ses_${number % 2_000}`;
  if (number % 4_000 < 2_000) {
    return {
      kind: "session.opened",
      body: {
        engagement: `eng_${number % 20_000}`,
        level: 2,
        method: "pin",
        person: `per_${number % 20_000}`,
        provedAt: at,
        session,
        surface: { id: `seat_${number % 2_000}`, type: "seat" },
        until: at + 12 * 3_600_000,
      },
    };
  }
  return { kind: "session.parked", body: { reason: "lock", session } };
}

async function measureFold(name: string, store: Pick<Store, "log" | "side">, state: number) {
  await fill(store, state);
  const head = await store.log.head();
  const begun = performance.now();
  await catchUp(store.log, emptyWorld(), head);
  const target = state === 10 ? "5000 ms" : "2000 ms";
  say(
    `${name}: fold of ${records} records, ${state * 10} % change state, ms`,
    performance.now() - begun,
    target,
  );
}

/** A hospital's own store, as the real server makes it: its keys, its policy, an administrator. */
async function startOnce(data: string): Promise<void> {
  const input = "Ada Example\n7000000001\n7391\n";
  const server = await startServer({ data, args: ["serve"], input });
  await server.stop();
}

async function measureLargeHospital(data: string): Promise<void> {
  await startOnce(data);
  const store = await openSqliteStore({ directory: data, clock: machineClock });
  const ids = nodeIds();
  const ports = { clock: machineClock, ids, hasher: nodeHasher, wait };
  const sequencer = await openSequencer({ ...store, ...ports });
  const now = machineClock.now();
  const hospital = generateHospital({ seed: "large", now, size: hospitalSizes.benchmark });
  const deps = { hash: (_use: string, text: string) => text, messageHash: (text: string) => text };
  for (const command of hospitalCommands(hospital, deps)) await sequencer.submit(command);
  for (const command of strangerCommands(hospital)) await sequencer.submit(command);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  const hashAt = async (position: number) =>
    (await store.log.read(position, { to: position + 1, limit: 1 }))[0]?.hash;
  await takeSnapshot(sequencer.committed(), data, hashAt);
  delay.disable();
  say("large hospital: writing a snapshot, ms", performance.now() - begun, "-");
  say("large hospital: longest stall while writing it, ms", delay.max / 1e6, "20 ms");
  const last = await hashAt(sequencer.committed().next - 1);
  const leaf = Buffer.from(last ?? []).toString("hex");
  await sequencer.stop();
  await store.close();
  // Processes of their own: this one has made the hospital, and is larger than a server.
  const script = join(import.meta.dirname, "support/load-snapshot.ts");
  const output = execFileSync(process.execPath, [script, data, leaf], { encoding: "utf8" });
  const loaded = JSON.parse(output) as {
    readonly milliseconds: number;
    readonly residentMiB: number;
  };
  say("large hospital: start from the snapshot, ms", loaded.milliseconds, "1500 ms");
  say("large hospital: resident after that alone, MiB", loaded.residentMiB, "-");
  await measureServer(data);
}

/** The real server on that hospital: policy compiled, HTTP, MLLP and all interfaces up, screens fetched once. */
async function measureServer(data: string): Promise<void> {
  const reporting = join(import.meta.dirname, "support/report-memory.ts");
  const server = await startServer({ data, args: ["serve"], node: ["--import", reporting] });
  for (const path of ["/", "/console/", "/readyz"]) {
    await fetch(`${server.url}${path}`).then((answer) => answer.arrayBuffer());
  }
  server.child.kill("SIGUSR2");
  const held = await new Promise<HeldMemory>((resolve) => {
    const looking = setInterval(() => {
      const line = /^\{"rss".*$/m.exec(server.output());
      if (line === null) return;
      clearInterval(looking);
      resolve(JSON.parse(line[0]) as HeldMemory);
    }, 100);
  });
  say("large hospital: a server's start until it is ready, ms", server.startedIn, "-");
  say("large hospital: resident, a server that serves it, MiB", held.rss, "400 MiB");
  say("large hospital: of that JavaScript objects, MiB", held.heapUsed, "-");
  say("large hospital: resident, with room for young objects, MiB", held.withRoom, "-");
  await server.stop();
}

const directory = mkdtempSync(join(tmpdir(), "wardkey-benchmark-"));
const postgres = await startPostgres({ durable: true });
try {
  // First, while this process is small.
  await measureLargeHospital(join(directory, "large"));
  for (const state of records === 0 ? [] : [1, 10]) {
    const sqlite = await openSqliteStore({
      directory: join(directory, `s${state}`),
      clock: machineClock,
    });
    await measureFold("SQLite", sqlite, state);
    await sqlite.close();
    if ("skipped" in postgres) continue;
    const store = await openPostgresStore({ url: await postgres.database(`fold${state}`) });
    await measureFold("PostgreSQL", store, state);
    await store.close();
  }
} finally {
  if ("stop" in postgres) await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
if ("skipped" in postgres) console.error(`PostgreSQL is left out: ${postgres.skipped}`);
if (values.json) console.log(JSON.stringify(report));
