import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPins } from "../node/index.ts";
import { readLeakedPins } from "./read-leaked-pins.ts";
import { SettingsError } from "./settings.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-pins-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, "pins.txt");
  writeFileSync(path, text);
  return path;
}

test("[A3] a PIN on the hospital's list is chosen by nobody, and others are", async () => {
  const leaked = readLeakedPins(file("\uFEFF# from a breach\r\n4826\r\n\r\n 50736 \n"));
  expect([...leaked]).toEqual(["4826", "50736"]);
  const cost = { memory: 1_024, passes: 1 };
  const pins = await createPins({ pepper: new Uint8Array(32).fill(7), cost, leaked });
  await expect(pins.hash("4826")).rejects.toMatchObject({ code: "pin-too-common" });
  await expect(pins.hash("4827")).resolves.toContain("argon2id");
});

test("without a list there is none", () => {
  expect(readLeakedPins(undefined).size).toBe(0);
});

test("a line that is no PIN, or a file that is not there, is refused in words that repeat no PIN", () => {
  const path = file("4826\n12a4\n");
  expect(() => readLeakedPins(path)).toThrow(SettingsError);
  expect(() => readLeakedPins(path)).toThrow(`line 2 of ${path} is no PIN of 4 to 12 digits`);
  expect(() => readLeakedPins(path)).not.toThrow("12a4");
  expect(() => readLeakedPins(join(folder, "none"))).toThrow("cannot be read");
});
