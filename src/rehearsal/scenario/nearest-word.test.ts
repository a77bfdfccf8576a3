import fc from "fast-check";
import { expect, test } from "vitest";
import { editsBetween, listOf, nearestWord } from "./nearest-word.ts";

const edits = (a: string, b: string) => editsBetween(a, b, (x, y) => (x === y ? 0 : 1));

test("edits are insertions, deletions, replacements, and swaps of neighbours", () => {
  expect(edits("seat", "seat")).toBe(0);
  expect(edits("seat", "sat")).toBe(1);
  expect(edits("seat", "saet")).toBe(1);
  expect(edits("", "seat")).toBe(4);
  expect(edits("kitten", "sitting")).toBe(3);
});

test("edits are the same both ways, and none only between equals", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(edits(a, b)).toBe(edits(b, a));
      expect(edits(a, b) === 0).toBe(a === b);
    }),
  );
});

test("the nearest word is one that is near, whatever its case", () => {
  expect(nearestWord("Wards", ["wards", "words"])).toBe("wards");
  expect(nearestWord("wrads", ["wards", "staff"])).toBe("wards");
  expect(nearestWord("budget", ["wards", "staff"])).toBeUndefined();
  expect(nearestWord("x", ["a", "b"])).toBeUndefined();
  expect(nearestWord("", [])).toBeUndefined();
});

test("a list is read as one", () => {
  expect(listOf(["a"])).toBe("a");
  expect(listOf(["a", "b", "c"])).toBe("a, b or c");
});
