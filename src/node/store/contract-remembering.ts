import { expect, test } from "vitest";
import { entriesOfBatch, type Fresh, makeBatch, plain } from "./contract-support.ts";

/** The part of the store contract that is about what outlives the process. */
export function remembering(now: () => Fresh): void {
  test("everything is there after the store was closed and opened again", async () => {
    const { store, reopen } = now();
    if (reopen === undefined) throw new Error("this store cannot be opened again");
    const batch = makeBatch({
      id: "a",
      expected: 0,
      count: 10,
      side: [{ table: "bundles", key: "h", value: { files: {} } }],
      replies: [{ key: "k", answer: "done" }],
    });
    await store.log.append(batch);
    await store.meta?.put("colour", "blue");
    const again = await reopen();
    expect(await again.log.head()).toMatchObject({ next: 10, at: batch.at });
    expect(plain(await again.log.read(0, { limit: 20 }))).toEqual(plain(entriesOfBatch(batch)));
    expect(await again.side.get([{ table: "bundles", key: "h" }])).toEqual([{ files: {} }]);
    expect(await again.log.reply("k")).toBe("done");
    expect(await again.meta?.get("colour")).toBe("blue");
    await expect(store.log.head()).rejects.toMatchObject({ code: "closed" });
    await expect(store.log.append(batch)).rejects.toMatchObject({ code: "closed" });
  });

  test("small facts: of several claims the first one stays", async () => {
    const { meta, checkpoints } = now().store;
    if (meta === undefined || checkpoints === undefined) throw new Error("this store has no facts");
    expect(await meta.get("key")).toBeUndefined();
    expect(await checkpoints.largest()).toBeUndefined();
    const claims = await Promise.all(["one", "two", "three"].map((v) => meta.claim("key", v)));
    expect(new Set(claims).size).toBe(1);
    await meta.put("key", "four");
    expect(await meta.get("key")).toBe("four");
    const hour = 3_600_000;
    await checkpoints.put({ size: 5, at: 5 * hour + 1, note: "five" });
    await checkpoints.put({ size: 9, at: 5 * hour + 2, note: "nine" });
    await checkpoints.put({ size: 7, at: 5 * hour + 3, note: "seven" });
    await checkpoints.put({ size: 10, at: 6 * hour, note: "ten" });
    expect(await checkpoints.list()).toEqual(["nine", "ten"]);
    expect(await checkpoints.largest()).toBe(10);
    await checkpoints.put({ size: 8, at: 7 * hour, note: "eight" });
    expect(await checkpoints.largest()).toBe(10);
    await checkpoints.put({ size: 123_456, at: 8 * hour, note: "many" });
    expect(await checkpoints.largest()).toBe(123_456);
  });

  test("the rows of batches: found by id, and a sound store has no strays", async () => {
    const { log, batches } = now().store;
    if (batches === undefined) throw new Error("this store has no rows of batches");
    await log.append(makeBatch({ id: "a", expected: 0, count: 3 }));
    await log.append(makeBatch({ id: "none", expected: 3, count: 0 }));
    await log.append(makeBatch({ id: "b", expected: 3, count: 2 }));
    const found = await batches.find(["b", "a", "unknown"]);
    expect(found.toSorted((one, other) => one.first - other.first)).toEqual([
      { id: "a", first: 0, count: 3 },
      { id: "b", first: 3, count: 2 },
    ]);
    expect(await batches.find([])).toEqual([]);
    expect(await batches.strays(10)).toEqual([]);
  });
}
