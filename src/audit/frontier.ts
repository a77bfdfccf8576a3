import type { Hasher } from "../ports/index.ts";
import { AuditError } from "./errors.ts";

/** The length of every hash here, in bytes: SHA-256. */
export const hashLength = 32;

/** A size is a safe integer, below 2^53: at most 53 subtrees, and the leaf that comes. */
const levels = 54;

/**
 * One byte, then hashes one after the other. Two neighbours that are to be hashed into their parent already lie
 * side by side; the byte before them is made 0x01 for the moment (RFC 9162 section 2.1.1), so nothing is copied
 * and nothing allocated but the parent. It is filled anew by every call and never outlives one.
 */
const stack = new Uint8Array(1 + hashLength * levels);

/** For each place in the stack: 0x01 || the hash there || the hash after it. */
const pairs: readonly Uint8Array[] = Array.from({ length: levels - 1 }, (_, place) =>
  stack.subarray(hashLength * place, hashLength * (place + 2) + 1),
);

/**
 * The frontier after `leafHashes` are added to a tree of `size` leaves.
 *
 * A frontier is the roots of the perfect subtrees that a tree of `size` leaves falls into (one for each bit of
 * `size`), largest first, 32 bytes each, in one array; empty for the empty tree. It is all that is needed to go on.
 *
 * @throws AuditError `frontier-malformed`, `hash-malformed`
 */
export function extend(
  hasher: Hasher,
  frontier: Uint8Array,
  size: number,
  leafHashes: readonly Uint8Array[],
): Uint8Array {
  let depth = load(frontier, size);
  let index = size;
  for (const leaf of leafHashes) {
    if (leaf.length !== hashLength) {
      throw new AuditError("hash-malformed", `a leaf hash has 32 bytes, not ${leaf.length}`);
    }
    stack.set(leaf, 1 + hashLength * depth);
    // A leaf with an odd index closes a subtree of two; if that one is odd too, one of four; and so on.
    for (let odd = index; odd % 2 === 1; odd = (odd - 1) / 2) {
      joinAt(hasher, depth);
      depth--;
    }
    depth++;
    index++;
  }
  return stack.slice(1, 1 + hashLength * depth);
}

/**
 * The Merkle tree hash (RFC 9162 section 2.1.1) of the tree of `size` leaves with this frontier; SHA-256("") for
 * the empty tree.
 *
 * @throws AuditError `frontier-malformed`
 */
export function rootOf(hasher: Hasher, frontier: Uint8Array, size: number): Uint8Array {
  const depth = load(frontier, size);
  if (depth === 0) return hasher.sha256(new Uint8Array(0));
  for (let place = depth - 1; place > 0; place--) joinAt(hasher, place);
  return stack.slice(1, 1 + hashLength);
}

/** The hash of an inner node: SHA-256(0x01 || left || right), RFC 9162 section 2.1.1. */
export function nodeHash(hasher: Hasher, left: Uint8Array, right: Uint8Array): Uint8Array {
  stack[0] = 0x01;
  stack.set(left, 1);
  stack.set(right, 1 + hashLength);
  return hasher.sha256(pairs[0] as Uint8Array);
}

/** Fills the stack; the answer is how many hashes are on it. */
function load(frontier: Uint8Array, size: number): number {
  let depth = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) depth += rest % 2;
  if (!Number.isSafeInteger(size) || size < 0 || frontier.length !== depth * hashLength) {
    throw new AuditError(
      "frontier-malformed",
      `a frontier of ${frontier.length} bytes is not that of ${size} leaves`,
    );
  }
  stack.set(frontier, 1);
  return depth;
}

/** Puts the parent of the hashes at `place - 1` and `place` where the left one was. */
function joinAt(hasher: Hasher, place: number): void {
  const prefix = hashLength * (place - 1);
  const borrowed = stack[prefix] as number;
  stack[prefix] = 0x01;
  const parent = hasher.sha256(pairs[place - 1] as Uint8Array);
  stack[prefix] = borrowed;
  stack.set(parent, prefix + 1);
}
