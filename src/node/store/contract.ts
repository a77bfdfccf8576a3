import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Change, sideTables } from "../../ports/index.ts";
import { freshRows } from "./contract-fresh.ts";
import { remembering } from "./contract-remembering.ts";
import {
  appendAtHead,
  type BatchParts,
  batchesIn,
  entriesOfBatch,
  type Fresh,
  makeBatch,
  plain,
} from "./contract-support.ts";

/** A kind of store, which makes an empty one for each test. */
export interface StoreKind {
  fresh(): Promise<Fresh>;
  stop(): Promise<void>;
}

/** The test's own store. */
type Now = () => Fresh;

/**
 * The contract of {@link Log} and {@link Side}, as tests: every store passes them.
 *
 * @param start starts what the stores need, or tells why it cannot be had; then every test is skipped
 * @param options.outlivesProcess false for a store in memory: what is remembered is not asked of it
 */
export function describeStore(
  name: string,
  start: () => Promise<StoreKind | { readonly skipped: string }>,
  options: { readonly outlivesProcess: boolean } = { outlivesProcess: true },
): void {
  describe(`the store contract on ${name}`, () => {
    let kind: StoreKind | { readonly skipped: string };
    let now: Fresh | undefined;
    beforeAll(async () => {
      kind = await start();
    }, 60_000);
    beforeEach(async ({ skip }) => {
      if ("skipped" in kind) skip(kind.skipped);
      else now = await kind.fresh();
    });
    afterEach(async () => {
      await now?.end();
      now = undefined;
    });
    afterAll(async () => {
      if ("stop" in kind) await kind.stop();
    });
    const current: Now = () => {
      if (now === undefined) throw new Error("a test runs without its store");
      return now;
    };
    appending(current);
    conflicting(current);
    freshRows(current);
    erasable(current);
    listing(current);
    reading(current);
    holding(current);
    racing(current);
    if (options.outlivesProcess) remembering(current);
  });
}

