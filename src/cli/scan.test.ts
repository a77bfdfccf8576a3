import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeSecret } from "../workloads/index.ts";
import { scanFiles } from "./scan/scan-files.ts";
import { scan } from "./scan.ts";
import { captured } from "./test-support.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-scan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secretOf = (seed: number) =>
  makeSecret(Uint8Array.from({ length: 86 }, (_value, index) => (index * 31 + seed * 7) % 256));
const run = (...args: readonly string[]) => captured(() => scan(args, {}));
const git = (...args: readonly string[]) =>
  execFileSync("git", [
    "-C",
    folder,
    "-c",
    "user.name=T",
    "-c",
    "user.email=t@example.org",
    ...args,
  ]);

test("[N6] a secret is found in files by prefix and checksum, and told by its ends alone", async () => {
  const secret = secretOf(1);
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "deep", "settings.env"), `A=1\r\nSECRET="${secret}"\nB=2\n`);
  writeFileSync(join(folder, "alike.txt"), `${secret.slice(0, -1)}~ ${secret.slice(0, 40)}`);
  writeFileSync(
    join(folder, "binary"),
    Buffer.concat([Buffer.from([0, 255]), Buffer.from(secret)]),
  );
  const { code, text } = await run(folder);
  expect(code).toBe(1);
  expect(text).toContain(`${join(folder, "deep", "settings.env")}:2  wardkey_ws_`);
  expect(text).toContain("Secrets: 2.");
  expect(text).not.toContain("alike");
  expect(text).not.toContain(secret.slice(15, 50));
});

test("[N6] of a clean folder it says so; links out of it are not followed", async () => {
  writeFileSync(join(folder, "a.txt"), "wardkey_ws_ is what they begin with");
  symlinkSync("/", join(folder, "root"));
  const { code, text } = await run(folder);
  expect([code, text]).toEqual([0, "No secret in 1 files (35 bytes)."]);
  const json = JSON.parse((await run("--json", folder)).text) as object;
  expect(json).toEqual({ found: [], bytes: 35, files: 1, unreadable: [] });
});

test("[N6] one that lies across the parts in which a file is read is found once, with its line, on threads too", async () => {
  const part = 4 * 1024 * 1024;
  const lines = `${"x".repeat(63)}\n`.repeat(part / 64);
  for (const before of [20, 59, 60, 61]) {
    const text = lines.slice(0, part - before) + secretOf(2) + lines;
    writeFileSync(join(folder, `${before}.txt`), text);
  }
  for (let copy = 0; copy < 8; copy++) writeFileSync(join(folder, `clean-${copy}`), lines);
  const one = await scanFiles(folder, 1);
  const two = await scanFiles(folder, 2);
  expect(one.found.map(({ line }) => line)).toEqual([65_536, 65_536, 65_536, 65_536]);
  expect(two).toEqual(one);
});

test("[N6] a secret that was taken out again is found in the history, where it was", async () => {
  git("init", "-q");
  writeFileSync(join(folder, "config.json"), `{\n  "secret": "${secretOf(3)}"\n}\n`);
  git("add", ".");
  git("commit", "-q", "-m", "one");
  writeFileSync(join(folder, "config.json"), "{}\n");
  git("commit", "-q", "-a", "-m", "two");
  const first = git("rev-list", "--abbrev-commit", "--max-parents=0", "HEAD").toString().trim();
  const { code, text } = await run(folder);
  expect(code).toBe(1);
  expect(text).toContain(`${first}:config.json:2  wardkey_ws_`);
  expect(text).toContain("Secrets: 1.");
  expect((await run("--no-history", folder)).code).toBe(0);
});

test("[N6] each of the secrets that took each other's place in a line is found in the history, whatever the line begins with", async () => {
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", folder, ...args]);
  git("init", "-q");
  for (const seed of [3, 4, 5]) {
    writeFileSync(join(folder, "config.txt"), `++ ${secretOf(seed)}\n`);
    git("add", ".");
    git("commit", "-q", "-m", "rotated");
  }
  git("rm", "-q", "config.txt");
  git("commit", "-q", "-m", "gone");
  const { code, text } = await run(folder);
  expect(code).toBe(1);
  expect(text).toContain("Secrets: 3.");
  expect(text.match(/:config\.txt:1 {2}/g)).toHaveLength(3);
});

test("a wrong call is told how it is right; a place that is not there is said", async () => {
  await expect(run()).rejects.toThrow(/Usage: wardkey scan/);
  await expect(run(folder, folder)).rejects.toThrow(/Usage: wardkey scan/);
  await expect(run(join(folder, "none"))).rejects.toMatchObject({ code: "ENOENT" });
});
