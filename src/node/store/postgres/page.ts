import type { Connection, PoolClient, Submittable } from "pg";
import type { Change, Entry } from "../../../ports/index.ts";
import { StoreError } from "../errors.ts";
import type { PageRequest } from "../pages.ts";

/** Bytes of a row that is not yet known, to begin with. */
const usualRow = 768;

/** Reads a page of whole entries. */
export async function readEntries(client: PoolClient, page: PageRequest): Promise<Entry[]> {
  return entriesOf(await copyPage(client, page, "position, batch, state, salt, hash, bytes", ""));
}

/** Reads a page of what changes state. */
export async function readChanges(client: PoolClient, page: PageRequest): Promise<Change[]> {
  return changesOf(await copyPage(client, page, "position, bytes", "state and"));
}

/**
 * Reads with COPY in its binary format: `pg` takes the results of queries for UTF-8 text, which breaks bytea, and as hex
 * they take three times as long.
 */
async function copyPage(
  client: PoolClient,
  { from, to, limit }: PageRequest,
  columns: string,
  condition: string,
): Promise<Buffer> {
  for (const number of [from, to, limit]) {
    // COPY takes no parameters; these are whole numbers or nothing.
    if (!Number.isSafeInteger(number)) throw new RangeError("a page is asked for by whole numbers");
  }
  const copy = `copy (
    select ${columns} from records
    where ${condition} position >= ${from} and position < ${to}
    order by position limit ${limit}
  ) to stdout (format binary)`;
  return copyOut(client, copy, limit * usualRow);
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

/** Goes through the rows of PostgreSQL's binary COPY format: a count of fields, then each field's length and bytes; -1 at the end. */
class Rows {
  readonly #data: Buffer;
  #offset = headerLength;
  /** The present field lies from here to `#offset`. */
  #start = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  /** Whether there is another row, which then has so many fields. */
  next(fields: number): boolean {
    const found = this.#data.readInt16BE(this.#offset);
    this.#offset += 2;
    if (found === -1) return false;
    if (found === fields) return true;
    throw new StoreError("corrupt", "The table records has other columns.");
  }

  position(): number {
    this.#field();
    return this.#data.readInt32BE(this.#start) * high + this.#data.readUInt32BE(this.#start + 4);
  }

  boolean(): boolean {
    this.#field();
    return this.#data[this.#start] === 1;
  }

  bytes(): Buffer {
    this.#field();
    return this.#data.subarray(this.#start, this.#offset);
  }

  #field(): void {
    this.#start = this.#offset + 4;
    this.#offset = this.#start + this.#data.readInt32BE(this.#offset);
  }
}

function entriesOf(data: Buffer): Entry[] {
  const entries: Entry[] = [];
  const rows = new Rows(data);
  let id: Buffer = Buffer.alloc(0);
  let batch = "";
  while (rows.next(6)) {
    const position = rows.position();
    const bytes = rows.bytes();
    // Neighbours are mostly of one batch.
    if (!bytes.equals(id)) batch = bytes.toString("latin1");
    id = bytes;
    const state = rows.boolean();
    const [salt, hash] = [rows.bytes(), rows.bytes()];
    entries.push({ position, batch, state, salt, hash, bytes: rows.bytes() });
  }
  return entries;
}

function changesOf(data: Buffer): Change[] {
  const changes: Change[] = [];
  const rows = new Rows(data);
  while (rows.next(2)) changes.push({ position: rows.position(), bytes: rows.bytes() });
  return changes;
}
