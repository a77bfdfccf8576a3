import { expect, test } from "vitest";
import { createRecentRows } from "./recent-rows.ts";

const row = (key: string, value: string | undefined) =>
  ({ table: "oidc", key, value, fresh: false }) as const;
const key = (name: string) => ({ table: "oidc", key: name }) as const;

test("a row is remembered as it was last committed, and not once it was erased", () => {
  const recent = createRecentRows();
  expect(recent.get([key("a")])).toBeUndefined();
  recent.note([row("a", "1"), row("b", '{"x":2}')]);
  expect(recent.get([key("b"), key("a")])).toEqual([{ x: 2 }, 1]);
  recent.note([row("a", "3")]);
  expect(recent.get([key("a")])).toEqual([3]);
  recent.note([row("a", undefined)]);
  expect(recent.get([key("a")])).toBeUndefined();
  expect(recent.get([key("b"), key("a")])).toBeUndefined();
});

test("whoever changes what they read changes nobody else's", () => {
  const recent = createRecentRows();
  recent.note([row("a", '{"x":[1]}')]);
  const [mine] = recent.get([key("a")]) as [{ x: number[] }];
  mine.x.push(2);
  expect(recent.get([key("a")])).toEqual([{ x: [1] }]);
});

test("rows of other tables, which hold names and numbers, are not remembered", () => {
  const recent = createRecentRows();
  recent.note([{ table: "names", key: "p", value: '"Amy"', fresh: false }]);
  expect(recent.get([{ table: "names", key: "p" }])).toBeUndefined();
});

test("ten thousand rows are remembered; those that nobody asks for go first", () => {
  const recent = createRecentRows();
  recent.note([row("asked for", "1"), row("not asked for", "2")]);
  for (let index = 0; index < 9_999; index++) {
    recent.note([row(`more ${index}`, "0")]);
    recent.get([key("asked for")]);
  }
  expect(recent.get([key("asked for")])).toEqual([1]);
  expect(recent.get([key("not asked for")])).toBeUndefined();
  expect(recent.get([key("more 0")])).toEqual([0]);
});
