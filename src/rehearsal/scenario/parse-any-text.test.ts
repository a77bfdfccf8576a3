import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import { someWords } from "../test-support.ts";
import { parseScenarios } from "./parse-scenarios.ts";

describe("whatever is in a file", () => {
  const shipped = Object.values(shippedFiles("scenarios"));

  test("reading it never throws, and says where a problem is", () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...shipped),
        fc.array(
          fc.record({
            at: fc.double({ min: 0, max: 1, noNaN: true }),
            drop: fc.nat(40),
            put: fc.oneof(
              fc.string(),
              fc.constantFrom(
                ": ",
                "- ",
                "[",
                "]",
                "{",
                "}",
                "\n",
                "  ",
                "'",
                '"',
                "#",
                "&a ",
                "*a",
                "!t ",
                "|",
                "25:00",
                "steps",
                "\t",
                "?",
              ),
            ),
          }),
          { minLength: 1, maxLength: 6 },
        ),
      )
      .map(([text, edits]) =>
        edits.reduce((now, { at, drop, put }) => {
          const index = Math.floor(at * now.length);
          return now.slice(0, index) + put + now.slice(index + drop);
        }, text),
      );
    fc.assert(
      fc.property(mutated, (text) => {
        const parsed = parseScenarios("x.yaml", text, someWords);
        if (parsed.type === "scenarios") return;
        const lines = text.split("\n").length;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of parsed.problems) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe("");
        }
      }),
      { numRuns: 400 },
    );
  });

  test("reading any text never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        parseScenarios("x.yaml", text, someWords);
      }),
      { numRuns: 300 },
    );
  });
});
