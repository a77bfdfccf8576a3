import type { Connection, PoolClient, Submittable } from "pg";
import type { Entry } from "../../../ports/index.ts";
import { StoreError } from "../errors.ts";
import type { PageRequest } from "../pages.ts";

/** Bytes of a row that is not yet known, to begin with. */
const usualRow = 768;

/**
 * Reads a page with COPY in its binary format: `pg` takes the results of queries for UTF-8 text, which breaks bytea, and as
 * hex they take three times as long.
 */
export async function readPage(client: PoolClient, request: PageRequest): Promise<Entry[]> {
  const { from, to, stateOnly, limit } = request;
  for (const number of [from, to, limit]) {
    // COPY takes no parameters; these are whole numbers or nothing.
    if (!Number.isSafeInteger(number)) throw new RangeError("a page is asked for by whole numbers");
  }
  const copy = `copy (
    select position, batch, state, salt, hash, bytes from records
    where ${stateOnly ? "state and" : ""} position >= ${from} and position < ${to}
    order by position limit ${limit}
  ) to stdout (format binary)`;
  return entriesOf(await copyOut(client, copy, limit * usualRow));
}

/** Everything that a COPY TO STDOUT sends. */
function copyOut(client: PoolClient, text: string, expected: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let buffer = Buffer.allocUnsafeSlow(Math.max(1024, expected));
    let length = 0;
    const query: CopyQuery = {
      text,
      submit: (connection) => connection.query(text),
      handleCopyData({ chunk }) {
        if (length + chunk.length > buffer.length) {
          const larger = Buffer.allocUnsafeSlow(2 * (length + chunk.length));
          buffer.copy(larger, 0, 0, length);
          buffer = larger;
        }
        // The chunk is a view of a buffer that `pg` uses again.
        length += chunk.copy(buffer, length);
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => query.callback(undefined),
      handleError: (error) => query.callback(error),
      callback: (error) => (error ? reject(error) : resolve(buffer.subarray(0, length))),
    };
    client.query(query);
  });
}

/** A query as `pg` runs it; it may wrap `callback` to watch the time. */
interface CopyQuery extends Submittable {
  readonly text: string;
  submit(connection: Connection): void;
  handleCopyData(message: { readonly chunk: Buffer }): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
  callback: (error: Error | undefined) => void;
}

/** The signature, flags and the length of an empty extension, with which the format begins. */
const headerLength = 19;

/** Two to the power of 32: positions have a high and a low half. */
const high = 2 ** 32;

/** The rows of PostgreSQL's binary COPY format: a count of fields, then each field's length and bytes; -1 at the end. */
function entriesOf(data: Buffer): Entry[] {
  const entries: Entry[] = [];
  let offset = headerLength;
  let start = 0;
  /** Goes to the next field: it lies from `start` to `offset`. */
  const next = (): void => {
    start = offset + 4;
    offset = start + data.readInt32BE(offset);
  };
  const bytes = (): Uint8Array => {
    next();
    return data.subarray(start, offset);
  };
  let batch = "";
  let batchAt = 0;
  for (;;) {
    const fields = data.readInt16BE(offset);
    offset += 2;
    if (fields === -1) return entries;
    if (fields !== 6) throw new StoreError("corrupt", "The table records has other columns.");
    next();
    const position = data.readInt32BE(start) * high + data.readUInt32BE(start + 4);
    next();
    if (data.compare(data, batchAt, batchAt + batch.length, start, offset) !== 0) {
      batch = data.toString("latin1", start, offset);
      batchAt = start;
    }
    next();
    const state = data[start] === 1;
    entries.push({ position, batch, state, salt: bytes(), hash: bytes(), bytes: bytes() });
  }
}
