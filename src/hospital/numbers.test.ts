import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checks, makePin, patientNumbers, scattered } from "./numbers.ts";
import { randomFrom } from "./random.ts";

describe("numbers", () => {
  it("find every wrong digit by the check digit", () => {
    const number = patientNumbers("check", 100);
    fc.assert(
      fc.property(fc.nat(99), fc.nat(6), fc.integer({ min: 1, max: 9 }), (index, place, by) => {
        const right = number(index);
        const digit = String((Number(right[place]) + by) % 10);
        expect(checks(right)).toBe(true);
        expect(checks(right.slice(0, place) + digit + right.slice(place + 1))).toBe(false);
      }),
    );
  });

  it("check as the standard's own example does (ISO/IEC 7064 MOD 11,10: 0794 and 5)", () => {
    expect(checks("07945")).toBe(true);
    expect(checks("07946")).toBe(false);
    for (const text of ["", "5", "07x45", " 07945"]) expect(checks(text)).toBe(false);
  });

  it("come once each, and are refused where there are no more", () => {
    const number = scattered("all", "kind", 3);
    const all = Array.from({ length: 1_000 }, (_, index) => number(index));
    expect(new Set(all).size).toBe(1_000);
    expect(all.every((one) => /^[0-9]{3}$/.test(one))).toBe(true);
    expect(() => number(1_000)).toThrow(RangeError);
    expect(() => number(-1)).toThrow(RangeError);
    expect(patientNumbers("large", 600_000)(0)).toHaveLength(8);
  });

  it("that are PINs are not the first that a thief tries", () => {
    const random = randomFrom("pins", "1");
    for (let draw = 0; draw < 2_000; draw++) {
      const pin = makePin(random);
      expect(pin).toMatch(/^[4-9][0-9]{2}[1-9]$/);
      expect(new Set(pin).size).toBe(4);
      expect(pin).not.toBe("4096");
    }
  });
});
