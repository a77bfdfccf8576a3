/**
 * Reading the log: a fold of a million records from either store, snapshots, and the memory a large hospital takes.
 *
 * npm run benchmark:log [-- --json] [-- --records 1000000]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { generateHospital, hospitalCommands, hospitalSizes } from "../src/hospital/index.ts";
import { createMemoryStore } from "../src/memory/index.ts";
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

async function measureLargeHospital(directory: string): Promise<void> {
  const store = createMemoryStore({ clock: machineClock, keep: false });
  const ids = nodeIds();
  const sequencer = await openSequencer({
    ...store,
    clock: machineClock,
    ids,
    hasher: nodeHasher,
    wait,
  });
  const now = machineClock.now();
  const hospital = generateHospital({ seed: "large", now, size: hospitalSizes.benchmark });
  const deps = { hash: (_use: string, text: string) => text, messageHash: (text: string) => text };
  for (const command of hospitalCommands(hospital, deps)) {
    // Names and numbers are the store's; what is measured here is the world.
    const handle: typeof command.handle = (handling) => ({ ...command.handle(handling), side: [] });
    await sequencer.submit({ ...command, handle });
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await takeSnapshot(sequencer.committed(), directory, async () => undefined);
  delay.disable();
  say("large hospital: writing a snapshot, ms", performance.now() - begun, "-");
  say("large hospital: longest stall while writing it, ms", delay.max / 1e6, "20 ms");
  // A process of its own: this one has made the hospital, and is larger than a server.
  const script = join(import.meta.dirname, "support/load-snapshot.ts");
  const output = execFileSync(process.execPath, [script, directory], { encoding: "utf8" });
  const loaded = JSON.parse(output) as {
    readonly milliseconds: number;
    readonly residentMiB: number;
  };
  say("large hospital: start from the snapshot, ms", loaded.milliseconds, "1500 ms");
  say("large hospital: resident after that, MiB", loaded.residentMiB, "400 MiB");
}

const directory = mkdtempSync(join(tmpdir(), "wardkey-benchmark-"));
const postgres = await startPostgres({ durable: true });
try {
  // First, while this process is small.
  await measureLargeHospital(directory);
  for (const state of [1, 10]) {
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
