import type { Hasher } from "../ports/index.ts";
import { concatBytes, equalBytes } from "./bytes.ts";
import { AuditError } from "./errors.ts";
import { extend, hashLength, nodeHash, rootOf } from "./frontier.ts";

/**
 * Reads the hash of a perfect subtree: the one with the leaves `index * 2^level` up to `(index + 1) * 2^level`.
 * Level 0 are the leaf hashes.
 */
export type SubtreeReader = (level: number, index: number) => Promise<Uint8Array>;

/** That the leaf at `index` is in the tree of `size` leaves with this `root`. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** That the tree of `size1` leaves with `root1` is the beginning of the one of `size2` leaves with `root2`. */
export interface ConsistencyClaim {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
}

/** Whether `proof` shows `claim`. RFC 9162 section 2.1.3.2; the numbers in the comments are its steps. */
export function verifyInclusion(
  hasher: Hasher,
  claim: InclusionClaim,
  proof: readonly Uint8Array[],
): boolean {
  const { index, size } = claim;
  if (!areHashes([claim.leafHash, ...proof]) || !isCount(index) || !isCount(size)) return false;
  if (index >= size) return false; // 1
  let fn = index; // 2
  let sn = size - 1;
  let r = claim.leafHash; // 3
  for (const p of proof) {
    if (sn === 0) return false; // 4.a
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(hasher, p, r); // 4.b
      for (; !isOdd(fn) && fn !== 0; fn = half(fn)) sn = half(sn);
    } else {
      r = nodeHash(hasher, r, p);
    }
    fn = half(fn); // 4.c
    sn = half(sn);
  }
  return sn === 0 && equalBytes(r, claim.root); // 5
}

/**
 * Whether `proof` shows `claim`. RFC 9162 section 2.1.4.2; the numbers in the comments are its steps.
 * There is nothing to show about the empty tree (section 2.1.4: 0 < m), so `size1` 0 is always false.
 */
export function verifyConsistency(
  hasher: Hasher,
  claim: ConsistencyClaim,
  proof: readonly Uint8Array[],
): boolean {
  const { size1, size2, root1, root2 } = claim;
  if (!areHashes(proof) || !isCount(size1) || !isCount(size2)) return false;
  if (size1 < 1 || size1 > size2) return false;
  // Section 2.1.4.1: the proof between a tree and itself is empty; the steps below are for first < second.
  if (size1 === size2) return proof.length === 0 && equalBytes(root1, root2);
  if (proof.length === 0) return false; // 1
  const path = isPowerOfTwo(size1) ? [root1, ...proof] : proof; // 2
  let fn = size1 - 1; // 3
  let sn = size2 - 1;
  for (; isOdd(fn); fn = half(fn)) sn = half(sn); // 4
  let fr = path[0] as Uint8Array; // 5
  let sr = fr;
  if (fr.length !== hashLength) return false;
  for (const c of path.slice(1)) {
    if (sn === 0) return false; // 6.a
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(hasher, c, fr); // 6.b
      sr = nodeHash(hasher, c, sr);
      for (; !isOdd(fn) && fn !== 0; fn = half(fn)) sn = half(sn);
    } else {
      sr = nodeHash(hasher, sr, c);
    }
    fn = half(fn); // 6.c
    sn = half(sn);
  }
  return equalBytes(fr, root1) && equalBytes(sr, root2) && sn === 0; // 7
}

/**
 * The inclusion proof of the leaf at `index` in the tree of `size` leaves (RFC 9162 section 2.1.3.1), the leaf's
 * sibling first.
 *
 * @throws AuditError `proof-impossible` when there is no such leaf
 */
export async function inclusionProof(
  hasher: Hasher,
  read: SubtreeReader,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new AuditError("proof-impossible", `a tree of ${size} leaves has no leaf ${index}`);
  }
  const siblings: Range[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      siblings.push({ from: middle, to });
      to = middle;
    } else {
      siblings.push({ from, to: middle });
      from = middle;
    }
  }
  return Promise.all(siblings.reverse().map((range) => rangeRoot(hasher, read, range)));
}

/**
 * The consistency proof between the trees of `size1` and `size2` leaves (RFC 9162 section 2.1.4.1).
 *
 * @throws AuditError `proof-impossible` unless 0 < `size1` <= `size2`
 */
export async function consistencyProof(
  hasher: Hasher,
  read: SubtreeReader,
  size1: number,
  size2: number,
): Promise<readonly Uint8Array[]> {
  if (!isCount(size1) || !isCount(size2) || size1 < 1 || size1 > size2) {
    throw new AuditError("proof-impossible", `${size1} leaves cannot be shown to begin ${size2}`);
  }
  const ranges: Range[] = [];
  let from = 0;
  let to = size2;
  while (to !== size1) {
    const middle = from + largestPowerBelow(to - from);
    if (size1 <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // SUBPROOF(m, D_m, b): a subtree that is the whole first tree (b) is known to the one who asks.
  if (from > 0) ranges.push({ from, to });
  return Promise.all(ranges.reverse().map((range) => rangeRoot(hasher, read, range)));
}

/** Subtrees over leaf hashes in memory. */
export function subtreesOfLeaves(hasher: Hasher, leaves: readonly Uint8Array[]): SubtreeReader {
  return async (level, index) => {
    const width = 2 ** level;
    const part = leaves.slice(index * width, (index + 1) * width);
    if (part.length !== width) {
      throw new AuditError("proof-impossible", `there are only ${leaves.length} leaves`);
    }
    return extend(hasher, new Uint8Array(0), 0, part);
  };
}

/** The leaves `from` up to but not including `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The Merkle tree hash of a range that begins where a subtree of its size may begin. */
async function rangeRoot(hasher: Hasher, read: SubtreeReader, range: Range): Promise<Uint8Array> {
  const size = range.to - range.from;
  const parts: Promise<Uint8Array>[] = [];
  let from = range.from;
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level;
    if (Math.floor(size / width) % 2 === 0) continue;
    parts.push(read(level, from / width));
    from += width;
  }
  return rootOf(hasher, concatBytes(await Promise.all(parts)), size);
}

/** RFC 9162 section 2.1.1: the largest power of two smaller than `n`, for n > 1. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === hashLength);
}

function isPowerOfTwo(value: number): boolean {
  return value === 1 || largestPowerBelow(value) * 2 === value;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

/** A right shift by one, also above 2^31. */
function half(value: number): number {
  return Math.floor(value / 2);
}
