import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import {
  consistencyProof,
  inclusionProof,
  subtreesOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from "./proofs.ts";
import { flip, naiveRoot, someLeaves } from "./test-support.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

const leaves = someLeaves(hasher, 71);
const read = subtreesOfLeaves(hasher, leaves);
const rootAt = (size: number): Uint8Array => naiveRoot(hasher, leaves.slice(0, size));

/** Every proof that is this one with something changed. */
function mutations(proof: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const [garbage] = someLeaves(hasher, 1) as [Uint8Array];
  const changed: (readonly Uint8Array[])[] = [
    [...proof, garbage],
    [garbage, ...proof],
    [...proof, new Uint8Array(0)],
  ];
  for (const [index, hash] of proof.entries()) {
    changed.push(proof.with(index, flip(hash, index % 32)));
    changed.push(proof.with(index, hash.subarray(1)));
    changed.push(proof.toSpliced(index, 1));
    changed.push(proof.toSpliced(index, 0, garbage));
  }
  return changed;
}

test("every inclusion proof verifies, and nothing else does", async () => {
  const tree = fc
    .integer({ min: 1, max: 70 })
    .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
  await fc.assert(
    fc.asyncProperty(tree, fc.nat(31), async ([size, index], byte) => {
      const leaf = leaves[index] as Uint8Array;
      const claim = { leafHash: leaf, index, size, root: rootAt(size) };
      const proof = await inclusionProof(hasher, read, index, size);
      expect(verifyInclusion(hasher, claim, proof)).toBe(true);
      for (const bad of mutations(proof)) expect(verifyInclusion(hasher, claim, bad)).toBe(false);
      for (const bad of [
        { ...claim, leafHash: flip(leaf, byte) },
        { ...claim, root: flip(claim.root, byte) },
        { ...claim, root: rootAt(size + 1) },
        { ...claim, index: index + 1 },
        { ...claim, index: index - 1 },
        { ...claim, index: size },
        { ...claim, index: index + 0.5 },
        { ...claim, size: index },
        { ...claim, size: 0 },
      ]) {
        expect(verifyInclusion(hasher, bad, proof)).toBe(false);
      }
    }),
  );
});

test("every consistency proof verifies, and nothing else does", async () => {
  const sizes = fc
    .integer({ min: 1, max: 69 })
    .chain((size2) => fc.tuple(fc.integer({ min: 1, max: size2 }), fc.constant(size2)));
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(31), async ([size1, size2], byte) => {
      const claim = { size1, size2, root1: rootAt(size1), root2: rootAt(size2) };
      const proof = await consistencyProof(hasher, read, size1, size2);
      expect(verifyConsistency(hasher, claim, proof)).toBe(true);
      for (const bad of mutations(proof)) expect(verifyConsistency(hasher, claim, bad)).toBe(false);
      for (const bad of [
        { ...claim, root1: flip(claim.root1, byte) },
        { ...claim, root2: flip(claim.root2, byte) },
        { ...claim, root2: rootAt(size2 + 1) },
        { ...claim, size1: 0 },
        { ...claim, size1: size2 + 1 },
        { ...claim, size1: size1 - 1 },
        { ...claim, size1: size1 + 0.5 },
        { ...claim, size2: Number.NaN },
      ]) {
        expect(verifyConsistency(hasher, bad, proof)).toBe(false);
      }
    }),
  );
});

test("nothing is shown about the empty tree, nor by a root of another length", async () => {
  const [none, four, eight] = [rootAt(0), rootAt(4), rootAt(8)];
  const nothing = { size1: 0, size2: 0, root1: none, root2: none };
  expect(verifyConsistency(hasher, nothing, [])).toBe(false);
  const proof = await consistencyProof(hasher, read, 4, 8);
  const claim = { size1: 4, size2: 8, root1: four, root2: eight };
  expect(verifyConsistency(hasher, claim, proof)).toBe(true);
  const longer = Uint8Array.of(...four, 0);
  expect(verifyConsistency(hasher, { ...claim, root1: longer }, proof)).toBe(false);
});

test("what a tree cannot show is refused: a leaf it has not, the empty tree, a longer tree", async () => {
  const impossible = expect.objectContaining({ code: "proof-impossible" });
  await expect(inclusionProof(hasher, read, 5, 5)).rejects.toThrow(impossible);
  await expect(inclusionProof(hasher, read, -1, 5)).rejects.toThrow(impossible);
  await expect(consistencyProof(hasher, read, 0, 5)).rejects.toThrow(impossible);
  await expect(consistencyProof(hasher, read, 6, 5)).rejects.toThrow(impossible);
  await expect(consistencyProof(hasher, read, 3, 72)).rejects.toThrow(impossible);
});

describe("the proofs of transparency-dev/merkle", () => {
  const data =
    process.env.WARDKEY_TEST_DATA ?? resolve(import.meta.dirname, "../../../shared/data");
  const file = `${data}/merkle/rfc9162-proofs.tar.gz`;
  const isThere = existsSync(file);
  if (!isThere)
    process.stderr.write(`skipped: there is no ${file} (WARDKEY_TEST_DATA names the test data)\n`);
  const files = isThere ? readTar(gunzipSync(readFileSync(file))) : new Map<string, Uint8Array>();
  const cases = [...files].map(([name, bytes]) => [name, parse(bytes)] as const);
  const inclusion = cases.filter(([name]) => name.startsWith("inclusion/"));
  const consistency = cases.filter(([name]) => name.startsWith("consistency/"));

  test("are all there", ({ skip }) => {
    skip(!isThere);
    expect(inclusion.length).toBe(98);
    expect(consistency.length).toBe(98);
  });

  test.each(inclusion)("%s", (_, { leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    const claim = { index: Number(leafIdx), size: Number(treeSize), ...decode({ root, leafHash }) };
    expect(verifyInclusion(hasher, claim, hashes(proof))).toBe(!wantErr);
  });

  test.each(consistency)("%s", (_, { size1, size2, root1, root2, proof, wantErr }) => {
    const claim = { size1: Number(size1), size2: Number(size2), ...decode({ root1, root2 }) };
    expect(verifyConsistency(hasher, claim, hashes(proof))).toBe(!wantErr);
  });
});

/** The plain files in a POSIX ustar archive. */
function readTar(tar: Buffer): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const text = (from: number, length: number): string =>
    (tar.toString("utf8", from, from + length).split("\0") as [string])[0];
  for (let offset = 0; offset + 512 <= tar.length && tar[offset] !== 0; ) {
    const size = Number.parseInt(text(offset + 124, 12), 8);
    const start = offset + 512;
    if (text(offset + 156, 1) === "0") {
      found.set(text(offset, 100), tar.subarray(start, start + size));
    }
    offset = start + Math.ceil(size / 512) * 512;
  }
  return found;
}

type Case = { readonly [key: string]: unknown };

function parse(bytes: Uint8Array): Case {
  return JSON.parse(new TextDecoder().decode(bytes)) as Case;
}

function decode<K extends string>(
  values: { readonly [P in K]: unknown },
): { [P in K]: Uint8Array } {
  const entries = Object.entries(values).map(([key, value]) => [key, fromBase64(value)]);
  return Object.fromEntries(entries) as { [P in K]: Uint8Array };
}

function hashes(proof: unknown): readonly Uint8Array[] {
  return ((proof ?? []) as readonly unknown[]).map(fromBase64);
}

function fromBase64(value: unknown): Uint8Array {
  return new Uint8Array(Buffer.from((value ?? "") as string, "base64"));
}
