import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openSealer } from "./sealer.ts";

const pepper = randomBytes(32);
const sealer = openSealer(pepper);

test("a text opens under what it is bound to, and is not in what is kept", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, bound) => {
      expect(openSealer(pepper).open("draft", sealer.seal("draft", text, bound), bound)).toBe(text);
    }),
  );
  expect(
    Buffer.from(sealer.seal("draft", "slept badly", "a"), "base64url").toString(),
  ).not.toContain("slept");
  expect(sealer.seal("draft", "slept badly", "a")).not.toBe(
    sealer.seal("draft", "slept badly", "a"),
  );
});

test("it opens under nothing else: another session, another secret, one changed bit, a cut", () => {
  const sealed = sealer.seal("draft", "slept badly", "ses|amy");
  expect(sealer.open("draft", sealed, "ses|ben")).toBeUndefined();
  expect(sealer.open("signing-key", sealed, "ses|amy")).toBeUndefined();
  expect(openSealer(randomBytes(32)).open("draft", sealed, "ses|amy")).toBeUndefined();
  const bytes = Buffer.from(sealed, "base64url");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(sealer.open("draft", changed.toString("base64url"), "ses|amy")).toBeUndefined();
    expect(
      sealer.open("draft", bytes.subarray(0, index).toString("base64url"), "ses|amy"),
    ).toBeUndefined();
  }
});

test("a short secret is refused", () => {
  expect(() => openSealer(randomBytes(31))).toThrow(
    expect.objectContaining({ code: "secret-malformed" }),
  );
});
