import { type Kysely, sql } from "kysely";
import type { BatchRow, Json, SideKey, SideTable } from "../../ports/index.ts";
import { StoreError } from "./errors.ts";
import { isStorable } from "./pack.ts";
import type { Tables } from "./tables.ts";

/** Keys that are asked for in one query. */
const mostKeys = 1_000;

/** The values of rows of the erasable tables, in the order of `keys`. */
export async function getRows(
  db: Kysely<Tables>,
  keys: readonly SideKey[],
): Promise<readonly (Json | undefined)[]> {
  const found = new Map<string, Json>();
  for (const [table, keysOfTable] of byTable(keys)) {
    const all = [...keysOfTable];
    for (let start = 0; start < all.length; start += mostKeys) {
      const rows = await db
        .selectFrom(table)
        .select(["key", "value"])
        .where("key", "in", all.slice(start, start + mostKeys))
        .execute();
      for (const { key, value } of rows) found.set(`${table} ${key}`, readValue(table, value));
    }
  }
  return keys.map(({ table, key }) => found.get(`${table} ${key}`));
}

/** The keys of each table, each once; one that no database can hold is in none. */
export function byTable(keys: readonly SideKey[]): ReadonlyMap<SideTable, ReadonlySet<string>> {
  const wanted = new Map<SideTable, Set<string>>();
  for (const { table, key } of keys) {
    if (!isStorable(key)) continue;
    const ofTable = wanted.get(table);
    if (ofTable === undefined) wanted.set(table, new Set([key]));
    else ofTable.add(key);
  }
  return wanted;
}

/** What a row holds. The key is not told: it may be a patient's number. */
export function readValue(table: SideTable, value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    throw new StoreError(
      "corrupt",
      `A row of the table ${table} is damaged: its value is no JSON. Run "wardkey verify", and restore it from a backup.`,
    );
  }
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
  return rows.map(({ key, value }) => ({ key, value: readValue(table, value) }));
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

/** Where the size of the largest checkpoint is written down. */
const checkpointMark = "largest-checkpoint";

/** The size of the largest checkpoint that was ever kept. */
export async function largestCheckpoint(db: Kysely<Tables>): Promise<number | undefined> {
  const size = Number.parseInt((await getMeta(db, checkpointMark)) ?? "", 10);
  return Number.isNaN(size) ? undefined : size;
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
  const value = String(size);
  await db
    .insertInto("meta")
    .values({ key: checkpointMark, value })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet({ value })
        .where(sql<number>`cast(meta.value as bigint)`, "<", size),
    )
    .execute();
}

/** The rows of batches. */
export async function findBatches(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<readonly BatchRow[]> {
  const found: BatchRow[] = [];
  for (let start = 0; start < ids.length; start += mostKeys) {
    const asked = ids.slice(start, start + mostKeys);
    found.push(...(await db.selectFrom("batches").selectAll().where("id", "in", asked).execute()));
  }
  return found;
}

/** The rows of batches whose first record is not theirs. One without records has none. */
export async function strayBatches(
  db: Kysely<Tables>,
  limit: number,
): Promise<readonly BatchRow[]> {
  return db
    .selectFrom("batches")
    .leftJoin("records", (join) =>
      join
        .onRef("records.position", "=", "batches.first")
        .onRef("records.batch", "=", "batches.id"),
    )
    .select(["batches.id", "batches.first", "batches.count"])
    .where("batches.count", ">", 0)
    .where("records.position", "is", null)
    .orderBy("batches.first")
    .limit(limit)
    .execute();
}
