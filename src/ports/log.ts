import type { Instant } from "./clock.ts";
import type { Json } from "./json.ts";
import type { SideWrite } from "./side.ts";

/** A place in the log: dense, from 0, equal to the index of the record's Merkle leaf. */
export type Position = number;

/** Where the log stands. */
export interface Head {
  /** The position the next record gets; also the number of records so far. */
  readonly next: Position;
  /** `at` of the last record; 0 in an empty log. */
  readonly at: Instant;
  /** The position after the last record that changes state: a node whose world is there has missed nothing. */
  readonly changed: Position;
  /** The Merkle frontier: the roots of the perfect subtrees, largest first, 32 bytes each. */
  readonly frontier: Uint8Array;
  /** The authority clock's reading when this head was read: the database's clock, or the wall clock. */
  readonly authority: Instant;
}

/** One record on its way into the log. */
export interface Leaf {
  /** The record as RFC 8785 canonical JSON, UTF-8: the very bytes that are hashed and stored. */
  readonly bytes: Uint8Array;
  /** The 32-byte leaf hash, SHA-256(0x00 || salt || bytes): stored beside the record, so that a flipped byte names its position. */
  readonly hash: Uint8Array;
  /** False for records that the fold skips (decisions, looks). */
  readonly state: boolean;
}

/** The answer to a command that came with an idempotency key, kept so that a retry gets the same one. */
export interface Reply {
  readonly key: string;
  readonly answer: Json;
}

/** Records that are appended together or not at all. */
export interface Batch {
  /** Random; lets a node find out after a lost connection whether its append was done. */
  readonly id: string;
  /** The position of the first record; the append succeeds only if the head still is here. */
  readonly expected: Position;
  readonly at: Instant;
  readonly leaves: readonly Leaf[];
  /** 16 bytes for each leaf, one after the other. */
  readonly salts: Uint8Array;
  /** The frontier after the batch. */
  readonly frontier: Uint8Array;
  readonly side: readonly SideWrite[];
  readonly replies: readonly Reply[];
}

/**
 * `appended`: durable now, once; also when the very batch was already there.
 * `conflict`: somebody else was first, the database was restored, one of the batch's idempotency keys has its answer
 * already (look it up again before the next try), or one of its fresh rows is there already; nothing was done.
 */
export type Appended =
  | { readonly type: "appended"; readonly authority: Instant }
  | { readonly type: "conflict" };

/**
 * The head row, taken: nobody else appends until it is appended to (with whatever result) or released. On PostgreSQL it is
 * lost after half a second without a word from us; `append` is then an ordinary append, as it is after the hold has ended.
 */
export interface HeldHead {
  readonly head: Head;
  append(batch: Batch): Promise<Appended>;
  release(): Promise<void>;
}

/** One stored record. */
export interface Entry {
  readonly position: Position;
  readonly batch: string;
  readonly state: boolean;
  readonly salt: Uint8Array;
  readonly bytes: Uint8Array;
  /** The 32-byte leaf hash as it was stored with the record; `verify` recomputes and compares it. */
  readonly hash: Uint8Array;
}

/** What a fold needs of a record that changes state. */
export type Change = Pick<Entry, "position" | "bytes">;

/** Which entries are read: those before `to`, in pages of `limit`. */
export interface Range {
  readonly to?: Position;
  readonly limit: number;
}

/**
 * The append-only log of one organisation. Every implementation passes the same contract tests.
 * An append that cannot be known to be done or not (a lost connection) is settled inside `append`
 * by looking the batch id up before answering.
 */
export interface Log {
  head(): Promise<Head>;
  /** Appends when the head is at `batch.expected`; on `hold` see {@link HeldHead}. */
  append(batch: Batch): Promise<Appended>;
  /** As {@link append}, of a log that has nothing to wait for; undefined: it has just now, or always where it is left out. */
  appendAtOnce?(batch: Batch): Appended | undefined;
  /** Takes the head row first, so that a slow node gets its turn (architecture, Consistency). */
  hold(): Promise<HeldHead>;
  /** Entries from `from` on, in order; a page shorter than `limit` is the last one for now. */
  read(from: Position, range: Range): Promise<readonly Entry[]>;
  /** As {@link read}, of those that change state only. */
  changes(from: Position, range: Range): Promise<readonly Change[]>;
  /** The kept answer to an idempotency key; undefined when the key is new. */
  reply(key: string): Promise<Json | undefined>;
}
