import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import { entryHash, leafHash, maximumRecordLength } from "./leaf.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

test("a leaf is SHA-256(0x00 || salt || bytes), and so is the entry that a client hashes", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.uint8Array({ maxLength: 5000 }),
      (salt, bytes) => {
        const whole = createHash("sha256").update(Uint8Array.of(0)).update(salt).update(bytes);
        const hash = Buffer.from(leafHash(hasher, salt, bytes)).toString("hex");
        expect(hash).toBe(whole.digest("hex"));
        const entry = Buffer.concat([salt, bytes]);
        expect(Buffer.from(entryHash(hasher, entry)).toString("hex")).toBe(hash);
      },
    ),
  );
});

test("a salt of another length and a record that fits no entry are refused", () => {
  const salt = new Uint8Array(16);
  expect(() => leafHash(hasher, salt.subarray(1), salt)).toThrow(
    expect.objectContaining({ code: "salt-malformed" }),
  );
  expect(leafHash(hasher, salt, new Uint8Array(maximumRecordLength))).toHaveLength(32);
  for (const attempt of [
    () => leafHash(hasher, salt, new Uint8Array(maximumRecordLength + 1)),
    () => entryHash(hasher, new Uint8Array(65_536)),
  ]) {
    expect(attempt).toThrow(expect.objectContaining({ code: "entry-too-large" }));
  }
});
