import type { Change, Head, Log, Position } from "../ports/index.ts";
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
  const ask = (from: Position): Promise<readonly Change[]> | undefined => {
    // A question to the log that is known to find nothing would be asked at every turn of every node.
    if (from >= head.changed) return undefined;
    const asked = log.changes(from, { to: head.changed, limit: page });
    // Its failure is told when its page's turn comes; what failed before that is told instead.
    asked.catch(() => undefined);
    return asked;
  };
  let read = 0;
  for (let coming = ask(world.next); coming !== undefined; ) {
    const changes = await coming;
    const last = changes.at(-1);
    // The database looks for the next page while this one is folded.
    coming = last === undefined || changes.length < page ? undefined : ask(last.position + 1);
    const records = changes.map(decodeRecord);
    for (const record of records) apply(world, record);
    if (records.length > 0) onRecords(records);
    read += records.length;
  }
  world.next = head.next;
  world.at = Math.max(world.at, head.at);
  return read;
}
