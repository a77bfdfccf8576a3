import { expect, test } from "vitest";
import type { Entry } from "../../ports/index.ts";
import { createPageReader, type PageRequest } from "./pages.ts";

const nothing = new Uint8Array(0);

/** A database of `size` entries that remembers what it was asked. */
function fakeDatabase(size: number) {
  const asked: string[] = [];
  const database = { size, asked, failing: false, fetch };
  async function fetch({ from, to, limit }: PageRequest): Promise<readonly Entry[]> {
    asked.push(`${from}+${limit}`);
    if (database.failing) throw new Error("gone");
    const end = Math.min(to, database.size, from + limit);
    return Array.from({ length: Math.max(0, end - from) }, (_, index) => ({
      position: from + index,
      batch: "b",
      state: true,
      salt: nothing,
      bytes: nothing,
      hash: nothing,
    }));
  }
  return database;
}

const positions = (entries: readonly Entry[]) => entries.map(({ position }) => position);

test("after a full page the next one is fetched before it is asked for, once", async () => {
  const database = fakeDatabase(10);
  const read = createPageReader(database.fetch);
  expect(positions(await read(0, { limit: 4 }))).toEqual([0, 1, 2, 3]);
  expect(database.asked).toEqual(["0+4", "4+4"]);
  expect(positions(await read(4, { limit: 4 }))).toEqual([4, 5, 6, 7]);
  expect(database.asked).toEqual(["0+4", "4+4", "8+4"]);
});

test("a page that was fetched before the log grew is not answered", async () => {
  const database = fakeDatabase(6);
  const read = createPageReader(database.fetch);
  await read(0, { limit: 4 });
  database.size = 8;
  expect(positions(await read(4, { limit: 4 }))).toEqual([4, 5, 6, 7]);
});

test("another page than the one that was fetched", async () => {
  const database = fakeDatabase(100);
  const read = createPageReader(database.fetch);
  await read(0, { limit: 4 });
  expect(positions(await read(5, { limit: 4 }))).toEqual([5, 6, 7, 8]);
  expect(positions(await read(9, { limit: 3 }))).toEqual([9, 10, 11]);
  expect(positions(await read(12, { to: 14, limit: 3 }))).toEqual([12, 13]);
});

test("a failure while fetching ahead shows only when the page is asked for, and still fails", async () => {
  const database = fakeDatabase(100);
  const read = createPageReader(database.fetch);
  await read(0, { limit: 4 });
  database.failing = true;
  await read(4, { limit: 4 });
  await expect(read(8, { limit: 4 })).rejects.toThrow("gone");
  database.failing = false;
  expect(positions(await read(8, { limit: 4 }))).toEqual([8, 9, 10, 11]);
});

test("a long page is put together from several", async () => {
  const database = fakeDatabase(20_000);
  const read = createPageReader(database.fetch);
  expect(await read(0, { limit: 18_000 })).toHaveLength(18_000);
  expect(await read(10_000, { limit: 30_000 })).toHaveLength(10_000);
  expect(await read(0, { to: 20_000, limit: 20_000 })).toHaveLength(20_000);
});
