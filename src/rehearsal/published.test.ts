import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { modelPublished, ourLogins, passwordLogin } from "./published.ts";
import { writeCalibration } from "./report/write-calibration.ts";

test("a user name and a complex password take 14.9 s, by hand", () => {
  // M 1.35 + P 1.10 + H 0.40 + 9 and Tab at 0.28 + 12 at 0.75 + Enter 0.28
  expect(passwordLogin).toBe(1_350 + 1_100 + 400 + 2_800 + 9_000 + 280);
  expect(passwordLogin).toBe(14_930);
});

test("what of the published logins is not fitted comes out within 3 %, by hand", () => {
  const predicted = modelPublished().filter(({ isFitted }) => !isFitted);
  expect(predicted.map(({ person, system }) => person + system)).toEqual([
    // Two passwords.
    29_860,
    // A tap, a password, 7.8 s of the session that follows, 4.74 s of the start.
    1_000 + 14_930 + 7_800 + 4_740,
  ]);
  for (const { milliseconds, person, system } of predicted) {
    expect(Math.abs(person + system - milliseconds) / milliseconds).toBeLessThan(0.03);
  }
});

test("what is fitted is what was published, and the sites' systems take a time", () => {
  for (const { isFitted, milliseconds, person, system } of modelPublished()) {
    if (!isFitted) continue;
    expect(person + system).toBe(milliseconds);
    expect(system).toBeGreaterThan(0);
  }
});

test("ours: a tap, and a tap with a PIN", () => {
  expect(ourLogins().map(({ person, system }) => person + system)).toEqual([1_020, 3_890]);
});

test("docs/calibration.md has the tables as they are", () => {
  const page = readFileSync(new URL("../../docs/calibration.md", import.meta.url), "utf8");
  for (const table of writeCalibration().trim().split("\n\n")) expect(page).toContain(table);
});
