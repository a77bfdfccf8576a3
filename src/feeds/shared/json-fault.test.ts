import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonFault } from "./json-fault.ts";

test.each([
  ["", 1, 1, "a value"],
  ["{", 1, 2, "a name in double quotes or }"],
  ['{"a" 1}', 1, 6, "a colon"],
  ['{"a": 1,}', 1, 9, "a name in double quotes"],
  ["[1, 2", 1, 6, "a comma or the end of the list or object"],
  ["[1 2]", 1, 4, "a comma or the end of the list or object"],
  ["[1,]", 1, 4, "a value"],
  ['{\n  "badge": "12\n}', 2, 15, "a well-formed string or number"],
  ['{"a": tru}', 1, 7, "a value"],
  ["01", 1, 2, "nothing more"],
  ['{"a": "\\x"}', 1, 8, "a well-formed string or number"],
  ["{} {}", 1, 4, "nothing more"],
])("%j breaks at line %i, column %i", (text, line, column, expected) => {
  expect(findJsonFault(text)).toEqual({ line, column, expected });
});

test("what JSON.parse takes has no fault, and what it refuses has one", () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", "}", "]", ",", '"', "\\", "x", "\u0001"))
    .map(([text, at, sign]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + sign + text.slice(index + (sign === "" ? 1 : 0));
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
      const parses = (() => {
        try {
          JSON.parse(text);
          return true;
        } catch {
          return false;
        }
      })();
      expect(findJsonFault(text) === undefined).toBe(parses);
    }),
    { numRuns: 2_000 },
  );
});

test("a hundred thousand open brackets are walked, not recursed into", () => {
  expect(findJsonFault("[".repeat(100_000))).toMatchObject({ column: 100_001 });
});
