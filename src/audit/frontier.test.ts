import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import { extend, rootOf } from "./frontier.ts";
import { entryHash } from "./leaf.ts";
import { naiveRoot, someLeaves } from "./test-support.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

const empty: Uint8Array = new Uint8Array(0);

/** The inputs and roots of the Certificate Transparency reference tests. */
const inputs = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("the roots of the Certificate Transparency reference tree", () => {
  const leaves = inputs.map((input) => entryHash(hasher, Buffer.from(input, "hex")));
  for (const [size, root] of roots.entries()) {
    const frontier = extend(hasher, empty, 0, leaves.slice(0, size));
    expect(Buffer.from(rootOf(hasher, frontier, size)).toString("hex")).toBe(root);
  }
});

test("in whatever batches leaves are added, root and frontier are those of the naive tree", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 12 }), (batches) => {
      const leaves = someLeaves(
        hasher,
        batches.reduce((sum, batch) => sum + batch, 0),
      );
      let frontier = empty;
      let size = 0;
      for (const batch of batches) {
        frontier = extend(hasher, frontier, size, leaves.slice(size, size + batch));
        size += batch;
      }
      expect(frontier).toEqual(extend(hasher, empty, 0, leaves));
      expect(rootOf(hasher, frontier, size)).toEqual(naiveRoot(hasher, leaves));
    }),
  );
});

test("extending leaves the frontier before as it was", () => {
  const before = extend(hasher, empty, 0, someLeaves(hasher, 7));
  const copy = before.slice();
  extend(hasher, before, 7, someLeaves(hasher, 3));
  expect(before).toEqual(copy);
});

test("sizes above 2^32 add up", () => {
  const size = 2 ** 52 - 1;
  const frontier = new Uint8Array(52 * 32).fill(3);
  const next = extend(hasher, frontier, size, someLeaves(hasher, 2));
  expect(next).toHaveLength(2 * 32);
  expect(rootOf(hasher, next, size + 2)).toHaveLength(32);
});

test("a frontier of another size, a size that is none and a hash of another length are refused", () => {
  const [leaf] = someLeaves(hasher, 1) as [Uint8Array];
  const malformed = expect.objectContaining({ code: "frontier-malformed" });
  expect(() => rootOf(hasher, leaf, 3)).toThrow(malformed);
  expect(() => extend(hasher, leaf, 0, [])).toThrow(malformed);
  expect(() => extend(hasher, leaf.subarray(1), 1, [])).toThrow(malformed);
  for (const size of [-1, 0.5, Number.NaN, 2 ** 53]) {
    expect(() => extend(hasher, empty, size, [])).toThrow(malformed);
  }
  expect(() => extend(hasher, leaf, 1, [leaf.subarray(1)])).toThrow(
    expect.objectContaining({ code: "hash-malformed" }),
  );
});
