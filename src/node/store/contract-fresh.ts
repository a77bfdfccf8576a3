import { expect, test } from "vitest";
import { type Fresh, makeBatch } from "./contract-support.ts";

/** What every store does with rows that are to be written only where there are none. */
export function freshRows(now: () => Fresh): void {
  const row = { table: "oidc", key: "once|a" } as const;

  test("a row that is to be fresh and is there is a conflict, and nothing of its batch is done", async () => {
    const { log, side } = now().store;
    const first = { ...row, value: "first", fresh: true };
    await log.append(makeBatch({ id: "a", expected: 0, count: 0, side: [first] }));
    const beside = { table: "oidc", key: "other", value: 1 } as const;
    for (const count of [0, 2]) {
      const late = [beside, { ...first, value: "second" }];
      const batch = makeBatch({ id: `b${count}`, expected: 0, count, side: late });
      expect(await log.append(batch)).toEqual({ type: "conflict" });
    }
    expect(await side.get([row, beside])).toEqual(["first", undefined]);
    expect((await log.head()).next).toBe(0);
    const held = await log.hold();
    const again = makeBatch({ id: "c", expected: 0, count: 0, side: [first] });
    expect(await held.append(again)).toEqual({ type: "conflict" });
  });

  test("of two fresh rows of one key at the same moment one is written", async () => {
    const { store, another } = now();
    const other = await another();
    const write = (value: number) => {
      const side = [{ ...row, value, fresh: true }];
      const { log } = value === 1 ? store : other;
      return log.append(makeBatch({ id: `n${value}`, expected: 0, count: 0, side }));
    };
    const both = await Promise.all([write(1), write(2)]);
    expect(both.map(({ type }) => type).toSorted()).toEqual(["appended", "conflict"]);
  });

  test("what was there before its batch is what counts, and the batch itself may be sent again", async () => {
    const { log, side } = now().store;
    const put = { ...row, value: 1, fresh: true };
    const batch = makeBatch({ id: "a", expected: 0, count: 0, side: [put, { ...row, value: 2 }] });
    expect((await log.append(batch)).type).toBe("appended");
    expect((await log.append(batch)).type).toBe("appended");
    expect(await side.get([row])).toEqual([2]);
    const anew = [
      { ...row, value: undefined },
      { ...put, value: 3 },
    ];
    await log.append(makeBatch({ id: "b", expected: 0, count: 0, side: anew }));
    expect(await side.get([row])).toEqual([3]);
  });
}
