import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, canonicalBytes } from "./canonical.ts";

describe("canonical JSON (RFC 8785)", () => {
  test("agrees with an independent implementation on any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(JSON.stringify(value).isWellFormed());
        expect(canonical(value)).toBe(canonicalize(value));
      }),
      { numRuns: 500 },
    );
  });

  test("writes the sample of RFC 8785 section 3.2.2", () => {
    const sample = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonical(sample)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("sorts keys by UTF-16 code units, those that look like numbers too", () => {
    expect(canonical({ "\u20ac": 1, "\r": 2, "10": 3, "9": 4, "\u{1F600}": 5, "\ufb33": 6 })).toBe(
      '{"\\r":2,"10":3,"9":4,"€":1,"😀":5,"\ufb33":6}',
    );
  });

  test("refuses what JSON cannot say", () => {
    expect(() => canonicalBytes({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalBytes({ b: 1, a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalBytes({ b: 1, a: "\ud800" })).toThrow(TypeError);
    expect(() => canonicalBytes(["\ud800"])).toThrow(TypeError);
    expect(() => canonicalBytes({ "\ud800": 1 })).toThrow(TypeError);
  });
});
