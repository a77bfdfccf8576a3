import { expect, test } from "vitest";
import { createRefusalCount, type RefusalCount } from "./refusal-count.ts";

const recordedOf = (count: RefusalCount, times: number, place: string, badge?: string): number =>
  Array.from({ length: times }, (_, each) => count.at(place, `${each}`)(badge)).filter(
    (isRecorded) => isRecorded,
  ).length;

test("[S4] twenty refusals a minute are recorded for a place, and for each place by itself", () => {
  let now = 0;
  const count = createRefusalCount({ monotonic: () => now });
  expect(recordedOf(count, 101, "4B-1")).toBe(20);
  expect(recordedOf(count, 101, "4B-2")).toBe(20);
  now = 59_999;
  expect(recordedOf(count, 1, "4B-1")).toBe(0);
  now = 60_000;
  expect(recordedOf(count, 101, "4B-1")).toBe(20);
});

test("[S4] a badge of ours is counted by itself, at all places together", () => {
  const count = createRefusalCount({ monotonic: () => 0 });
  expect(recordedOf(count, 15, "4B-1", "bdg_off")).toBe(15);
  expect(recordedOf(count, 15, "4B-2", "bdg_off")).toBe(5);
  expect(recordedOf(count, 15, "4B-1", "bdg_eve")).toBe(15);
  expect(recordedOf(count, 101, "4B-1")).toBe(20);
});

test("a command that is handled again is counted once", () => {
  const count = createRefusalCount({ monotonic: () => 0 });
  const request = count.at("4B-1", "1");
  expect(Array.from({ length: 30 }, () => request("bdg_off"))).not.toContain(false);
  expect(recordedOf(count, 30, "4B-1", "bdg_off")).toBe(19);
});

test("the memory is bounded: the longest silent are forgotten first", () => {
  const count = createRefusalCount({ monotonic: () => 0 });
  expect(recordedOf(count, 21, "first")).toBe(20);
  for (let place = 0; place < 10_000; place++) count.at(`${place}`, "1")(undefined);
  expect(recordedOf(count, 1, "first")).toBe(1);
});

test("[S4] a badge that reads twice within a second is one refusal, and later or elsewhere another", () => {
  let now = 0;
  const count = createRefusalCount({ monotonic: () => now });
  const read = (place: string, number: string, badge?: string) => count.at(place, number)(badge);
  for (const badge of [undefined, "bdg_off"]) {
    const number = `number ${badge}`;
    expect(read("4B-1", number, badge)).toBe(true);
    now += 50;
    expect(read("4B-1", number, badge)).toBe(false);
    expect(read("4B-2", number, badge)).toBe(true);
    now += 1_000;
    expect(read("4B-1", number, badge)).toBe(true);
  }
});
