import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import { concatBytes } from "./bytes.ts";
import { extend, rootOf } from "./frontier.ts";
import {
  consistencyProof,
  inclusionProof,
  subtreesOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from "./proofs.ts";
import { headOf, makeEntry, makeLog, someLeaves } from "./test-support.ts";
import { type LeafHashReader, leafHashesOfLog, tileReader } from "./tile-reader.ts";
import { hashesOf, subtreesOfTiles, tilesFor } from "./tiles.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

/** Past 65,536, so that there is a full tile of level 1 and a partial one of level 2. */
const leaves = someLeaves(hasher, 70_000);
const flat = concatBytes(leaves);
const empty: Uint8Array = new Uint8Array(0);

/** A source that counts what is read of it. */
function countingSource(): { read: LeafHashReader; hashes: number } {
  const source = {
    hashes: 0,
    read: async (from: number, to: number): Promise<Uint8Array> => {
      const part = flat.subarray(from * 32, to * 32);
      source.hashes += part.length / 32;
      return part;
    },
  };
  return source;
}

function rootAt(size: number): Uint8Array {
  return rootOf(hasher, extend(hasher, empty, 0, leaves.slice(0, size)), size);
}

test("the tiles of 70,000 leaves hold the hashes that the text gives them", async () => {
  const read = tileReader(hasher, countingSource().read);
  const tiles = [...tilesFor(70_000)];
  expect(tiles).toHaveLength(277);
  const perfect = subtreesOfLeaves(hasher, leaves);
  for (const { level, index, width } of tiles.filter(
    (tile) => tile.level > 0 || tile.index > 250,
  )) {
    const hashes = hashesOf(await read(level, index, width));
    expect(hashes).toHaveLength(width);
    for (const place of [0, width >> 1, width - 1]) {
      expect(hashes[place]).toEqual(await perfect(level * 8, index * 256 + place));
    }
  }
});

test("proofs made from tiles verify, past 256 and past 65,536 entries", async () => {
  const read = tileReader(hasher, countingSource().read);
  const edge = fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000);
  const sizes = fc.oneof(edge, fc.integer({ min: 1, max: 70_000 }));
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.nat(), async (a, b, pick) => {
      const [size1, size2] = a < b ? [a, b] : [b, a];
      const subtrees = subtreesOfTiles(hasher, read, size2);
      const index = pick % size2;
      const root2 = rootAt(size2);
      const leafHash = leaves[index] as Uint8Array;
      const inclusion = await inclusionProof(hasher, subtrees, index, size2);
      const claim = { leafHash, index, size: size2, root: root2 };
      expect(verifyInclusion(hasher, claim, inclusion)).toBe(true);
      const consistency = await consistencyProof(hasher, subtrees, size1, size2);
      const grown = { size1, size2, root1: rootAt(size1), root2 };
      expect(verifyConsistency(hasher, grown, consistency)).toBe(true);
    }),
    { numRuns: 8 },
  );
}, 60_000);

test("what was read is kept: a tile again costs nothing, and one that has grown only what is new", async () => {
  const source = countingSource();
  const read = tileReader(hasher, source.read);
  await read(0, 3, 100);
  expect(source.hashes).toBe(100);
  await read(0, 3, 100);
  const narrower = await read(0, 3, 7);
  expect(narrower).toEqual(flat.slice(768 * 32, 775 * 32));
  expect(source.hashes).toBe(100);
  await Promise.all([read(0, 3, 130), read(0, 3, 256), read(0, 3, 256)]);
  expect(source.hashes).toBe(256);
  await read(1, 0, 200);
  await read(1, 0, 201);
  expect(source.hashes).toBe(256 + 201 * 256);
});

test("it keeps no more than it was told, oldest use first out", async () => {
  const source = countingSource();
  const read = tileReader(hasher, source.read, { leaves: 2, above: 1 });
  await read(0, 0, 256);
  await read(0, 1, 256);
  await read(0, 0, 256);
  await read(0, 2, 256);
  expect(source.hashes).toBe(3 * 256);
  await read(0, 0, 256);
  expect(source.hashes).toBe(3 * 256);
  await read(0, 1, 256);
  expect(source.hashes).toBe(4 * 256);
});

test("a tile that the log does not have yet is refused, and read when it is there", async () => {
  let size = 300;
  const source: LeafHashReader = async (from, to) =>
    flat.subarray(from * 32, Math.min(to, size) * 32);
  const read = tileReader(hasher, source);
  const beyond = expect.objectContaining({ code: "tile-beyond-log" });
  await expect(read(0, 1, 45)).rejects.toThrow(beyond);
  await expect(read(1, 0, 2)).rejects.toThrow(beyond);
  await expect(read(0, 9, 1)).rejects.toThrow(beyond);
  await expect(read(0, 1, 0)).rejects.toThrow(expect.objectContaining({ code: "tile-malformed" }));
  size = 600;
  expect(await read(0, 1, 45)).toHaveLength(45 * 32);
  expect(await read(1, 0, 2)).toHaveLength(64);
});

test("the leaf hashes of a log are those stored with its records, whatever its pages", async () => {
  const entries = Array.from({ length: 20 }, (_, position) => makeEntry(hasher, position));
  const log = makeLog(entries, headOf(hasher, entries));
  const hashes = leafHashesOfLog(log, 3);
  expect(hashesOf(await hashes(2, 12))).toEqual(entries.slice(2, 12).map(({ hash }) => hash));
  expect(await hashes(15, 30)).toHaveLength(5 * 32);
  expect(await hashes(20, 30)).toHaveLength(0);
  const holed = makeLog(entries.toSpliced(7, 1), headOf(hasher, entries));
  expect(await leafHashesOfLog(holed)(5, 12)).toHaveLength(2 * 32);
});
