import { expect, test } from "vitest";
import { byHour } from "./deserted.ts";
import { people, peopleWith, shareOfBorrowing } from "./parameters.ts";

test("every parameter says its unit, what it is and who says so", () => {
  for (const { source, unit, what } of Object.values(people)) {
    expect([unit, what, source].every((each) => each.trim() !== "")).toBe(true);
  }
});

test("the share of those who work on under another's session, by hand", () => {
  const half = peopleWith({ borrows: 0.5, borrowsMore: 0.1, borrowsUrgent: 1 });
  expect(shareOfBorrowing(half, 0, false)).toBe(0.5);
  // Ten seconds of friction are a log-odd of 1: e / (1 + e).
  expect(shareOfBorrowing(half, 10_000, false)).toBeCloseTo(0.731_059, 6);
  expect(shareOfBorrowing(half, 10_000, true)).toBeCloseTo(0.880_797, 6);
  expect(shareOfBorrowing(peopleWith({ borrows: 0 }), 60_000, true)).toBe(0);
  expect(shareOfBorrowing(peopleWith({ borrows: 1 }), 0, false)).toBe(1);
});

test("it never falls with friction or hurry", () => {
  const values = peopleWith();
  const calm = [0, 1_000, 5_000, 30_000].map((friction) =>
    shareOfBorrowing(values, friction, false),
  );
  expect(calm).toEqual(calm.toSorted((a, b) => a - b));
  expect(shareOfBorrowing(values, 5_000, true)).toBeGreaterThan(
    shareOfBorrowing(values, 5_000, false),
  );
});

test("a time is cut at the hours of the day", () => {
  const at = (hour: number, minute: number) => Date.UTC(2026, 2, 10, hour, minute);
  expect(byHour(at(9, 50), at(11, 5))).toEqual([
    [9, 600_000],
    [10, 3_600_000],
    [11, 300_000],
  ]);
  expect(byHour(at(23, 59), at(24, 1))).toEqual([
    [23, 60_000],
    [0, 60_000],
  ]);
  expect(byHour(at(9, 0), at(9, 0))).toEqual([]);
});
