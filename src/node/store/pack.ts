import type { Batch, SideTable } from "../../ports/index.ts";
import { StoreError } from "./errors.ts";

/** The length of a record's salt, in bytes. */
const saltLength = 16;
/** The length of a leaf hash, in bytes. */
const hashLength = 32;

/** A row of an erasable table on its way to the database; `value` is JSON text, undefined erases the row. */
export interface PackedWrite {
  readonly table: SideTable;
  readonly key: string;
  readonly value: string | undefined;
  /** It is refused where there is a row of this key. */
  readonly fresh: boolean;
}

/** A batch as it goes to a database or another thread: all bytes in one buffer. */
export interface PackedBatch {
  readonly id: string;
  readonly expected: number;
  readonly at: number;
  /** The position after the last record that changes state; 0 where none does. */
  readonly changed: number;
  /** The length of each record in `bytes`, negative for those that the fold skips. */
  readonly lengths: Int32Array;
  readonly frontier: Uint8Array;
  readonly salts: Uint8Array;
  readonly hashes: Uint8Array;
  readonly bytes: Uint8Array;
  /** At most one write for each row. */
  readonly side: readonly PackedWrite[];
  readonly replies: readonly { readonly key: string; readonly answer: string }[];
}

/**
 * Copies a batch into one buffer, which may be transferred.
 *
 * @throws StoreError `malformed-batch`
 */
export function packBatch(batch: Batch): PackedBatch {
  const { id, expected, at, leaves } = batch;
  check(batch);
  const count = leaves.length;
  const changed = leaves.findLastIndex(({ state }) => state);
  let total = 0;
  for (const { bytes } of leaves) total += bytes.length;
  const salts = 4 * count + batch.frontier.length;
  const hashes = salts + saltLength * count;
  const records = hashes + hashLength * count;
  const buffer = new ArrayBuffer(records + total);
  const all = new Uint8Array(buffer);
  all.set(batch.frontier, 4 * count);
  all.set(batch.salts, salts);
  const lengths = new Int32Array(buffer, 0, count);
  let offset = records;
  for (let index = 0; index < count; index++) {
    const { bytes, hash, state } = leaves[index] as Batch["leaves"][number];
    lengths[index] = state ? bytes.length : -bytes.length;
    all.set(hash, hashes + hashLength * index);
    all.set(bytes, offset);
    offset += bytes.length;
  }
  return {
    id,
    expected,
    at,
    changed: changed === -1 ? 0 : expected + changed + 1,
    lengths,
    frontier: all.subarray(4 * count, salts),
    salts: all.subarray(salts, hashes),
    hashes: all.subarray(hashes, records),
    bytes: all.subarray(records),
    side: packWrites(batch),
    replies: batch.replies.map(({ key, answer }) => ({ key, answer: JSON.stringify(answer) })),
  };
}

/** Whether a database can hold this text: PostgreSQL has no U+0000, and no database half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function check({ id, expected, leaves, salts, side, replies }: Batch): void {
  const wrong = (what: string): never => {
    throw new StoreError("malformed-batch", `The batch was not appended: ${what}.`);
  };
  if (!/^[!-~]+$/.test(id)) wrong("its id is not plain ASCII without spaces");
  if (!Number.isSafeInteger(expected) || expected < 0) wrong("its position is none");
  if (salts.length !== saltLength * leaves.length) {
    wrong(`it has ${salts.length} bytes of salts for ${leaves.length} records`);
  }
  leaves.forEach(({ bytes, hash }, index) => {
    if (bytes.length === 0) wrong(`its record ${index} is empty`);
    if (hash.length !== hashLength) wrong(`the hash of its record ${index} is not 32 bytes long`);
  });
  if (!side.every(({ key }) => isStorable(key))) wrong("a key in `side` is no well-formed text");
  if (!replies.every(({ key }) => isStorable(key))) wrong("an idempotency key is no proper text");
  if (new Set(replies.map(({ key }) => key)).size < replies.length) {
    wrong("two of its answers have the same idempotency key");
  }
}

/** The last write to each row; the others never show. */
function packWrites({ side }: Batch): readonly PackedWrite[] {
  if (side.length === 0) return [];
  const rows = new Map<string, PackedWrite>();
  for (const { table, key, value, fresh = false } of side) {
    const name = `${table} ${key}`;
    rows.set(name, {
      table,
      key,
      value: value === undefined ? undefined : JSON.stringify(value),
      // What was there before the batch, the first write knows.
      fresh: rows.get(name)?.fresh ?? fresh,
    });
  }
  return [...rows.values()];
}
