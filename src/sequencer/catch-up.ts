import type { Head, Log, Position } from "../ports/index.ts";
import type { Draft, LogRecord } from "../world/index.ts";
import { apply } from "../world/index.ts";

/** Entries in one page of a fold. */
const page = 5_000;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** The record in an entry's bytes. Throws a SyntaxError naming the position when they are no JSON. */
export function decodeRecord(entry: {
  readonly position: Position;
  readonly bytes: Uint8Array;
}): LogRecord {
  try {
    return JSON.parse(decoder.decode(entry.bytes)) as LogRecord;
  } catch (error) {
    throw new SyntaxError(
      `The record at position ${entry.position} cannot be read. Run "wardkey verify" to see what is wrong with the log.`,
      { cause: error },
    );
  }
}

/**
 * Folds what the log has between the world and `head` into the world: only what changes state is read.
 * Calls `onRecords` with each page, so that followers hear of what other nodes did. Answers how many records were read.
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
    for (const record of records) apply(world, record);
    if (records.length > 0) onRecords(records);
    read += records.length;
    if (changes.length < page) break;
    from = world.next;
  }
  world.next = head.next;
  world.at = Math.max(world.at, head.at);
  return read;
}
