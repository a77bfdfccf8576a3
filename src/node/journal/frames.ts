import { crc32 } from "node:zlib";

/** Before each entry: its length, a checksum of its bytes, and one of these two, each 32 bits, big-endian. */
const headerLength = 12;

/** An entry's bytes as they stand in the file. */
export function frame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt32BE(bytes.length, 0);
  header.writeUInt32BE(crc32(bytes), 4);
  header.writeUInt32BE(crc32(header.subarray(0, 8)), 8);
  return Buffer.concat([header, bytes]);
}

/** A stretch of a file: an entry's bytes, or something that is no entry any more. */
export type Stretch =
  | { readonly type: "whole"; readonly at: number; readonly bytes: Buffer }
  | { readonly type: "damaged"; readonly at: number };

/** What a file's bytes hold. */
export interface Stretches {
  readonly stretches: readonly Stretch[];
  /** Where the next frame goes: what stands there is the tail of an append that a crash cut short. */
  readonly end: number;
}

/**
 * Takes a file apart. An append that was never acknowledged is the last one, and ends before its header says, or in bytes that
 * were never written (zeros, as file systems leave them): a torn tail. Everything else that does not fit was acknowledged, and is
 * damage; entries after it are found all the same.
 */
export function unframe(file: Buffer): Stretches {
  const stretches: Stretch[] = [];
  let at = 0;
  while (at < file.length) {
    const bytes = entryAt(file, at);
    if (bytes !== undefined) {
      stretches.push({ type: "whole", at, bytes });
      at += headerLength + bytes.length;
      continue;
    }
    const next = nextEntry(file, at + 1);
    if (next === undefined && isTorn(file.subarray(at))) break;
    stretches.push({ type: "damaged", at });
    at = next ?? file.length;
  }
  return { stretches, end: at };
}

/** The bytes of the entry whose frame begins at `at`; undefined where none does, or it is not whole. */
function entryAt(file: Buffer, at: number): Buffer | undefined {
  const length = lengthAt(file, at);
  if (length === undefined || at + headerLength + length > file.length) return undefined;
  const bytes = file.subarray(at + headerLength, at + headerLength + length);
  return crc32(bytes) === file.readUInt32BE(at + 4) ? bytes : undefined;
}

/** The length that a header says; undefined where none stands. Zeros are none: their checksum is not zero. */
function lengthAt(file: Buffer, at: number): number | undefined {
  if (at + headerLength > file.length) return undefined;
  const fits = crc32(file.subarray(at, at + 8)) === file.readUInt32BE(at + 8);
  return fits ? file.readUInt32BE(at) : undefined;
}

function nextEntry(file: Buffer, from: number): number | undefined {
  for (let at = from; at + headerLength <= file.length; at++) {
    if (entryAt(file, at) !== undefined) return at;
  }
  return undefined;
}

/** Whether bytes behind which no entry stands are what is left of an append that was cut short. */
function isTorn(tail: Buffer): boolean {
  if (tail.length < headerLength || tail.at(-1) === 0) return true;
  const length = lengthAt(tail, 0);
  return length !== undefined && headerLength + length > tail.length;
}
