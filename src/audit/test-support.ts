// Shared by the tests of this folder: trees done the slow way, a signer and a log in memory.
import type { Batches, BatchRow, Entry, Hasher, Head, Log, Signer } from "../ports/index.ts";
import { canonicalBytes } from "../world/index.ts";
import { concatBytes, equalBytes } from "./bytes.ts";
import { extend, nodeHash } from "./frontier.ts";
import { leafHash } from "./leaf.ts";
import type { VerifySignature } from "./signed-note.ts";

/** RFC 9162 section 2.1.1, word for word. */
export function naiveRoot(hasher: Hasher, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hasher.sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const left = naiveRoot(hasher, leaves.slice(0, k));
  return nodeHash(hasher, left, naiveRoot(hasher, leaves.slice(k)));
}

/** `count` different leaf hashes. */
export function someLeaves(hasher: Hasher, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    hasher.sha256(new TextEncoder().encode(`leaf ${index}`)),
  );
}

/** A copy with one bit changed. */
export function flip(bytes: Uint8Array, at: number, bit = 1): Uint8Array {
  return bytes.with(at, (bytes[at] as number) ^ bit);
}

/** A signer that is no signer: two hashes of key and message, which {@link fakeVerify} compares. */
export function fakeSigner(hasher: Hasher, name: string): Signer {
  const publicKey = hasher.sha256(new TextEncoder().encode(name));
  return { name, publicKey, sign: (message) => fakeSign(hasher, publicKey, message) };
}

/** What goes with {@link fakeSigner}. */
export function fakeVerify(hasher: Hasher): VerifySignature {
  return (publicKey, message, signature) =>
    equalBytes(fakeSign(hasher, publicKey, message), signature);
}

function fakeSign(hasher: Hasher, publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const first = hasher.sha256(concatBytes([publicKey, message]));
  return concatBytes([first, hasher.sha256(first)]);
}

/** The row of a record at `position`; batches are three records long. */
export function makeEntry(
  hasher: Hasher,
  position: number,
  more: { readonly [key: string]: unknown } = {},
): Entry {
  const batch = `batch_${Math.floor(position / 3)}`;
  const record = { position, at: 1000 + position, batch, kind: "seat.enrolled", ...more };
  const bytes = canonicalBytes(record);
  const salt = hasher.sha256(Uint8Array.of(position & 0xff, position >> 8)).slice(0, 16);
  return { position, batch, state: true, salt, bytes, hash: leafHash(hasher, salt, bytes) };
}

/** The head row that fits the entries. */
export function headOf(hasher: Hasher, entries: readonly Entry[]): Head {
  const leaves = entries.map(({ hash }) => hash);
  return {
    next: entries.length,
    changed: entries.findLastIndex(({ state }) => state) + 1,
    at: entries.length === 0 ? 0 : 1000 + entries.length - 1,
    frontier: extend(hasher, new Uint8Array(0), 0, leaves),
    authority: 0,
  };
}

/** The reading half of a log, over entries in memory. */
export function makeLog(entries: readonly Entry[], head: Head): Pick<Log, "head" | "read"> {
  return {
    head: async () => head,
    read: async (from, { to = Number.MAX_SAFE_INTEGER, limit }) =>
      entries.filter(({ position }) => position >= from && position < to).slice(0, limit),
  };
}

/** The rows of the batches that the entries are of. */
export function batchRowsOf(entries: readonly Entry[]): readonly BatchRow[] {
  const rows = new Map<string, BatchRow>();
  for (const { batch: id, position } of entries) {
    const { first, count } = rows.get(id) ?? { first: position, count: 0 };
    rows.set(id, { id, first, count: count + 1 });
  }
  return [...rows.values()];
}

/** Rows of batches in memory, beside the entries. */
export function makeBatches(rows: readonly BatchRow[], entries: readonly Entry[]): Batches {
  return {
    find: async (ids) => rows.filter(({ id }) => ids.includes(id)),
    strays: async (limit) =>
      rows.filter(({ first, id }) => entries[first]?.batch !== id).slice(0, limit),
  };
}
