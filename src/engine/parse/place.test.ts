import fc from "fast-check";
import { expect, test } from "vitest";
import { indexOfCall, placeAt, placeOf, placeOfDeclared } from "./place.ts";

test("a place is found by its offset in UTF-8 bytes", () => {
  const text = "a\nü€𝒳x\n\ny";
  expect(placeOf(text, 0)).toEqual({ line: 1, column: 1 });
  expect(placeOf(text, 1)).toEqual({ line: 1, column: 2 });
  expect(placeOf(text, 2)).toEqual({ line: 2, column: 1 });
  expect(placeOf(text, 4)).toEqual({ line: 2, column: 2 });
  expect(placeOf(text, 7)).toEqual({ line: 2, column: 3 });
  expect(placeOf(text, 11)).toEqual({ line: 2, column: 4 });
  expect(placeOf(text, 13)).toEqual({ line: 3, column: 1 });
  expect(placeOf(text, 14)).toEqual({ line: 4, column: 1 });
  expect(placeOf(text, 1000)).toEqual({ line: 4, column: 2 });
});

test("it is that of the character, whatever is before it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.string({ maxLength: 5 }),
      (before, after) => {
        const lines = before.split("\n");
        const offset = new TextEncoder().encode(before).length;
        expect(placeOf(before + after, offset)).toEqual({
          line: lines.length,
          column: [...(lines.at(-1) ?? "")].length + 1,
        });
      },
    ),
  );
});

test("that of an index is the one of as many bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), fc.nat(20), (text, at) => {
      // Not within a pair, where no character begins.
      const index = [...text].slice(0, at).join("").length;
      const offset = new TextEncoder().encode(text.slice(0, index)).length;
      expect(placeAt(text, index)).toEqual(placeOf(text, offset));
    }),
  );
});

test("a call and a declaration are found outside strings and comments", () => {
  expect(indexOfCall('"f(" // f(\n + f (1)', "f")).toBe(14);
  expect(indexOfCall('"\\"f(" + of(1)', "f")).toBe(0);
  const schema = '// type T = Long;\nentity A { "type T": Tt };\ntype Tt = Long; type T = Long;';
  expect(placeOfDeclared(schema, "T")).toEqual({ line: 3, column: 17 });
  expect(placeOfDeclared(schema, "N::A")).toEqual({ line: 2, column: 1 });
  expect(placeOfDeclared(schema, "of (odd's context")).toEqual({ line: 1, column: 1 });
});
