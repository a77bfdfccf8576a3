import { expect, test } from "vitest";
import { idleOf } from "./idle.ts";

test("[S6] quiet, then a short warning, then the lock", () => {
  const at = (seconds: number) => idleOf(0, seconds * 1000, 120_000);
  expect(at(0)).toEqual({ type: "quiet" });
  expect(at(104)).toEqual({ type: "quiet" });
  expect(at(105)).toEqual({ type: "warning", secondsLeft: 15 });
  expect(at(119.5)).toEqual({ type: "warning", secondsLeft: 1 });
  expect(at(120)).toEqual({ type: "lock" });
});

test("[S6] a screen that slept past its time locks at once", () => {
  expect(idleOf(0, 3_600_000, 60_000)).toEqual({ type: "lock" });
});

test("[S6] the warning never takes more than a quarter of a short idle time", () => {
  expect(idleOf(0, 5_000, 8_000)).toEqual({ type: "quiet" });
  expect(idleOf(0, 6_500, 8_000)).toEqual({ type: "warning", secondsLeft: 2 });
});
