import type Database from "better-sqlite3";
import type { Entry } from "../../../ports/index.ts";
import { StoreError } from "../errors.ts";
import type { WirePage, WireRequest } from "./protocol.ts";

/** Stands between the batch ids of a page; none contains it. */
const separator = "\u001f";

/** A page as SQLite answers it; an empty one has only nulls. */
type PageRow =
  | {
      readonly positions: string;
      readonly lengths: string;
      readonly states: string;
      readonly batches: string;
      readonly blob: Uint8Array;
    }
  | { readonly positions: null };

const emptyPage: WirePage = {
  positions: new Float64Array(0),
  lengths: new Uint32Array(0),
  states: new Uint8Array(0),
  batches: [],
  blob: new Uint8Array(0),
};

/**
 * How pages are read from a file. SQLite puts a page together itself, since making a buffer for every value takes longer
 * than all the rest. `group_concat` keeps every byte as it is; the lengths tell when it does not.
 */
export function preparePage(db: Database.Database): (request: WireRequest) => WirePage {
  const query = (condition: string) =>
    db.prepare<[number, number, number], PageRow>(
      `select group_concat(position) as positions,
         group_concat(length(salt) || ',' || length(hash) || ',' || length(bytes)) as lengths,
         group_concat(state, '') as states,
         group_concat(batch, char(31)) as batches,
         cast(group_concat(salt || hash || bytes, '') as blob) as blob
       from (
         select position, batch, state, salt, hash, bytes from records
         where ${condition} position >= ? and position < ? order by position limit ?
       )`,
    );
  const all = query("");
  const stateOnly = query("state = 1 and");
  return (request) => {
    const { from, to, limit } = request;
    return toWire((request.stateOnly ? stateOnly : all).get(from, to, limit));
  };
}

function toWire(row: PageRow | undefined): WirePage {
  if (row === undefined || row.positions === null) return emptyPage;
  const states = Uint8Array.from(row.states, (state) => (state === "1" ? 1 : 0));
  const positions = parseNumbers(row.positions, new Float64Array(states.length));
  const lengths = parseNumbers(row.lengths, new Uint32Array(3 * states.length));
  check(positions, lengths, row.blob);
  return { positions, lengths, states, batches: parseBatches(row.batches), blob: row.blob };
}

/** The digits of whole numbers between commas. Splitting the text and converting its parts takes ten times as long. */
function parseNumbers<A extends Float64Array | Uint32Array>(text: string, into: A): A {
  let value = 0;
  let place = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 44) {
      into[place++] = value;
      value = 0;
    } else {
      value = value * 10 + (code - 48);
    }
  }
  into[place] = value;
  return into;
}

/** The ids that differ from the one before. */
function parseBatches(text: string): readonly (string | undefined)[] {
  const batches: (string | undefined)[] = [];
  let before: string | undefined;
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf(separator, start);
    const stop = end === -1 ? text.length : end;
    if (before?.length === stop - start && text.startsWith(before, start)) batches.push(undefined);
    else {
      before = text.slice(start, stop);
      batches.push(before);
    }
    start = stop + 1;
  }
  return batches;
}

function check(positions: Float64Array, lengths: Uint32Array, blob: Uint8Array): void {
  let total = 0;
  for (const length of lengths) total += length;
  if (total === blob.length && lengths.length === 3 * positions.length) return;
  throw new StoreError(
    "corrupt",
    `The records from position ${positions[0]} to ${positions.at(-1)} are not as long as their rows say. Restore the database from a backup.`,
  );
}

/** The entries of a page; their bytes are views of its buffer. */
export function entriesOf({ positions, lengths, states, batches, blob }: WirePage): Entry[] {
  const entries: Entry[] = [];
  let offset = 0;
  let batch = "";
  const cut = (length: number | undefined): Uint8Array => {
    const start = offset;
    offset += length ?? 0;
    return blob.subarray(start, offset);
  };
  for (let index = 0; index < positions.length; index++) {
    batch = batches[index] ?? batch;
    const salt = cut(lengths[3 * index]);
    const hash = cut(lengths[3 * index + 1]);
    const bytes = cut(lengths[3 * index + 2]);
    const position = positions[index] as number;
    entries.push({ position, batch, state: states[index] === 1, salt, bytes, hash });
  }
  return entries;
}
