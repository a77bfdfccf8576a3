import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openKeyedHash } from "./keyed-hash.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-pepper-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the same number gives the same hash with the same pepper and use, and only then", () => {
  const path = join(folder, "pepper");
  const hash = openKeyedHash({ path });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(hash("badge", "0042")).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(openKeyedHash({ path })("badge", "0042")).toBe(hash("badge", "0042"));
  expect(hash("api-key", "0042")).not.toBe(hash("badge", "0042"));
  expect(hash("badge", "0043")).not.toBe(hash("badge", "0042"));
  const other = openKeyedHash({ path: join(folder, "other") });
  expect(other("badge", "0042")).not.toBe(hash("badge", "0042"));
});

test("it is HMAC-SHA-256 over use, a zero byte and the secret", () => {
  const hash = openKeyedHash({ pepper: new Uint8Array(32).fill(0x0b) });
  // printf 'badge\0000042' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b...0b
  expect(Buffer.from(hash("badge", "0042"), "base64url").toString("hex")).toBe(
    "c36925726d91f90f1e1a6e785a0e8e7334182337489e08f5b46bcd9d91c3fcc1",
  );
});

test("a short pepper and a file that holds none are refused", () => {
  const path = join(folder, "pepper");
  writeFileSync(path, "secret\n", { mode: 0o600 });
  for (const source of [{ pepper: new Uint8Array(31) }, { path }]) {
    expect(() => openKeyedHash(source)).toThrow(
      expect.objectContaining({ code: "secret-malformed" }),
    );
  }
});
