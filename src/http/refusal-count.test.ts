import { expect, test } from "vitest";
import { createRefusalCount } from "./refusal-count.ts";

test("a place is flooded after twenty refusals in a minute, and by itself", () => {
  let now = 0;
  const count = createRefusalCount({ monotonic: () => now });
  for (let turn = 0; turn < 19; turn++) count.note("4B-1");
  expect(count.isFlooded("4B-1")).toBe(false);
  count.note("4B-1");
  expect([count.isFlooded("4B-1"), count.isFlooded("4B-2")]).toEqual([true, false]);
  now = 60_000;
  expect(count.isFlooded("4B-1")).toBe(false);
});

test("the memory is bounded: the longest silent are forgotten first", () => {
  const count = createRefusalCount({ monotonic: () => 0 });
  for (let turn = 0; turn < 20; turn++) count.note("first");
  for (let place = 0; place < 10_000; place++) count.note(`${place}`);
  expect(count.isFlooded("first")).toBe(false);
});
