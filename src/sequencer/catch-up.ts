import type { Head, Log, Position } from "../ports/index.ts";
import type { Draft, LogRecord } from "../world/index.ts";
import { apply, UnknownRecordError } from "../world/index.ts";
import { SequencerError } from "./errors.ts";

/** Entries in one page of a fold. */
const page = 5_000;

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The record in an entry's bytes.
 *
 * @throws SequencerError `damaged-record` naming the position, when they are no JSON or say another one
 */
export function decodeRecord(entry: {
  readonly position: Position;
  readonly bytes: Uint8Array;
}): LogRecord {
  let record: LogRecord | null;
  try {
    record = JSON.parse(decoder.decode(entry.bytes)) as LogRecord | null;
  } catch (error) {
    throw damaged(entry.position, "cannot be read", error);
  }
  if (record?.position === entry.position) return record;
  throw damaged(entry.position, "is not the one that belongs there");
}

function damaged(position: Position, what: string, cause?: unknown): SequencerError {
  return new SequencerError(
    "damaged-record",
    `The record at position ${position} ${what}: the log is damaged. Run "wardkey verify" to see where, and restore the database from a backup.`,
    cause,
  );
}

function fold(world: Draft, record: LogRecord): void {
  try {
    apply(world, record);
  } catch (error) {
    // A kind of a later release is no damage, and its message says what to do.
    if (error instanceof UnknownRecordError) throw error;
    throw damaged(record.position, "cannot be folded", error);
  }
}

/**
 * Folds what the log has between the world and `head` into the world: only what changes state is read.
 * Calls `onRecords` with each page, so that followers hear of what other nodes did. Answers how many records were read.
 *
 * @throws SequencerError `damaged-record`, UnknownRecordError
 */
export async function catchUp(
  log: Pick<Log, "changes">,
  world: Draft,
  head: Pick<Head, "next" | "at" | "changed">,
  onRecords: (records: readonly LogRecord[]) => void = () => undefined,
): Promise<number> {
  let from = world.next;
  let read = 0;
  // A question to the log that is known to find nothing would be asked at every turn of every node.
  while (from < head.changed) {
    const changes = await log.changes(from, { to: head.changed, limit: page });
    const records = changes.map(decodeRecord);
    for (const record of records) fold(world, record);
    if (records.length > 0) onRecords(records);
    read += records.length;
    if (changes.length < page) break;
    from = world.next;
  }
  world.next = head.next;
  world.at = Math.max(world.at, head.at);
  return read;
}
