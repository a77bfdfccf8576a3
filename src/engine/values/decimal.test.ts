import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal, decimalText, parseDecimal } from "./decimal.ts";
import { Fault } from "./fault.ts";
import { canonicalLong } from "./long.ts";

const longest = 2n ** 63n - 1n;
const least = -(2n ** 63n);

describe("a decimal", () => {
  test("is read in ten-thousandths", () => {
    const known: Readonly<Record<string, number>> = {
      "0.0": 0,
      "-0.0": 0,
      "1.2": 12_000,
      "1.0002": 10_002,
      "-1.25": -12_500,
      "-0.0001": -1,
      "00012.34": 123_400,
      "12.3400": 123_400,
    };
    for (const [text, value] of Object.entries(known)) {
      expect(parseDecimal(text).value).toBe(value);
    }
  });

  test("has 64 bits: 922337203685477.5807 is the most", () => {
    expect(parseDecimal("922337203685477.5807").value).toBe(longest);
    expect(parseDecimal("-922337203685477.5808").value).toBe(least);
    expect(parseDecimal(`${"0".repeat(300)}1.5`).value).toBe(15_000);
    for (const text of [
      "922337203685477.5808",
      "-922337203685477.5809",
      "1000000000000000000.0",
      `${"9".repeat(10_000)}.0`,
    ]) {
      expect(() => parseDecimal(text)).toThrow(
        expect.objectContaining({ message: expect.stringContaining("overflow") }),
      );
    }
  });

  test("refuses what is not digits, a point and one to four digits", () => {
    const wrong = [
      "",
      "1",
      "1.",
      ".5",
      "+1.0",
      "1.00000",
      "1.0 ",
      " 1.0",
      "1e1.0",
      "--1.0",
      "1.0.0",
    ];
    for (const text of [...wrong, "1.-0", "٣.٣", "1,0", "1.0\n"]) {
      expect(() => parseDecimal(text)).toThrow(Fault);
    }
    expect(() => parseDecimal("1.23456")).toThrow(
      expect.objectContaining({ message: expect.stringContaining("too many digits") }),
    );
  });

  test("its text reads as itself", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.bigInt({ min: least, max: longest }),
          fc.bigInt({ min: -20_000n, max: 20_000n }),
        ),
        (value) => {
          const decimal = new Decimal(canonicalLong(value));
          expect(parseDecimal(decimalText(decimal)).value).toBe(decimal.value);
        },
      ),
    );
    expect(decimalText(new Decimal(-1))).toBe("-0.0001");
    expect(decimalText(new Decimal(123_400))).toBe("12.3400");
  });
});
