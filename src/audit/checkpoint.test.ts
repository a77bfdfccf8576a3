import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from "./checkpoint.ts";
import { noteKey, signNote } from "./signed-note.ts";
import { fakeSigner, fakeVerify } from "./test-support.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};
const origin = "hospital.example/log";
const signer = fakeSigner(hasher, origin);
const keys = [noteKey(hasher, signer.name, signer.publicKey)];
const verify = fakeVerify(hasher);
const root = hasher.sha256(new Uint8Array(0));

test("the text is that of the specification's example", () => {
  const text = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
`;
  const checkpoint = parseCheckpoint(text);
  expect(checkpoint).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20_852_163 });
  expect(formatCheckpoint(checkpoint)).toBe(text);
});

test("what is written is read again", () => {
  const word = fc.string({ minLength: 1 }).filter((text) => !text.includes("\n"));
  const checkpoints = fc.record({
    origin: word,
    size: fc.maxSafeNat(),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    extensions: fc.array(word, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(checkpoints, (checkpoint) => {
      expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
    }),
  );
});

test("what is signed opens with the key and for the origin, and with no other", () => {
  const note = signCheckpoint(hasher, { origin, size: 0, root, signer });
  const checkpoint: Checkpoint = { origin, size: 0, root, extensions: [] };
  expect(openCheckpoint(note, origin, keys, verify)).toEqual({
    type: "signed",
    checkpoint,
    by: keys,
  });
  const refused = (why: string): object => ({ type: "refused", why });
  expect(openCheckpoint(note, "other", keys, verify)).toEqual(refused("other-origin"));
  expect(openCheckpoint(note, origin, [], verify)).toEqual(refused("no-known-key"));
  expect(openCheckpoint(note.replace("\n0\n", "\n1\n"), origin, keys, verify)).toEqual(
    refused("bad-signature"),
  );
  expect(openCheckpoint("", origin, keys, verify)).toEqual(refused("malformed"));
  const other = signNote(hasher, "hospital.example/log\n1\n", signer);
  expect(openCheckpoint(other, origin, keys, verify)).toEqual(refused("not-a-checkpoint"));
});

const base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

test.each([
  ["no root", "origin\n1\n"],
  ["no newline at the end", `origin\n1\n${base64}`],
  ["no origin", `\n1\n${base64}\n`],
  ["a leading zero", `origin\n01\n${base64}\n`],
  ["a sign", `origin\n+1\n${base64}\n`],
  ["a negative size", `origin\n-1\n${base64}\n`],
  ["no size", `origin\n\n${base64}\n`],
  ["a size in hex", `origin\n0x1\n${base64}\n`],
  ["a size with an exponent", `origin\n1e3\n${base64}\n`],
  ["a size above 2^53", `origin\n9007199254740993\n${base64}\n`],
  ["a root of another length", "origin\n1\nAAAA\n"],
  ["a root without padding", `origin\n1\n${base64.slice(0, -1)}\n`],
  ["an empty extension line", `origin\n1\n${base64}\n\n`],
])("not a checkpoint: %s", (_, text) => {
  expect(() => parseCheckpoint(text)).toThrow(
    expect.objectContaining({ code: "checkpoint-malformed" }),
  );
});

test("what cannot be read again is not written", () => {
  const good: Checkpoint = { origin, size: 1, root, extensions: [] };
  for (const bad of [
    { ...good, origin: "" },
    { ...good, origin: "a\nb" },
    { ...good, size: -1 },
    { ...good, size: 1.5 },
    { ...good, root: root.subarray(1) },
    { ...good, extensions: [""] },
    { ...good, extensions: ["a\nb"] },
  ]) {
    expect(() => formatCheckpoint(bad)).toThrow(
      expect.objectContaining({ code: "checkpoint-malformed" }),
    );
  }
});
