import { describe, expect, test } from "vitest";
import { counterIds, fakeClock, sha256 } from "../../tests/support/ports.ts";
import { createMemoryStore } from "../memory/index.ts";
import type { SideKey } from "../ports/index.ts";
import type { Command } from "../world/index.ts";
import { openSequencer } from "./sequencer.ts";

const actor = { type: "system", id: "test" } as const;

async function open() {
  const clock = fakeClock();
  const { log, side } = createMemoryStore({ clock });
  const looked: SideKey[] = [];
  const ports = {
    log,
    side: {
      ...side,
      get: (keys: readonly SideKey[]) => {
        looked.push(...keys);
        return side.get(keys);
      },
    },
    clock,
    ids: counterIds(),
    hasher: sha256,
    wait: async () => undefined,
  };
  return { looked, side, sequencer: await openSequencer(ports) };
}

/** Writes a row where there is none; answers whether there was none. */
function first(key: string, { fresh = true } = {}): Command<boolean> {
  const row = { table: "oidc", key } as const;
  return {
    name: "test.first",
    actor,
    supposes: [row],
    handle: ({ side }) => {
      if (side(row) !== undefined) return { records: [], answer: false };
      return { records: [], side: [{ ...row, value: 1, fresh }], answer: true };
    },
  };
}

describe("rows that are supposed to be absent", () => {
  test("are not looked for while they are, and found where they are not, in a batch with others", async () => {
    const { looked, sequencer } = await open();
    const submit = (keys: readonly string[]) =>
      Promise.all(keys.map((key) => sequencer.submit(first(key))));
    expect(await submit(["a", "b", "a"])).toEqual([true, true, false]);
    expect(looked).toEqual([]);
    expect(await submit(["c", "a", "d"])).toEqual([true, false, true]);
    expect(looked.map(({ key }) => key)).toEqual(["c", "a", "d"]);
  });

  test("are looked for where another command of the batch needs them", async () => {
    const { sequencer } = await open();
    const row = { table: "oidc", key: "a" } as const;
    const needing: Command<unknown> = {
      name: "test.read",
      actor,
      needs: [row],
      handle: ({ side }) => ({ records: [], answer: side(row) ?? "none" }),
    };
    const both = [sequencer.submit(needing), sequencer.submit(first("a"))];
    expect(await Promise.all(both)).toEqual(["none", true]);
    expect(await sequencer.submit(needing)).toBe(1);
  });

  test("are written as fresh: a command that takes one to be absent and does not is refused alone", async () => {
    const { side, sequencer } = await open();
    const wrong = sequencer.submit(first("a", { fresh: false }));
    const right = sequencer.submit(first("b"));
    await expect(wrong).rejects.toThrow("takes a row of oidc to be absent, and writes none");
    expect(await right).toBe(true);
    const rows = ["a", "b"].map((key) => ({ table: "oidc", key }) as const);
    expect(await side.get(rows)).toEqual([undefined, 1]);
  });

  test("that a command has found are not written as fresh: it would never end", async () => {
    const { sequencer } = await open();
    await sequencer.submit(first("a"));
    const row = { table: "oidc", key: "a" } as const;
    const again: Command<void> = {
      name: "test.again",
      actor,
      needs: [row],
      handle: () => ({ records: [], side: [{ ...row, value: 2, fresh: true }], answer: undefined }),
    };
    await expect(sequencer.submit(again)).rejects.toThrow("as fresh that it has found");
  });
});
