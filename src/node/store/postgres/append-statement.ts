import type { QueryConfig } from "pg";
import { type SideTable, sideTables } from "../../../ports/index.ts";
import type { PackedBatch } from "../pack.ts";
import { organisation } from "../tables.ts";

/** What the statement answers in its one row. */
export interface AppendRow {
  /** 1 when the batch was appended, 0 when the head was elsewhere. */
  readonly appended: number;
  /** The database's clock. */
  readonly authority: number;
}

/** The database's clock in milliseconds, as SQL. */
export const authorityInSql = "floor(extract(epoch from clock_timestamp()) * 1000)::bigint";

/**
 * The one statement of an append: everything in it happens or, where the head is not at the expected position, nothing.
 * The records come as one blob that PostgreSQL cuts up; arrays of bytea would travel as hex.
 */
export function appendStatement(batch: PackedBatch): QueryConfig<unknown[]> {
  const { id, expected, at, changed, lengths, frontier, salts, hashes, bytes } = batch;
  const { starts, sizes } = partsOf(lengths);
  const blobs = [frontier, salts, hashes, bytes].map(toBuffer);
  const values: unknown[] = [lengths.length, at, expected, id, ...blobs, starts, sizes, changed];
  const parts: string[] = [];
  let name = "append";
  const bind = (value: unknown): string => `$${values.push(value)}`;
  for (const [index, table] of sideTables.entries()) {
    const rows = batch.side.filter((row) => row.table === table);
    const put = rows.filter(({ fresh, value }) => value !== undefined && !fresh);
    const fresh = rows.filter((row) => row.value !== undefined && row.fresh);
    const erased = rows.filter(({ value }) => value === undefined);
    if (put.length > 0) {
      parts.push(
        putRows(table, bind(put.map(({ key }) => key)), bind(put.map(({ value }) => value))),
      );
      name += `+${index}`;
    }
    if (fresh.length > 0) {
      const values_ = bind(fresh.map(({ value }) => value));
      parts.push(addRows(table, bind(fresh.map(({ key }) => key)), values_));
      name += `*${index}`;
    }
    if (erased.length > 0) {
      parts.push(eraseRows(table, bind(erased.map(({ key }) => key))));
      name += `-${index}`;
    }
  }
  if (batch.replies.length > 0) {
    const keys = bind(batch.replies.map(({ key }) => key));
    parts.push(putReplies(keys, bind(batch.replies.map(({ answer }) => answer))));
    name += "r";
  }
  return { name, text: textOf(name, parts), values };
}

const texts = new Map<string, string>();

/** The statement's text: there is one for each choice of tables, and it is prepared on each connection once. */
function textOf(name: string, parts: readonly string[]): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = `
    with advanced as (
      update head set next = next + $1::int, at = $2::bigint,
        changed = greatest(changed, $11::bigint), frontier = $5::bytea
      where organisation = '${organisation}' and next = $3::bigint returning 1
    ), batch as (
      insert into batches (id, first, count) select $4::text, $3::bigint, $1::int from advanced
    ), entries as (
      insert into records (position, batch, state, salt, hash, bytes)
      select $3::bigint + place - 1, $4::text, size > 0,
        substring($6::bytea from (place * 16 - 15)::int for 16),
        substring($7::bytea from (place * 32 - 31)::int for 32),
        substring($8::bytea from start for abs(size))
      from advanced,
        unnest($9::int[], $10::int[]) with ordinality as part (start, size, place)
    )${parts.map((part) => `, ${part}`).join("")}
    select (select count(*) from advanced)::int as appended, ${authorityInSql} as authority`;
  texts.set(name, text);
  return text;
}

function putRows(table: SideTable, keys: string, values: string): string {
  return `put_${table} as (
    insert into ${table} (key, value)
    select row.key, row.value
    from advanced, unnest(${keys}::text[], ${values}::text[]) as row (key, value)
    on conflict (key) do update set value = excluded.value
  )`;
}

/** A key that is there already is an error, which takes the whole statement with it. */
function addRows(table: SideTable, keys: string, values: string): string {
  return `add_${table} as (
    insert into ${table} (key, value)
    select row.key, row.value
    from advanced, unnest(${keys}::text[], ${values}::text[]) as row (key, value)
  )`;
}

function eraseRows(table: SideTable, keys: string): string {
  return `erase_${table} as (
    delete from ${table} using advanced where key = any(${keys}::text[])
  )`;
}

function putReplies(keys: string, answers: string): string {
  return `reply as (
    insert into replies (key, answer, position)
    select row.key, row.answer, $3::bigint
    from advanced, unnest(${keys}::text[], ${answers}::text[]) as row (key, answer)
  )`;
}

/** Where each record starts in the blob, from 1, and its length, as PostgreSQL writes arrays. */
function partsOf(lengths: Int32Array): { readonly starts: string; readonly sizes: string } {
  const starts: number[] = [];
  let start = 1;
  for (const length of lengths) {
    starts.push(start);
    start += Math.abs(length);
  }
  return { starts: `{${starts.join()}}`, sizes: `{${lengths.join()}}` };
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
