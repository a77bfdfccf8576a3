import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test("cells are quoted where RFC 4180 asks for it", () => {
  expect(
    toCsv(
      ["a", "b"],
      [
        ['say "x"', "1,5"],
        ["two\nlines", ""],
      ],
    ),
  ).toBe('a,b\r\n"say ""x""","1,5"\r\n"two\nlines",\r\n');
});

test("what would be a formula is text; a negative number stays one", () => {
  expect(toCsv(["x"], [["=1+1"], ["@cmd"], ["-4.5"], ["-rm"]])).toBe(
    "x\r\n'=1+1\r\n'@cmd\r\n-4.5\r\n'-rm\r\n",
  );
});
