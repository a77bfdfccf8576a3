import fc from "fast-check";
import { expect, test } from "vitest";
import { placeOf } from "./place.ts";

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
