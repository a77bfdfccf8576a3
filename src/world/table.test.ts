import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Index, Table, type Touched } from "./table.ts";

const change = fc.tuple(
  fc.constantFrom("a", "b", "c", "__proto__"),
  fc.option(fc.integer(), { nil: undefined }),
);

function write(table: Table<number>, changes: readonly (readonly [string, number | undefined])[]) {
  for (const [id, value] of changes) {
    if (value === undefined) table.delete(id);
    else table.set(id, value);
  }
}

function content(table: Table<number>): readonly string[] {
  const ids = ["a", "b", "c", "__proto__"];
  return [`${table.size}`, ...ids.map((id) => `${id}=${table.get(id)}`)];
}

describe("a table", () => {
  test("a fork reads through, keeps its changes to itself, and is the truth once merged", () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (before, after) => {
        const table = new Table<number>();
        write(table, before);
        const was = content(table);
        const draft = table.fork();
        write(draft, after);
        const direct = Table.from(table.columns());
        write(direct, after);
        expect(content(table)).toEqual(was);
        expect(content(draft)).toEqual(content(direct));
        expect([...draft.values()].sort()).toEqual([...direct.values()].sort());
        draft.merge();
        expect(content(table)).toEqual(content(direct));
      }),
    );
  });

  test("a draft is not forked again", () => {
    expect(() => new Table<number>().fork().fork()).toThrow("cannot be forked again");
  });
});

describe("an index", () => {
  test("keeps each id once, in the order they came, and forgets empty keys", () => {
    const index = new Index();
    index.add("ward", "x");
    index.add("ward", "y");
    index.add("ward", "x");
    expect(index.get("ward")).toEqual(["x", "y"]);
    const touched: Touched = [];
    const draft = index.fork(touched);
    draft.remove("ward", "x");
    draft.remove("ward", "y");
    expect(index.get("ward")).toEqual(["x", "y"]);
    for (const table of touched) table.merge();
    expect(index.get("ward")).toEqual([]);
    expect(index.columns().keys).toEqual([]);
  });
});
