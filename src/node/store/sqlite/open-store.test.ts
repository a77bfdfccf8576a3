import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { entriesOfBatch, makeBatch, plain } from "../contract-support.ts";
import type { Store } from "../store.ts";
import { databaseIn } from "./lock-directory.ts";
import { openSqliteStore } from "./open-store.ts";

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
let directory: string;
let opened: Store[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "wk-sqlite-"));
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
  rmSync(directory, { recursive: true, force: true });
});

async function open(options: { readOnly?: boolean; directory?: string } = {}): Promise<Store> {
  const store = await openSqliteStore({ directory, clock, ...options });
  opened.push(store);
  return store;
}

test("a second server on the same data directory is refused, with its name", async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({
    name: "StoreError",
    code: "directory-in-use",
    message: expect.stringContaining(directory),
  });
  await first.log.append(makeBatch({ id: "a", expected: 0 }));
  await first.close();
  const second = await open();
  expect((await second.log.head()).next).toBe(1);
});

test("opened for reading beside a writer: sees what is committed, and writes nothing", async () => {
  const writer = await open();
  const batch = makeBatch({ id: "a", expected: 0, count: 30 });
  await writer.log.append(batch);
  const reader = await open({ readOnly: true });
  expect(plain(await reader.log.read(0, { limit: 100 }))).toEqual(plain(entriesOfBatch(batch)));
  await writer.log.append(makeBatch({ id: "b", expected: 30 }));
  expect((await reader.log.head()).next).toBe(31);
  const refused = { code: "read-only" };
  await expect(reader.log.append(makeBatch({ id: "c", expected: 31 }))).rejects.toMatchObject(
    refused,
  );
  await expect(reader.log.hold()).rejects.toMatchObject(refused);
  await expect(reader.meta.put("a", "b")).rejects.toMatchObject(refused);
  await writer.close();
  const alone = await open({ readOnly: true });
  expect((await alone.log.head()).next).toBe(31);
});

test("there is nothing to read in a directory without a store, and none is made", async () => {
  const nowhere = join(directory, "nowhere");
  await expect(open({ readOnly: true, directory: nowhere })).rejects.toMatchObject({
    code: "no-store",
    message: expect.stringContaining(nowhere),
  });
  expect(() => statSync(nowhere)).toThrow();
});

test("a new data directory is for its owner only", async () => {
  const inside = join(directory, "deep", "data");
  await open({ directory: inside });
  expect(statSync(inside).mode & 0o777).toBe(0o700);
  expect(statSync(databaseIn(inside)).mode & 0o777).toBe(0o600);
  expect(statSync(`${databaseIn(inside)}-wal`).mode & 0o777).toBe(0o600);
});

test("a directory that cannot be used is refused with its name", async () => {
  const file = join(directory, "file");
  writeFileSync(file, "");
  chmodSync(file, 0o600);
  await expect(open({ directory: join(file, "data") })).rejects.toMatchObject({
    code: "directory-unusable",
    message: expect.stringContaining(file),
  });
});

test("a file that is no database, a later release's tables and a lost record are refused", async () => {
  writeFileSync(
    databaseIn(directory),
    "this is no database, but long enough to be taken for one".repeat(20),
  );
  await expect(open()).rejects.toMatchObject({ code: "corrupt" });
  rmSync(databaseIn(directory));
  const store = await open();
  await store.log.append(makeBatch({ id: "a", expected: 0, count: 3 }));
  await store.close();
  const change = (sql: string) => {
    const db = new Database(databaseIn(directory));
    db.exec(sql);
    db.close();
  };
  change("delete from records where position = 2");
  await expect(open()).rejects.toMatchObject({ code: "corrupt" });
  const reader = await open({ readOnly: true });
  expect(await reader.log.read(0, { limit: 5 })).toHaveLength(2);
  await reader.close();
  change("update meta set value = '99' where key = 'schema'");
  await expect(open()).rejects.toMatchObject({ code: "newer-schema" });
  await expect(open({ readOnly: true })).rejects.toMatchObject({ code: "newer-schema" });
});

test("a batch whose parts do not fit each other is refused before anything is written", async () => {
  const { log } = await open();
  const good = makeBatch({ id: "a", expected: 0, count: 2 });
  const wrong = [
    { salts: new Uint8Array(31) },
    { id: "two words" },
    { expected: -1 },
    { side: [{ table: "names", key: "a\0b", value: 1 }] as const },
    { replies: [1, 2].map((answer) => ({ key: "same", answer })) },
  ];
  for (const parts of wrong) {
    await expect(log.append({ ...good, ...parts })).rejects.toMatchObject({
      code: "malformed-batch",
    });
  }
  expect((await log.append(good)).type).toBe("appended");
});

test("what is erased is overwritten in the file", async () => {
  const secret = "Aoife Ó Cinnéide born 1961-02-03";
  const { log, close } = await open();
  const row = { table: "names", key: "p" } as const;
  await log.append(makeBatch({ id: "a", expected: 0, side: [{ ...row, value: secret }] }));
  await log.append(makeBatch({ id: "b", expected: 1, side: [{ ...row, value: undefined }] }));
  await close();
  expect(readFileSync(databaseIn(directory)).includes(Buffer.from(secret))).toBe(false);
});

test("after kill -9 while appending, everything acknowledged is there once", async () => {
  for (const mark of ["a", "b", "c"]) {
    const acknowledged = await appendUntilKilled(mark);
    expect(acknowledged).not.toHaveLength(0);
    const { log, side, close } = await open();
    const { next } = await log.head();
    expect(next).toBeGreaterThanOrEqual(acknowledged.at(-1)?.next ?? Number.NaN);
    const entries = await log.read(0, { limit: next + 1 });
    expect(entries.map(({ position }) => position)).toEqual(Array.from(entries.keys()));
    expect(entries).toHaveLength(next);
    for (const { first, next: end } of acknowledged) {
      const key = `${mark}${first}`;
      const batch = makeBatch({ id: key, expected: first, count: end - first });
      expect(plain(entries.slice(first, end))).toEqual(plain(entriesOfBatch(batch)));
      expect(await log.reply(key)).toBe(first);
      expect(await side.get([{ table: "names", key }])).toEqual([first]);
    }
    await close();
  }
});

/** The batches that a process has appended when it was killed, by first and next position. */
async function appendUntilKilled(
  mark: string,
): Promise<readonly { readonly first: number; readonly next: number }[]> {
  const script = new URL("./appending-worker.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, directory, mark], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (said === "") setTimeout(() => child.kill("SIGKILL"), 150);
    said += chunk.toString();
  });
  await once(child, "exit");
  return said
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [first = Number.NaN, next = Number.NaN] = line.split(" ").map(Number);
      return { first, next };
    });
}
