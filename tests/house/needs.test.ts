import { basename } from "node:path";
import { expect, test } from "vitest";
import { describeWith, testData } from "./needs.ts";

test("test data is a path where it is there, and a reason where it is not", () => {
  const here = import.meta.dirname;
  expect(testData(basename(import.meta.filename), here)).toEqual({ found: import.meta.filename });
  expect(testData("nowhere", here)).toEqual({
    skipped: "no test data nowhere: WARDKEY_TEST_DATA names its folder",
  });
});

describeWith({ found: 1 }, "a suite whose need is met", (found) => {
  test("gets what was found", () => expect(found).toBe(1));
});
