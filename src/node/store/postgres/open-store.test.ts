import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../../../../tests/support/postgres.ts";
import { batchesIn, makeBatch } from "../contract-support.ts";
import { StoreError } from "../errors.ts";
import type { Store } from "../store.ts";
import { type Cut, type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import { openPostgresStore, type PostgresOptions } from "./open-store.ts";

let postgres: TestPostgres;
let proxy: CuttingProxy;
let url: string;
let databases = 0;
let opened: Store[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);

beforeEach(async ({ skip }) => {
  if ("skipped" in postgres) return skip(postgres.skipped);
  const database = `open_${databases++}`;
  url = await postgres.database(database);
  proxy = await startCuttingProxy(postgres.socket, database);
});

afterEach(async () => {
  for (const store of opened) await store.close();
  opened = [];
  await proxy?.stop();
});

afterAll(async () => {
  if ("stop" in postgres) await postgres.stop();
});

async function open(options: Partial<PostgresOptions> = {}): Promise<Store> {
  const store = await openPostgresStore({ url, poolSize: 4, ...options });
  opened.push(store);
  return store;
}

const cuts: readonly Cut[] = ["before", "half", "sent", "answered"];

test("a connection cut while appending: every batch is there once, and acknowledged", async () => {
  const { log } = await open({ url: proxy.url });
  const ids: string[] = [];
  for (let index = 0; index < 72; index++) {
    const how = cuts[index % 4] as Cut;
    // Every so often the next tries are cut as well, each at the same place.
    const times = 1 + (Math.floor(index / 4) % 3);
    const id = `batch_${index}_`;
    const { next } = await log.head();
    if (Math.floor(index / 12) % 2 === 0) {
      proxy.cutAt(id, how, times);
      expect((await log.append(makeBatch({ id, expected: next, count: 3 }))).type).toBe("appended");
    } else {
      const held = await log.hold();
      proxy.cutAt(index % 3 === 0 ? "commit" : id, how, times);
      expect((await held.append(makeBatch({ id, expected: next, count: 3 }))).type).toBe(
        "appended",
      );
    }
    ids.push(id);
  }
  expect(await batchesIn(log)).toEqual(new Map(ids.map((id) => [id, 3])));
});

test("cut connections while another node appends: what is acknowledged is there once, what is not, is not", async () => {
  const { log } = await open({ url: proxy.url });
  const other = await open();
  let running = true;
  const others = (async () => {
    for (let index = 0; running; index++) {
      const { next } = await other.log.head();
      await other.log.append(makeBatch({ id: `other_${index}`, expected: next }));
      await new Promise((resolve) => setTimeout(resolve, index % 7));
    }
  })();
  const done: string[] = [];
  const conflicts: string[] = [];
  for (let index = 0; index < 100; index++) {
    const id = `batch_${index}_`;
    const { next } = await log.head();
    proxy.cutAt(id, cuts[index % 4] as Cut);
    const { type } = await log.append(makeBatch({ id, expected: next, count: 2 }));
    (type === "appended" ? done : conflicts).push(id);
  }
  running = false;
  await others;
  const found = await batchesIn(other.log);
  expect(done.length).toBeGreaterThan(10);
  expect(done.map((id) => found.get(id))).toEqual(done.map(() => 2));
  expect(conflicts.filter((id) => found.has(id))).toEqual([]);
});

test("a node that stops while it holds the head row stalls the others for less than a second", {
  retry: 2,
}, async () => {
  const stopped = await open();
  const other = await open();
  const held = await stopped.log.hold();
  const begun = performance.now();
  const appended = await other.log.append(makeBatch({ id: "other", expected: 0 }));
  expect(appended.type).toBe("appended");
  expect(performance.now() - begun).toBeLessThan(1_000);
  const late = await held.append(makeBatch({ id: "late", expected: 0 }));
  expect(late).toEqual({ type: "conflict" });
  const again = await stopped.log.append(makeBatch({ id: "late", expected: 1 }));
  expect(again.type).toBe("appended");
});

test("a database that is gone: coded errors, and on again when it is back", async () => {
  const { log, side } = await open({ url: proxy.url, patience: { settle: 300 } });
  await log.append(makeBatch({ id: "a", expected: 0 }));
  await proxy.leave();
  // Until we hear of it, an append that is sent on the lost connection is in doubt.
  const append = async () => {
    const error: unknown = await log.append(makeBatch({ id: "b", expected: 1 })).catch((e) => e);
    return error instanceof StoreError && error.code;
  };
  await expect.poll(append, { timeout: 5_000 }).toBe("unreachable");
  const gone = { name: "StoreError", code: "unreachable" };
  await expect(log.head()).rejects.toMatchObject(gone);
  await expect(log.hold()).rejects.toMatchObject(gone);
  await expect(log.read(0, { limit: 5 })).rejects.toMatchObject(gone);
  await expect(log.reply("k")).rejects.toMatchObject(gone);
  await expect(side.get([{ table: "names", key: "a" }])).rejects.toMatchObject(gone);
  await expect(side.list("names", { limit: 1 })).rejects.toMatchObject(gone);
  await proxy.comeBack();
  expect((await log.append(makeBatch({ id: "b", expected: 1 }))).type).toBe("appended");
  expect(await batchesIn(log)).toEqual(new Map(["a", "b"].map((id) => [id, 1])));
});

test("a database that goes while appending and does not come back leaves the append in doubt", async () => {
  const { log } = await open({ url: proxy.url, patience: { settle: 200 } });
  proxy.cutAt("batch_a", "answered", 1_000);
  const batch = makeBatch({ id: "batch_a", expected: 0 });
  await expect(log.append(batch)).rejects.toMatchObject({ code: "in-doubt" });
  proxy.cutAt("", "sent", 0);
  expect((await log.append(batch)).type).toBe("appended");
  expect(await batchesIn(log)).toEqual(new Map([["batch_a", 1]]));
});

test("a database that says nothing any more does not hang anybody", async () => {
  const patience = { connect: 200, statement: 100, settle: 100 };
  const { log } = await open({ url: proxy.url, patience });
  await log.append(makeBatch({ id: "a", expected: 0 }));
  proxy.swallow();
  const answers = await Promise.allSettled([
    log.append(makeBatch({ id: "b", expected: 1 })),
    log.read(0, { limit: 5 }),
    log.hold(),
  ]);
  const codes = answers.map((answer) => answer.status === "rejected" && answer.reason.code);
  expect(codes).toEqual(["in-doubt", "unreachable", "unreachable"]);
});

test("connections that the server ended while nobody used them are replaced", async () => {
  const { log, side } = await open();
  await log.append(makeBatch({ id: "a", expected: 0 }));
  const admin = new Client({ connectionString: url });
  await admin.connect();
  const end =
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()";
  await admin.query(end);
  expect((await log.append(makeBatch({ id: "b", expected: 1 }))).type).toBe("appended");
  await admin.query(end);
  expect(await side.get([{ table: "names", key: "a" }])).toEqual([undefined]);
  await admin.query(end);
  expect(await log.read(0, { limit: 5 })).toHaveLength(2);
  await admin.end();
});

test("many nodes may open an empty database at once", async () => {
  const stores = await Promise.all(Array.from({ length: 6 }, () => open()));
  const heads = await Promise.all(stores.map(({ log }) => log.head()));
  expect(heads.map(({ next }) => next)).toEqual([0, 0, 0, 0, 0, 0]);
});

test("opened for reading: sees what is committed, and writes nothing", async () => {
  await expect(open({ readOnly: true })).rejects.toMatchObject({ code: "no-store" });
  const { log } = await open();
  await log.append(makeBatch({ id: "a", expected: 0, count: 3 }));
  const reader = await open({ readOnly: true });
  expect(await reader.log.read(0, { limit: 5 })).toHaveLength(3);
  const refused = { code: "read-only" };
  await expect(reader.log.append(makeBatch({ id: "b", expected: 3 }))).rejects.toMatchObject(
    refused,
  );
  await expect(reader.log.hold()).rejects.toMatchObject(refused);
  await expect(reader.meta.put("a", "b")).rejects.toMatchObject(refused);
});

test("an address that is wrong is refused in words, without its password", async () => {
  const wrong = [
    ["postgresql://u:secret@127.0.0.1:1/db", "unreachable"],
    ["postgresql://u:secret@[::1/db", "refused"],
    [url.replace(/open_\d+/, "nowhere"), "refused"],
    [url.replace("wardkey@", "nobody:secret@"), "refused"],
  ] as const;
  for (const [address, code] of wrong) {
    const error: unknown = await open({ url: address }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "StoreError", code });
    expect(String(error)).not.toContain("secret");
  }
});

test("a later release's tables and a lost record are refused", async () => {
  const { log } = await open();
  await log.append(makeBatch({ id: "a", expected: 0, count: 3 }));
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query("delete from records where position = 2");
  await expect(open()).rejects.toMatchObject({ code: "corrupt" });
  await admin.query("update meta set value = '99' where key = 'schema'");
  await admin.end();
  await expect(open()).rejects.toMatchObject({ code: "newer-schema" });
  await expect(open({ readOnly: true })).rejects.toMatchObject({ code: "newer-schema" });
});
