import { expect, test } from "vitest";
import { instantOf } from "./instant-of.ts";

test("an instant has an offset, and is one", () => {
  expect(instantOf("2026-03-10T19:00:00Z")).toBe(1_773_169_200_000);
  expect(instantOf("2026-03-10T20:00:00.25+01:00")).toBe(1_773_169_200_250);
  for (const none of ["2026-03-10T19:00:00", "2026-02-30T19:00:00Z", "2026-03-10", "", "now"]) {
    expect([none, instantOf(none)]).toEqual([none, undefined]);
  }
});
