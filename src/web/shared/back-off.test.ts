import fc from "fast-check";
import { expect, test } from "vitest";
import { backOff } from "./back-off.ts";

const policy = { first: 500, longest: 15_000 };

test("the wait doubles up to the longest", () => {
  expect([1, 2, 3, 6, 60].map((failures) => backOff(policy, failures, 0))).toEqual([
    500, 1000, 2000, 15_000, 15_000,
  ]);
});

test("chance shortens a wait by a third at most, and it is never zero", () => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, chance) => {
        const full = backOff(policy, failures, 0);
        const wait = backOff(policy, failures, chance);
        expect(wait).toBeLessThanOrEqual(full);
        expect(wait).toBeGreaterThanOrEqual(Math.floor((full * 2) / 3));
      },
    ),
  );
});
