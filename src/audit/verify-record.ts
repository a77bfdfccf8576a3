import type { Entry, Hasher, Instant, Json, Position } from "../ports/index.ts";
import { canonical } from "../world/index.ts";
import { equalBytes } from "./bytes.ts";
import { hashLength } from "./frontier.ts";
import { leafHash, maximumRecordLength, saltLength } from "./leaf.ts";

/** A record as parsed; its shape is the fold's business. */
export type ParsedRecord = { readonly [key: string]: Json };

/** What a row of the log turned out to be. */
export interface CheckedRow {
  /** What is wrong with it, in words that never hold its content. */
  readonly problems: readonly string[];
  /** The leaf hash of its salt and bytes, as they are now; undefined when they cannot be hashed. */
  readonly hash: Uint8Array | undefined;
  /** Undefined when it cannot be read. */
  readonly record: ParsedRecord | undefined;
  /** `at` of the record, or of the one before when it has none. */
  readonly at: Instant;
}

/** Checks all that can be said of one row alone and of the one before it. */
export function checkRow(
  hasher: Hasher,
  entry: Entry,
  expected: { readonly position: Position; readonly at: Instant },
): CheckedRow {
  const problems: string[] = [];
  const hash = rehash(hasher, entry);
  if (hash === undefined) problems.push("its salt or its record is of a length that no record has");
  else if (!equalBytes(hash, entry.hash)) {
    problems.push("its salt and bytes do not give the leaf hash stored with it");
  }
  const read = readRecord(entry.bytes);
  if (read === undefined) {
    problems.push("its bytes are not a JSON object in UTF-8");
    return { problems, hash, record: undefined, at: expected.at };
  }
  const { record } = read;
  if (!isCanonical(read)) problems.push("its JSON is not canonical (RFC 8785)");
  if (record.position !== expected.position) {
    problems.push("the position in the record is not that of its row");
  }
  if (record.batch !== entry.batch) problems.push("the batch in the record is not that of its row");
  const { at } = record;
  if (typeof at !== "number" || !Number.isSafeInteger(at)) {
    problems.push("its `at` is not an instant");
    return { problems, hash, record, at: expected.at };
  }
  if (at < expected.at) problems.push("its `at` is before that of the record before it");
  return { problems, hash, record, at };
}

/** Whether a stored leaf hash has the length of one. */
export function isHash(hash: Uint8Array): boolean {
  return hash.length === hashLength;
}

function rehash(hasher: Hasher, entry: Entry): Uint8Array | undefined {
  if (entry.salt.length !== saltLength || entry.bytes.length > maximumRecordLength)
    return undefined;
  return leafHash(hasher, entry.salt, entry.bytes);
}

/** A byte order mark is not canonical JSON: it is kept, and then JSON.parse refuses it. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface ReadRecord {
  readonly text: string;
  readonly record: ParsedRecord;
}

function readRecord(bytes: Uint8Array): ReadRecord | undefined {
  try {
    const text = utf8.decode(bytes);
    const value = JSON.parse(text) as Json;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { text, record: value as ParsedRecord } : undefined;
  } catch {
    return undefined;
  }
}

/** Texts are compared: each is that of one byte string only, since it was decoded strictly. */
function isCanonical({ text, record }: ReadRecord): boolean {
  try {
    return canonical(record) === text;
  } catch {
    // A value that has no canonical form, e.g. a string with half of a surrogate pair.
    return false;
  }
}
