import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, readSettings } from "../../src/cli/index.ts";
import { machineClock, nodeHasher, nodeIds, wait } from "../../src/node/index.ts";
import { decodeRecord, openSequencer } from "../../src/sequencer/index.ts";
import { startPostgres, type TestPostgres } from "../../tests/support/postgres.ts";
import { readDemo, runWardkey, type ServerProcess, startServer } from "../support/server.ts";

const kills = 10;
const clients = 16;

/** Records in the log before the first start, more than any start may read from then on. */
const history = 60_000;
const inOneBatch = 2_000;

/** Ten kills take half a minute on a machine that has nothing else to do; how long on one that has is nobody's fault. */
const patience = 600_000;

/** A decision that was answered: which question, and at which position the answer says its record is. */
interface Acknowledged {
  readonly resource: string;
  readonly position: number;
}

interface Load {
  readonly acknowledged: readonly Acknowledged[];
  /** Fulfilled once each client has had an answer. */
  readonly underWay: Promise<unknown>;
  /** Fulfilled once the server is gone for all of them. */
  readonly over: Promise<unknown>;
}

/** Asks for decisions on `clients` connections until the server is gone; each question is asked once. */
function load(server: ServerProcess, key: string, round: number): Load {
  const acknowledged: Acknowledged[] = [];
  const client = async (number: number, answered: () => void) => {
    for (let count = 0; ; count++) {
      // Ids of our own random form are recorded as they are, so that each question can be found again.
      const resource = `pat_${`${round}-${number}-${count}-`.padEnd(22, "0")}`;
      const position = await ask(server.url, key, resource).catch(() => undefined);
      // A server that is gone answers nobody: whoever waits for a first answer must not wait for ever.
      answered();
      if (position === undefined) return;
      acknowledged.push({ resource, position });
    }
  };
  const all = Array.from({ length: clients }, (_, number) => {
    const { promise: first, resolve } = Promise.withResolvers<void>();
    return { first, over: client(number, resolve) };
  });
  return {
    acknowledged,
    underWay: Promise.all(all.map(({ first }) => first)),
    over: Promise.all(all.map(({ over }) => over)),
  };
}

async function ask(url: string, key: string, resource: string): Promise<number> {
  const answer = await fetch(`${url}/access/v1/evaluation`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({
      subject: { type: "person", id: "nobody" },
      action: { name: "chart.open" },
      resource: { type: "patient", id: resource },
    }),
  });
  const body = (await answer.json()) as { readonly context: { readonly position: number } };
  return body.context.position;
}

async function killUnderLoad(environment: Readonly<Record<string, string>>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "wardkey-kills-"));
  try {
    // A demonstration, and a log's keys, begin in an empty store.
    expect(await (await startServer({ data, environment })).stop()).toBe(0);
    await fill({ data, environment });
    const acknowledged: Acknowledged[] = [];
    const starts: Start[] = [];
    for (let round = 0; round < kills; round++) {
      const server = await startServer({ data, environment });
      starts.push(startOf(server));
      if (round === 0) await snapshotIn(data);
      const loading = load(server, readDemo(data).apiKey, round);
      await loading.underWay;
      await wait(Math.random() * 350);
      await server.kill();
      await loading.over;
      acknowledged.push(...loading.acknowledged);
    }
    const stored = await positionsOf({ data, environment });
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills * clients);
    expect(
      acknowledged.filter(({ resource, position }) => stored.get(resource) !== position),
    ).toEqual([]);
    const verified = await runWardkey(["verify"], { WARDKEY_DATA: data, ...environment });
    expect(verified).toMatchObject({ code: 0 });
    expectQuick(starts);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** What a server says of how it started. */
interface Start {
  /** Records that it read from the log. */
  readonly read: number;
  /** The position of the snapshot after which it read them; 0: there was none. */
  readonly from: number;
  readonly milliseconds: number;
}

function startOf(server: ServerProcess): Start {
  const [, read, from] =
    /Read (\d+) records that change state, (?:after the snapshot at (\d+)|from the beginning)/.exec(
      server.output(),
    ) ?? [];
  return { read: Number(read), from: Number(from ?? 0), milliseconds: server.startedIn };
}

/**
 * The next start is quick, whatever the machine is busy with: the first one read the whole history, and left a snapshot
 * although it was killed; no later one reads the history again. Times are printed, and prove nothing.
 */
function expectQuick([first, ...later]: readonly Start[]): void {
  expect(first?.read).toBeGreaterThanOrEqual(history);
  for (const { read, from } of later) {
    expect(from).toBeGreaterThanOrEqual(history);
    expect(read).toBeLessThan(history / 10);
  }
  for (const { read, from, milliseconds } of [first, ...later] as Start[]) {
    console.log(`start after ${from}: ${read} records read, ${Math.round(milliseconds)} ms`);
  }
}

interface Installation {
  readonly data: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Gives the log a history: an interface that was heard again and again. */
async function fill({ data, environment }: Installation): Promise<void> {
  const store = await openStore(readSettings({ WARDKEY_DATA: data, ...environment }));
  const ports = { ...store, clock: machineClock, ids: nodeIds(), hasher: nodeHasher, wait };
  const sequencer = await openSequencer(ports);
  const heard = { kind: "feed.heard", body: { feed: "history" } } as const;
  for (let from = 0; from < history; from += inOneBatch) {
    await sequencer.submit({
      name: "test.fill",
      actor: { type: "system", id: "test" },
      handle: () => ({ records: Array(inOneBatch).fill(heard), answer: undefined }),
    });
  }
  await sequencer.stop();
  await store.close();
}

/** Waits until the first start has left a snapshot. */
async function snapshotIn(data: string): Promise<void> {
  const isOfHistory = (name: string) =>
    Number(/^snapshot-(\d+)\.v8$/.exec(name)?.[1] ?? 0) >= history;
  while (!readdirSync(data).some(isOfHistory)) await wait(20);
}

/** Where the log has each question's record; a question that is there twice is an error of its own. */
async function positionsOf({ data, environment }: Installation): Promise<Map<string, number>> {
  const store = await openStore(readSettings({ WARDKEY_DATA: data, ...environment }), true);
  const found = new Map<string, number>();
  try {
    const { next } = await store.log.head();
    for (let from = 0; from < next; from += 1_000) {
      for (const entry of await store.log.read(from, { to: from + 1_000, limit: 1_000 })) {
        const record = decodeRecord(entry);
        if (record.kind !== "decision.denied") continue;
        const { id } = record.body.resource;
        if (found.has(id)) throw new Error(`${id} is in the log twice`);
        found.set(id, record.position);
      }
    }
  } finally {
    await store.close();
  }
  return found;
}

const title =
  "[U1] kill -9 under load, ten times: every acknowledged record is there once, the next start is quick";

describe(title, { timeout: patience }, () => {
  test("on the embedded database", async () => {
    await killUnderLoad({});
  });

  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
  }, patience);
  afterAll(async () => {
    if ("stop" in postgres) await postgres.stop();
  }, patience);

  test("on PostgreSQL", async (context) => {
    if ("skipped" in postgres) return context.skip(postgres.skipped);
    await killUnderLoad({ DATABASE_URL: postgres.url });
  });
});
