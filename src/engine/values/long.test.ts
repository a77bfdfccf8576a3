import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "./fault.ts";
import { add, canonicalLong, fits, type Long, multiply, negate, subtract } from "./long.ts";

const longest = 2n ** 63n - 1n;
const least = -(2n ** 63n);
const exact = BigInt(Number.MAX_SAFE_INTEGER);

/** 64 bits, the places where forms and signs change more often than elsewhere. */
const edges = [0n, 1n, -1n, exact, exact + 1n, -exact, -exact - 1n, longest, least, 3037000500n];
const big = fc.oneof(
  fc.bigInt({ min: least, max: longest }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc
    .tuple(fc.constantFrom(...edges), fc.bigInt({ min: -2n, max: 2n }))
    .map(([edge, step]) => edge + step)
    .filter(fits),
);

/** What an operator gives, or that it faults. */
function outcome(calculate: () => Long): Long | "fault" {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof Fault) return "fault";
    throw error;
  }
}

const expected = (value: bigint): Long | "fault" => (fits(value) ? canonicalLong(value) : "fault");

describe("a Long", () => {
  test("fits 64 bits and no more", () => {
    expect([longest, least, 0n].every(fits)).toBe(true);
    expect([longest + 1n, least - 1n].some(fits)).toBe(false);
  });

  test("is a number while that is exact, else a bigint: one form each", () => {
    expect(canonicalLong(0n)).toBe(0);
    expect(canonicalLong(exact)).toBe(Number.MAX_SAFE_INTEGER);
    expect(canonicalLong(-exact)).toBe(Number.MIN_SAFE_INTEGER);
    expect(canonicalLong(exact + 1n)).toBe(exact + 1n);
    expect(canonicalLong(-exact - 1n)).toBe(-exact - 1n);
    expect(canonicalLong(longest)).toBe(longest);
  });

  test("operators are those of the integers, within 64 bits, in the one form", () => {
    const operators = [
      [add, (a: bigint, b: bigint) => a + b],
      [subtract, (a: bigint, b: bigint) => a - b],
      [multiply, (a: bigint, b: bigint) => a * b],
    ] as const;
    fc.assert(
      fc.property(big, big, (a, b) => {
        for (const [own, reference] of operators) {
          const found = outcome(() => own(canonicalLong(a), canonicalLong(b)));
          expect(found).toBe(expected(reference(a, b)));
        }
      }),
      { numRuns: 1000 },
    );
    for (const a of edges) {
      for (const b of edges) {
        for (const [own, reference] of operators) {
          const found = outcome(() => own(canonicalLong(a), canonicalLong(b)));
          expect(found).toBe(expected(reference(a, b)));
        }
      }
    }
  });

  test("the opposite: only that of the least does not fit", () => {
    fc.assert(
      fc.property(big, (a) => {
        expect(outcome(() => negate(canonicalLong(a)))).toBe(expected(-a));
      }),
    );
    expect(outcome(() => negate(least))).toBe("fault");
    expect(negate(longest)).toBe(-longest);
    expect(negate(exact + 1n)).toBe(-exact - 1n);
  });

  test("never has two zeros", () => {
    for (const zero of [negate(0), multiply(-1, 0), multiply(0, -5), add(-1, 1), subtract(0, 0)]) {
      expect(Object.is(zero, 0)).toBe(true);
    }
  });

  test("overflow is said with the operator and the operands, as Cedar does", () => {
    const say = (calculate: () => Long) => {
      try {
        return calculate();
      } catch (error) {
        return error instanceof Fault ? error.message : error;
      }
    };
    expect(say(() => add(longest, 1))).toBe(
      "integer overflow while attempting to add the values `9223372036854775807` and `1`",
    );
    expect(say(() => subtract(least, 1))).toBe(
      "integer overflow while attempting to subtract the values `-9223372036854775808` and `1`",
    );
    expect(say(() => multiply(longest, 2))).toBe(
      "integer overflow while attempting to multiply the values `9223372036854775807` and `2`",
    );
    expect(say(() => negate(least))).toBe(
      "integer overflow while attempting to negate the value `-9223372036854775808`",
    );
  });
});
