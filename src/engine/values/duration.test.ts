import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Duration, parseDuration, units, wholeUnits } from "./duration.ts";
import { Fault } from "./fault.ts";
import { canonicalLong } from "./long.ts";

const longest = 2n ** 63n - 1n;
const least = -(2n ** 63n);
const sizes = { d: 86_400_000n, h: 3_600_000n, m: 60_000n, s: 1000n, ms: 1n };

describe("duration(...)", () => {
  test("adds up days, hours, minutes, seconds and milliseconds, any of them left out", () => {
    const count = fc.option(fc.bigInt({ min: 0n, max: 100_000n }));
    const counts = fc.record({ d: count, h: count, m: count, s: count, ms: count });
    fc.assert(
      fc.property(fc.boolean(), counts, (negative, each) => {
        const given = Object.entries(each).filter(([, value]) => value !== null);
        fc.pre(given.length > 0);
        const text = given.map(([unit, value]) => `${value}${unit}`).join("");
        const sum = given.reduce(
          (total, [unit, value]) => total + sizes[unit as keyof typeof sizes] * (value ?? 0n),
          0n,
        );
        const { milliseconds } = parseDuration(negative ? `-${text}` : text);
        expect(milliseconds).toBe(canonicalLong(negative ? -sum : sum));
      }),
    );
    expect(parseDuration("1d2h3m4s5ms").milliseconds).toBe(93_784_005);
    expect(parseDuration("5m").milliseconds).toBe(300_000);
    expect(parseDuration("5ms").milliseconds).toBe(5);
    expect(parseDuration("007s").milliseconds).toBe(7000);
    expect(Object.is(parseDuration("-0ms").milliseconds, 0)).toBe(true);
  });

  test("has 64 bits, whatever the units", () => {
    expect(parseDuration("9223372036854775807ms").milliseconds).toBe(longest);
    expect(parseDuration("-9223372036854775808ms").milliseconds).toBe(least);
    expect(parseDuration(`${"0".repeat(50)}1ms`).milliseconds).toBe(1);
    for (const text of [
      "9223372036854775808ms",
      "-9223372036854775809ms",
      "106751991168d",
      "9223372036854775807s",
      `${"9".repeat(100_000)}d`,
    ]) {
      expect(() => parseDuration(text)).toThrow(
        expect.objectContaining({ message: expect.stringContaining("overflows") }),
      );
    }
  });

  test("refuses other units, another order and what is no whole number", () => {
    for (const text of ["", "-", "1", "1y", "1w", "1h1d", "1m1h", "1ms1s", "1.5h", "+1h", "--1h"]) {
      expect(() => parseDuration(text), text).toThrow(Fault);
    }
    for (const text of ["1h ", " 1h", "1h 1m", "1D", "1h1h", "1h-1m", "d", "1d\n"]) {
      expect(() => parseDuration(text), text).toThrow(Fault);
    }
  });
});

describe("what is counted of a duration", () => {
  test("whole units, towards zero", () => {
    const lengths = fc.oneof(
      fc.bigInt({ min: least, max: longest }),
      fc.bigInt({ min: -200_000_000n, max: 200_000_000n }),
    );
    fc.assert(
      fc.property(lengths, (length) => {
        for (const [unit, size] of Object.entries(units)) {
          const found = wholeUnits(new Duration(canonicalLong(length)), unit as keyof typeof units);
          expect(found).toBe(canonicalLong(length / BigInt(size)));
        }
      }),
    );
    const of = (unit: keyof typeof units) => wholeUnits(new Duration(-90_061_001), unit);
    expect(of("toDays")).toBe(-1);
    expect(of("toHours")).toBe(-25);
    expect(of("toMinutes")).toBe(-1501);
    expect(of("toSeconds")).toBe(-90_061);
    expect(of("toMilliseconds")).toBe(-90_061_001);
    expect(Object.is(wholeUnits(new Duration(-1), "toDays"), 0)).toBe(true);
  });
});
