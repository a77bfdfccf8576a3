import type { Kysely } from "kysely";
import type { Json, SideKey, SideTable } from "../../ports/index.ts";
import { isStorable } from "./pack.ts";
import type { Tables } from "./tables.ts";

/** Keys that are asked for in one query. */
const mostKeys = 1_000;

/** The values of rows of the erasable tables, in the order of `keys`. */
export async function getRows(
  db: Kysely<Tables>,
  keys: readonly SideKey[],
): Promise<readonly (Json | undefined)[]> {
  const wanted = new Map<SideTable, Set<string>>();
  for (const { table, key } of keys) {
    if (!isStorable(key)) continue;
    const ofTable = wanted.get(table);
    if (ofTable === undefined) wanted.set(table, new Set([key]));
    else ofTable.add(key);
  }
  const found = new Map<string, Json>();
  for (const [table, keysOfTable] of wanted) {
    const all = [...keysOfTable];
    for (let start = 0; start < all.length; start += mostKeys) {
      const rows = await db
        .selectFrom(table)
        .select(["key", "value"])
        .where("key", "in", all.slice(start, start + mostKeys))
        .execute();
      for (const { key, value } of rows) found.set(`${table} ${key}`, JSON.parse(value) as Json);
    }
  }
  return keys.map(({ table, key }) => found.get(`${table} ${key}`));
}

/** What `Side.list` is asked for. */
export interface ListRequest {
  readonly table: SideTable;
  readonly prefix?: string;
  readonly after?: string;
  readonly limit: number;
}

/** Rows of an erasable table, by key. */
export async function listRows(
  db: Kysely<Tables>,
  { table, prefix = "", after = "", limit }: ListRequest,
): Promise<readonly { readonly key: string; readonly value: Json }[]> {
  if (!isStorable(prefix) || !isStorable(after)) return [];
  const end = endOfPrefix(prefix);
  const rows = await db
    .selectFrom(table)
    .select(["key", "value"])
    .where("key", ">=", prefix)
    .$if(after !== "", (query) => query.where("key", ">", after))
    .$if(end !== undefined, (query) => query.where("key", "<", end ?? ""))
    .orderBy("key")
    .limit(limit)
    .execute();
  return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as Json }));
}

/** The first text behind all that start with `prefix`, in the order of code points; undefined where there is none. */
function endOfPrefix(prefix: string): string | undefined {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue;
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}

/** The kept answer to an idempotency key. */
export async function findReply(db: Kysely<Tables>, key: string): Promise<Json | undefined> {
  if (!isStorable(key)) return undefined;
  const row = await db
    .selectFrom("replies")
    .select("answer")
    .where("key", "=", key)
    .executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.answer) as Json);
}

/** A small fact about the store. */
export async function getMeta(db: Kysely<Tables>, key: string): Promise<string | undefined> {
  const row = await db.selectFrom("meta").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value;
}

/** Sets a small fact about the store; with `once` only where there is none. */
export async function putMeta(
  db: Kysely<Tables>,
  { key, value, once }: { readonly key: string; readonly value: string; readonly once: boolean },
): Promise<void> {
  await db
    .insertInto("meta")
    .values({ key, value })
    .onConflict((conflict) =>
      once ? conflict.column("key").doNothing() : conflict.column("key").doUpdateSet({ value }),
    )
    .execute();
}

const hour = 3_600_000;

/** The kept checkpoints, by size. */
export async function listCheckpoints(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db.selectFrom("checkpoints").select("note").orderBy("size").execute();
  return rows.map(({ note }) => note);
}

/** Keeps a checkpoint instead of a smaller one of the same hour. */
export async function putCheckpoint(
  db: Kysely<Tables>,
  { size, at, note }: { readonly size: number; readonly at: number; readonly note: string },
): Promise<void> {
  await db
    .insertInto("checkpoints")
    .values({ hour: Math.floor(at / hour), size, note })
    .onConflict((conflict) =>
      conflict.column("hour").doUpdateSet({ size, note }).where("checkpoints.size", "<=", size),
    )
    .execute();
}
