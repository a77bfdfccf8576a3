import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { parseBundle } from "./entry-bundle.ts";
import { extend, rootOf } from "./frontier.ts";
import { entryHash } from "./leaf.ts";
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from "./proofs.ts";
import { parseVerifierKey, type VerifySignature } from "./signed-note.ts";
import { flip } from "./test-support.ts";
import {
  entriesPath,
  hashesOf,
  subtreesOfTiles,
  type TileReader,
  tilePath,
  tilesFor,
} from "./tiles.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

const ed25519: VerifySignature = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, message, key, signature);
};

/** The key of the sample log is not beside it; it stands in testdata/build_log.sh of transparency-dev/tessera. */
const verifierKey =
  "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const origin = "example.com/log/testdata";

const data = process.env.WARDKEY_TEST_DATA ?? resolve(import.meta.dirname, "../../../shared/data");
const folder = `${data}/tlog/tessera-log`;
const isThere = existsSync(folder);
const sizes = Array.from({ length: 16 }, (_, size) => size);

const keys = [parseVerifierKey(hasher, verifierKey)];
const fetch = (path: string): Uint8Array => new Uint8Array(readFileSync(`${folder}/${path}`));
const readTile: TileReader = async (level, index, width) =>
  fetch(tilePath({ level, index, width }));

/** The verified head of the sample log at a size. */
function headAt(size: number): { readonly size: number; readonly root: Uint8Array } {
  const note = readFileSync(`${folder}/checkpoint.${size}`, "utf8");
  const opened = openCheckpoint(note, origin, keys, ed25519);
  if (opened.type === "refused") throw new Error(opened.why);
  return opened.checkpoint;
}

if (!isThere)
  process.stderr.write(`skipped: there is no ${folder} (WARDKEY_TEST_DATA names the test data)\n`);
describe("the sample log of transparency-dev/tessera", () => {
  test("is there", ({ skip }) => {
    skip(!isThere);
    expect(readFileSync(`${folder}/checkpoint`, "utf8")).toBe(
      readFileSync(`${folder}/checkpoint.15`, "utf8"),
    );
  });

  test.runIf(isThere).each(sizes)("at size %i: signature, tiles, entries, root", async (size) => {
    const head = headAt(size);
    expect(head.size).toBe(size);
    const leaves: Uint8Array[] = [];
    for (const { level, index, width } of tilesFor(size)) {
      expect(level).toBe(0);
      const hashes = hashesOf(await readTile(level, index, width));
      const entries = parseBundle(fetch(entriesPath(index, width)));
      expect(entries.map((entry) => entryHash(hasher, entry))).toEqual(hashes);
      leaves.push(...hashes);
    }
    expect(leaves).toHaveLength(size);
    expect(rootOf(hasher, extend(hasher, new Uint8Array(0), 0, leaves), size)).toEqual(head.root);
  });

  test.runIf(isThere)(
    "every entry is shown to be in, and every head to grow from every other",
    async () => {
      const tile = await readTile(0, 0, 15);
      for (const size2 of sizes.slice(1)) {
        const subtrees = subtreesOfTiles(hasher, readTile, size2);
        const { root: root2 } = headAt(size2);
        for (const size1 of sizes.slice(1, size2 + 1)) {
          const claim = { size1, size2, root1: headAt(size1).root, root2 };
          const proof = await consistencyProof(hasher, subtrees, size1, size2);
          expect(verifyConsistency(hasher, claim, proof)).toBe(true);
          const index = size1 - 1;
          const leafHash = hashesOf(tile)[index] as Uint8Array;
          const inclusion = await inclusionProof(hasher, subtrees, index, size2);
          const entry = { leafHash, index, size: size2, root: root2 };
          expect(verifyInclusion(hasher, entry, inclusion)).toBe(true);
          const other = { ...entry, leafHash: flip(leafHash, 0) };
          expect(verifyInclusion(hasher, other, inclusion)).toBe(false);
        }
      }
    },
  );
});
