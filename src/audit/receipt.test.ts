import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import { canonicalBytes } from "../world/index.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { extend, rootOf } from "./frontier.ts";
import { leafHash } from "./leaf.ts";
import { subtreesOfLeaves } from "./proofs.ts";
import { makeReceipt, openReceipt, type Receipt, sizeOfCheckpoint } from "./receipt.ts";
import { noteKey } from "./signed-note.ts";
import { fakeSigner, fakeVerify } from "./test-support.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};
const origin = "hospital.example/log";
const signer = fakeSigner(hasher, origin);
const keys = [noteKey(hasher, signer.name, signer.publicKey)];
const verifySignature = fakeVerify(hasher);
const open = (text: string, known = keys) =>
  openReceipt(text, { hasher, keys: known, verifySignature });

const salt = new Uint8Array(16).fill(3);
const recordAt = (position: number) => ({
  body: { person: "per_1" },
  kind: "access.ended",
  position,
});

/** A log of `size` records, its tree's leaves, and a checkpoint over all of them. */
function logOf(size: number) {
  const bytes = Array.from({ length: size }, (_, position) => canonicalBytes(recordAt(position)));
  const leaves = bytes.map((each) => leafHash(hasher, salt, each));
  const root = rootOf(hasher, extend(hasher, new Uint8Array(0), 0, leaves), size);
  const checkpoint = signCheckpoint(hasher, { origin, size, root, signer });
  const receipt = (position: number) =>
    makeReceipt(
      hasher,
      { bytes: bytes[position] as Uint8Array, position, salt },
      { checkpoint, read: subtreesOfLeaves(hasher, leaves) },
    );
  return { checkpoint, receipt };
}

describe("a receipt", () => {
  test("[U2] proves its record by the log's key alone, wherever it stands and however long the log", async () => {
    for (const size of [1, 2, 3, 7, 64, 100]) {
      const { checkpoint, receipt } = logOf(size);
      expect(sizeOfCheckpoint(checkpoint)).toBe(size);
      for (const position of [0, size >> 1, size - 1]) {
        expect(open(JSON.stringify(await receipt(position)))).toEqual({
          type: "holds",
          record: recordAt(position),
          position,
          origin,
          size,
          by: keys,
        });
      }
    }
  });

  test("is not made under a checkpoint that does not cover it", async () => {
    const { checkpoint } = logOf(3);
    const bytes = canonicalBytes(recordAt(3));
    const made = makeReceipt(
      hasher,
      { bytes, position: 3, salt },
      { checkpoint, read: subtreesOfLeaves(hasher, []) },
    );
    await expect(made).rejects.toMatchObject({ code: "proof-impossible" });
  });

  test("says what its bytes say, is signed by a known key, and is in the tree that was signed; else it proves nothing", async () => {
    const { receipt } = logOf(9);
    const whole = await receipt(4);
    const other = await receipt(5);
    const why = (changes: Partial<Record<keyof Receipt, unknown>>, known = keys) => {
      const opened = open(JSON.stringify({ ...whole, ...changes }), known);
      return opened.type === "refused" ? opened.why : opened.type;
    };
    expect(why({})).toBe("holds");
    expect(why({ record: { ...recordAt(4), kind: "access.begun" } })).toBe("record-differs");
    expect(why({ record: other.record, bytes: other.bytes })).toBe("not-included");
    expect(why({ salt: Buffer.alloc(16).toString("base64") })).toBe("not-included");
    expect(why({ proof: whole.proof.slice(1) })).toBe("not-included");
    expect(why({ proof: [...whole.proof, ...whole.proof] })).toBe("not-included");
    expect(why({ checkpoint: logOf(8).checkpoint })).toBe("not-included");
    expect(why({ checkpoint: whole.checkpoint.replace("\n9\n", "\n8\n") })).toBe("not-signed");
    expect(why({}, [])).toBe("not-signed");
    const foreign = fakeSigner(hasher, "other.example/log");
    const stranger = noteKey(hasher, foreign.name, foreign.publicKey);
    expect(why({}, [stranger])).toBe("not-signed");
    for (const part of ["type", "record", "bytes", "salt", "proof", "checkpoint"] as const) {
      for (const value of [undefined, null, 1, "?", {}, [1], ""]) {
        expect([part, value, why({ [part]: value })]).not.toContain("holds");
      }
    }
  });

  test("whatever text it is given, it is refused and nothing is thrown; so is any changed character", async () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => open(text).type === "refused"),
    );
    const text = JSON.stringify(await logOf(6).receipt(2));
    const at = fc.nat(text.length - 1);
    const sign = fc.string({ minLength: 1, maxLength: 1, unit: "grapheme-ascii" });
    fc.assert(
      fc.property(at, sign, (index, by) => {
        const changed = text.slice(0, index) + by + text.slice(index + 1);
        const opened = open(changed);
        // What reads the same is the same: a blank between members, a member that is none of ours.
        if (opened.type === "holds") expect(JSON.parse(changed)).toMatchObject(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });
});