function appending(now: Now): void {
  test("an empty log has its head at 0", async () => {
    const { log } = now().store;
    const before = Date.now();
    const head = await log.head();
    expect(head).toMatchObject({ next: 0, at: 0, changed: 0 });
    expect(head.frontier).toHaveLength(0);
    expect(Math.abs(head.authority - before)).toBeLessThan(5_000);
    expect(await log.read(0, { limit: 10 })).toEqual([]);
  });

  test("positions are dense, and every byte comes back", async () => {
    const { log } = now().store;
    const batches = [1, 64, 0, 700, 3].map((count, index) => ({ id: `b${index}`, count }));
    const expected = [];
    let next = 0;
    for (const { id, count } of batches) {
      const batch = makeBatch({ id, count, expected: next, state: (index) => index % 3 === 0 });
      const appended = await log.append(batch);
      expect(appended.type).toBe("appended");
      expected.push(...entriesOfBatch(batch));
      next += count;
      const head = await log.head();
      expect(head).toMatchObject({ next, at: batch.at });
      expect(Buffer.from(head.frontier)).toEqual(Buffer.from(batch.frontier));
    }
    expect(plain(await log.read(0, { limit: 10_000 }))).toEqual(plain(expected));
  });

  test("the head says where the last change of state is, on every way in", async () => {
    const { log } = now().store;
    const changedAfter = async (state: (index: number) => boolean, isHeld = false) => {
      const { next } = await log.head();
      const batch = makeBatch({ id: `b${next}`, count: 5, expected: next, state });
      await (isHeld ? await log.hold() : log).append(batch);
      return (await log.head()).changed;
    };
    expect(await changedAfter((index) => index === 2)).toBe(3);
    expect(await changedAfter(() => false)).toBe(3);
    expect(await changedAfter((index) => index < 2, true)).toBe(12);
    const held = await log.hold();
    expect(held.head).toMatchObject({ next: 15, changed: 12 });
    await held.release();
  });

  test("a record of 65,519 bytes comes back", async () => {
    const { log } = now().store;
    const [leaf] = makeBatch({ id: "big", expected: 0 }).leaves;
    const bytes = new Uint8Array(65_519).map((_, index) => index % 251);
    const leaves = [{ bytes, hash: new Uint8Array(32), state: leaf?.state ?? true }];
    await log.append({ ...makeBatch({ id: "big", expected: 0 }), leaves });
    const [entry] = await log.read(0, { limit: 1 });
    expect(Buffer.from(entry?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true);
  });

  test("the authority clock is answered with every append", async () => {
    const { log } = now().store;
    const appended = await log.append(makeBatch({ id: "a", expected: 0 }));
    const authority = appended.type === "appended" ? appended.authority : 0;
    expect(Math.abs(authority - Date.now())).toBeLessThan(5_000);
    expect((await log.head()).authority).toBeGreaterThanOrEqual(authority);
  });
}

function conflicting(now: Now): void {
  const full: BatchParts = {
    id: "late",
    expected: 0,
    count: 5,
    side: [{ table: "names", key: "p2", value: "second" }],
    replies: [{ key: "k2", answer: "second" }],
  };

  test("a conflict leaves nothing: no record, no row, no answer", async () => {
    const { log, side } = now().store;
    await log.append(makeBatch({ id: "first", expected: 0, count: 2 }));
    const head = await log.head();
    for (const expected of [0, 1, 3, 100]) {
      expect(await log.append(makeBatch({ ...full, expected }))).toEqual({ type: "conflict" });
    }
    expect(await log.head()).toMatchObject({ next: head.next, at: head.at });
    expect(await log.read(0, { limit: 10 })).toHaveLength(2);
    expect(await side.get([{ table: "names", key: "p2" }])).toEqual([undefined]);
    expect(await log.reply("k2")).toBeUndefined();
  });

  test("a batch that is there already is not appended again", async () => {
    const { log } = now().store;
    const batch = makeBatch({ ...full, id: "once" });
    expect((await log.append(batch)).type).toBe("appended");
    expect((await log.append(batch)).type).toBe("appended");
    const onlySide = makeBatch({ id: "rows", expected: 5, count: 0, side: full.side ?? [] });
    expect((await log.append(onlySide)).type).toBe("appended");
    expect((await log.append(onlySide)).type).toBe("appended");
    expect(await batchesIn(log)).toEqual(new Map([["once", 5]]));
  });

  test("an idempotency key that has its answer is a conflict", async () => {
    const { log, side } = now().store;
    await log.append(makeBatch({ id: "a", expected: 0, replies: [{ key: "k", answer: 1 }] }));
    const again = makeBatch({ ...full, expected: 1, replies: [{ key: "k", answer: 2 }] });
    expect(await log.append(again)).toEqual({ type: "conflict" });
    expect(await log.reply("k")).toBe(1);
    expect((await log.head()).next).toBe(1);
    expect(await side.get([{ table: "names", key: "p2" }])).toEqual([undefined]);
  });
}

function erasable(now: Now): void {
  test("rows and answers are written with the batch, and rows can be erased", async () => {
    const { log, side } = now().store;
    const value = { family: "Ó Cinnéide", given: ["Aoife", "𝔘\0"], born: null, beds: [1, 2.5] };
    const names = { table: "names", key: "person_1" } as const;
    const mrn = { table: "identifiers", key: "mrn|4417220" } as const;
    const gone = { table: "texts", key: "never" } as const;
    await log.append(
      makeBatch({
        id: "a",
        expected: 0,
        side: [
          { ...names, value: "for a moment" },
          { ...mrn, value: "person_1" },
          { ...names, value },
          { ...gone, value: undefined },
        ],
        replies: [{ key: 'key with "quotes", {braces} and \\', answer: { ok: [true, null] } }],
      }),
    );
    expect(await side.get([mrn, gone, names, mrn])).toEqual([
      "person_1",
      undefined,
      value,
      "person_1",
    ]);
    const answer = await log.reply('key with "quotes", {braces} and \\');
    expect(answer).toEqual({ ok: [true, null] });
    const side2 = [
      { ...names, value: undefined },
      { ...mrn, value: "person_2" },
    ];
    await log.append(makeBatch({ id: "b", expected: 1, count: 0, side: side2 }));
    expect(await side.get([names, mrn])).toEqual([undefined, "person_2"]);
    expect((await log.head()).next).toBe(1);
  });

  test("many rows of all tables in one batch", async () => {
    const { log, side } = now().store;
    const keys = sideTables.flatMap((table) =>
      Array.from({ length: 1_100 }, (_, index) => ({ table, key: `key ${index}` })),
    );
    const rows = keys.map((row, index) => ({ ...row, value: { index } }));
    await log.append(makeBatch({ id: "many", expected: 0, side: rows }));
    expect(await side.get(keys)).toEqual(rows.map(({ value }) => value));
  });

  test("text that no database holds is not found", async () => {
    const { log, side } = now().store;
    const strange = ["a\0b", "\ud800", ""];
    for (const key of strange) {
      expect(await log.reply(key)).toBeUndefined();
      expect(await side.get([{ table: "identifiers", key }])).toEqual([undefined]);
    }
    expect(await side.list("names", { prefix: "a\0b", limit: 5 })).toEqual([]);
  });
}

function listing(now: Now): void {
  const keys = ["a", "mrn|", "mrn|1", "mrn|10", "mrn|2", "mrn|\uffff", "mrn|😀", "mrn}", "n", "😀"];

  test("rows are listed by key, by prefix, after a key, and no more than asked for", async () => {
    const { log, side } = now().store;
    const shuffled = keys.map((key) => ({ table: "names" as const, key, value: `of ${key}` }));
    await log.append(makeBatch({ id: "a", expected: 0, side: shuffled.toReversed() }));
    const list = async (options: { prefix?: string; after?: string; limit?: number }) =>
      (await side.list("names", { limit: 100, ...options })).map(({ key }) => key);
    expect(await list({})).toEqual(keys);
    expect(await list({ prefix: "mrn|" })).toEqual(keys.slice(1, 7));
    expect(await list({ prefix: "mrn|", after: "mrn|1" })).toEqual(keys.slice(3, 7));
    expect(await list({ prefix: "mrn|", after: "mrn|1", limit: 2 })).toEqual(keys.slice(3, 5));
    expect(await list({ prefix: "mrn|", after: "a", limit: 1 })).toEqual(["mrn|"]);
    expect(await list({ prefix: "mrn|", after: "n" })).toEqual([]);
    expect(await list({ prefix: "mrn|\uffff" })).toEqual(["mrn|\uffff"]);
    expect(await list({ prefix: "😀" })).toEqual(["😀"]);
    expect(await list({ after: "n" })).toEqual(["😀"]);
    expect(await side.list("names", { prefix: "n", limit: 3 })).toEqual([
      { key: "n", value: "of n" },
    ]);
    expect(await side.list("texts", { limit: 3 })).toEqual([]);
  });
}

function reading(now: Now): void {
  test("ranges, and only what changes state", async () => {
    const { log } = now().store;
    const all = [];
    for (let expected = 0; expected < 60; expected += 20) {
      const state = (index: number) => (expected + index) % 7 === 0;
      const batch = makeBatch({ id: `b${expected}`, expected, count: 20, state });
      await log.append(batch);
      all.push(...entriesOfBatch(batch));
    }
    const read = async (...range: Parameters<typeof log.read>) => plain(await log.read(...range));
    expect(await read(0, { limit: 100 })).toEqual(plain(all));
    expect(await read(15, { limit: 10 })).toEqual(plain(all.slice(15, 25)));
    expect(await read(15, { to: 18, limit: 10 })).toEqual(plain(all.slice(15, 18)));
    expect(await read(15, { to: 15, limit: 10 })).toEqual([]);
    expect(await read(59, { limit: 10 })).toEqual(plain(all.slice(59)));
    expect(await read(60, { limit: 10 })).toEqual([]);
    const changing = all.filter(({ state }) => state);
    const text = ({ position, bytes }: Change) =>
      `${position} ${Buffer.from(bytes).toString("hex")}`;
    const changes = async (...range: Parameters<typeof log.changes>) =>
      (await log.changes(...range)).map(text);
    expect(await changes(0, { limit: 100 })).toEqual(changing.map(text));
    expect(await changes(8, { to: 42, limit: 3 })).toEqual(changing.slice(2, 5).map(text));
    expect(await changes(8, { to: 42, limit: 100 })).toEqual(changing.slice(2, 6).map(text));
    expect(await changes(60, { limit: 100 })).toEqual([]);
  });

  test("pages one after the other, while the log grows", async () => {
    const { log } = now().store;
    await log.append(makeBatch({ id: "a", expected: 0, count: 250 }));
    const found: number[] = [];
    for (let page = 0; page < 6; page++) {
      if (page === 2) await log.append(makeBatch({ id: "b", expected: 250, count: 40 }));
      const entries = await log.read((found.at(-1) ?? -1) + 1, { limit: 50 });
      found.push(...entries.map(({ position }) => position));
    }
    expect(found).toEqual(Array.from({ length: 290 }, (_, position) => position));
    await log.append(makeBatch({ id: "c", expected: 290, count: 10 }));
    expect(await log.read(290, { limit: 50 })).toHaveLength(10);
  });

  test("a page may be as long as the log", async () => {
    const { log } = now().store;
    await log.append(makeBatch({ id: "a", expected: 0, count: 20_000 }));
    const entries = await log.read(1, { limit: 50_000 });
    expect(entries.map(({ position }) => position)).toEqual(
      Array.from({ length: 19_999 }, (_, index) => index + 1),
    );
  });
}

function holding(now: Now): void {
  test("who holds the head appends first; the others wait", async () => {
    const { store } = now();
    const other = await now().another();
    await store.log.append(makeBatch({ id: "a", expected: 0, count: 3 }));
    const held = await store.log.hold();
    expect(held.head).toMatchObject({ next: 3 });
    let done = false;
    const waiting = other.log.append(makeBatch({ id: "other", expected: 3 })).finally(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(done).toBe(false);
    expect((await other.log.head()).next).toBe(3);
    expect((await held.append(makeBatch({ id: "mine", expected: 3 }))).type).toBe("appended");
    expect(await waiting).toEqual({ type: "conflict" });
    expect(await batchesIn(other.log)).toEqual(
      new Map([
        ["a", 3],
        ["mine", 1],
      ]),
    );
  });

  test("a hold that is released lets the next one go on", async () => {
    const { store } = now();
    const other = await now().another();
    const held = await store.log.hold();
    const waiting = other.log.append(makeBatch({ id: "other", expected: 0 }));
    await held.release();
    expect((await waiting).type).toBe("appended");
    await held.release();
    const late = await held.append(makeBatch({ id: "late", expected: 0 }));
    expect(late).toEqual({ type: "conflict" });
    expect((await held.append(makeBatch({ id: "on", expected: 1 }))).type).toBe("appended");
  });

  test("a held append at the wrong place is a conflict, and ends the hold", async () => {
    const { store } = now();
    const other = await now().another();
    const held = await store.log.hold();
    expect(await held.append(makeBatch({ id: "x", expected: 7 }))).toEqual({ type: "conflict" });
    const next = await other.log.hold();
    expect(next.head.next).toBe(0);
    expect((await next.append(makeBatch({ id: "y", expected: 0 }))).type).toBe("appended");
    await held.release();
  });
}

function racing(now: Now): void {
  test("two nodes racing with 200 batches: each is there once, densely", async () => {
    const { store } = now();
    const other = await now().another();
    const run = async ({ log }: typeof store, node: string, fair: boolean) => {
      for (let index = 0; index < 100; index++) {
        const parts = { id: `${node}${index}`, count: 1 + (index % 5) };
        if (!fair || index % 3 !== 0) await appendAtHead(log, parts);
        else {
          const held = await log.hold();
          const batch = makeBatch({ ...parts, expected: held.head.next });
          expect((await held.append(batch)).type).toBe("appended");
        }
      }
    };
    await Promise.all([run(store, "a", false), run(other, "b", true)]);
    const found = await batchesIn(store.log);
    expect(found.size).toBe(200);
    for (const [id, count] of found) expect(count).toBe(1 + (Number(id.slice(1)) % 5));
  });
}
