import fc from "fast-check";
import { expect, test } from "vitest";
import { indexOfCall, placeAt, placeOf, placeOfDeclared, placeOfNamed, placesIn } from "./place.ts";

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

/** By LF, by CR LF and by CR alone; one whose LF comes after `before` has not ended yet. */
function linesOf(before: string, after: string): string[] {
  const isCut = before.endsWith("\r") && after.startsWith("\n");
  return (isCut ? `${before.slice(0, -1)}x` : before).replace(/\r\n/g, "x\n").split(/[\r\n]/);
}

test("it is that of the character, whatever is before it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.string({ maxLength: 5 }),
      (before, after) => {
        const lines = linesOf(before, after);
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

test("the character at a place is told, and none at the end of a line", () => {
  const { of } = placesIn("a€\r\n𝒳\r");
  expect([0, 1, 4, 5, 6, 10, 11].map((offset) => of(offset).character)).toEqual([
    "a",
    "€",
    "\r",
    undefined,
    "𝒳",
    undefined,
    undefined,
  ]);
  expect(of(10)).toMatchObject({ line: 2, column: 2 });
  expect(of(11)).toMatchObject({ line: 3, column: 1 });
});

test("places far into a long line are the same as those that are read from its beginning", () => {
  const text = `${"aü€𝒳".repeat(2_000)}\nb${"𝒳\r".repeat(3_000)}`;
  const { of } = placesIn(text);
  let offset = 0;
  let [line, column] = [1, 1];
  for (const character of text) {
    const place = of(offset);
    if (place.line !== line || place.column !== column) {
      expect({ offset, ...place }).toMatchObject({ line, column });
    }
    offset += new TextEncoder().encode(character).length;
    if (character === "\n" || character === "\r") [line, column] = [line + 1, 1];
    else column++;
  }
  expect(of(offset)).toMatchObject({ line, column, character: undefined });
  expect(line).toBe(3_002);
});

test("an action is found where it is declared, else where it is first mentioned, in a schema of any length", () => {
  const named = (text: string, name: string) => placeOfNamed(text, `undeclared Action::"${name}"`);
  const schema =
    'entity zz; // action zz;\naction a in [zz, "odd; one"],\n  b appliesTo { principal: zz };\naction zz;';
  expect(named(schema, "b")).toEqual({ line: 3, column: 3 });
  expect(named(schema, "zz")).toEqual({ line: 4, column: 8 });
  expect(named(schema, "odd; one")).toEqual({ line: 2, column: 18 });
  expect(named(schema, "none")).toEqual({ line: 1, column: 1 });
  const long = `action q in [${"zz, ".repeat(400_000)}zz];`;
  expect(named(long, "zz")).toEqual({ line: 1, column: 14 });
  expect(named(long, "none")).toEqual({ line: 1, column: 1 });
});
