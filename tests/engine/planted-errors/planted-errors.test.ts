import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { plantIn, readErrors } from "./read-errors.ts";

const engine = new URL("../../../src/engine/", import.meta.url);

test("every planted error still has its place, once", () => {
  const errors = readErrors();
  expect(errors.length).toBeGreaterThan(100);
  const lost = errors.flatMap((error) => {
    const planted = plantIn(readFileSync(new URL(error.file, engine), "utf8"), error);
    return planted instanceof RangeError
      ? [`${error.name}, ${error.file}: ${planted.message}`]
      : [];
  });
  expect(lost).toEqual([]);
});

test("no two planted errors have one name", () => {
  const names = readErrors().map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
