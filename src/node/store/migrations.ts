import { type Kysely, type RawBuilder, sql } from "kysely";
import type { SideTable } from "../../ports/index.ts";
import { StoreError } from "./errors.ts";
import { type Dialect, organisation, type Tables } from "./tables.ts";

type Migration = (db: Kysely<Tables>, dialect: Dialect) => Promise<void>;

/** The steps to the tables of this release, in order. A step that was released never changes; the next one follows it. */
const migrations: readonly Migration[] = [
  createTables,
  addChanged,
  dropRecordTimes,
  addOidc,
  addSignals,
  addNotices,
];

/** The version of the tables that this release works with. */
const schemaVersion = migrations.length;

const schemaKey = "schema";

/**
 * Brings the tables to this release's version, all steps in one transaction. Several nodes may do so at once.
 *
 * @throws StoreError `newer-schema`
 */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  if ((await storedVersion(db, dialect)) === undefined) await createMeta(db, dialect);
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("meta")
      .select("value")
      .where("key", "=", schemaKey)
      .$if(dialect === "postgres", (query) => query.forUpdate())
      .executeTakeFirstOrThrow();
    const version = Number(row.value);
    refuseNewer(version);
    if (version === schemaVersion) return;
    for (const step of migrations.slice(version)) await step(trx, dialect);
    await trx
      .updateTable("meta")
      .set({ value: String(schemaVersion) })
      .where("key", "=", schemaKey)
      .execute();
  });
}

/**
 * Refuses tables that this release cannot read.
 *
 * @throws StoreError `no-store`, `older-schema`, `newer-schema`
 */
export async function checkSchema(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const version = await storedVersion(db, dialect);
  if (version === undefined) {
    throw new StoreError("no-store", "There is no Wardkey store here yet. Start the server once.");
  }
  refuseNewer(version);
  if (version < schemaVersion) {
    throw new StoreError(
      "older-schema",
      `The tables are of version ${version}, this release reads ${schemaVersion}. Start the server of this release once: it brings them up to date.`,
    );
  }
}

function refuseNewer(version: number): void {
  if (version <= schemaVersion) return;
  throw new StoreError(
    "newer-schema",
    `The tables are of version ${version}, this release knows ${schemaVersion}. Use the release that wrote them, or a later one.`,
  );
}

/** The version of the tables; undefined where there are none. */
async function storedVersion(db: Kysely<Tables>, dialect: Dialect): Promise<number | undefined> {
  const meta =
    dialect === "sqlite"
      ? sql<{ name: string | null }>`select name from sqlite_schema where name = 'meta'`
      : sql<{ name: string | null }>`select to_regclass('meta')::text as name`;
  const { rows } = await meta.execute(db);
  if (typeof rows[0]?.name !== "string") return undefined;
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("key", "=", schemaKey)
    .executeTakeFirst();
  return row === undefined ? undefined : Number(row.value);
}

async function createMeta(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const { text } = typesOf(dialect);
  await db.schema
    .createTable("meta")
    .ifNotExists()
    .addColumn("key", text, (column) => column.primaryKey())
    .addColumn("value", text, (column) => column.notNull())
    .execute()
    .catch((error: unknown) => {
      // Two nodes that create a table at the same moment: the slower one is told so in one of these ways.
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (!["23505", "42P07", "42710"].includes(code)) throw error;
    });
  await db
    .insertInto("meta")
    .values({ key: schemaKey, value: "0" })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}

interface ColumnTypes {
  readonly int: RawBuilder<unknown>;
  readonly flag: RawBuilder<unknown>;
  readonly bytes: RawBuilder<unknown>;
  /** Text in the order of its bytes. */
  readonly text: RawBuilder<unknown>;
}

function typesOf(dialect: Dialect): ColumnTypes {
  if (dialect === "sqlite") {
    return { int: sql`integer`, flag: sql`integer`, bytes: sql`blob`, text: sql`text` };
  }
  return { int: sql`bigint`, flag: sql`boolean`, bytes: sql`bytea`, text: sql`text collate "C"` };
}

async function createTables(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await createLog(db, dialect);
  for (const table of firstSideTables) await createSideTable(db, dialect, table);
  const { int, text } = typesOf(dialect);
  await db.schema
    .createTable("replies")
    .addColumn("key", text, (column) => column.primaryKey())
    .addColumn("answer", text, (column) => column.notNull())
    .addColumn("position", int, (column) => column.notNull())
    .modifyEnd(ending(dialect, "without rowid"))
    .execute();
  await db.schema
    .createTable("checkpoints")
    .addColumn("hour", int, (column) => column.primaryKey())
    .addColumn("size", int, (column) => column.notNull())
    .addColumn("note", text, (column) => column.notNull())
    .modifyEnd(ending(dialect))
    .execute();
}

/** The side tables of the first release. */
const firstSideTables = [
  "names",
  "identifiers",
  "credentials",
  "parked",
  "texts",
  "bundles",
] as const satisfies readonly SideTable[];

/** What the OpenID provider keeps. */
async function addOidc(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await createSideTable(db, dialect, "oidc");
}

/** What is sent to the receivers of Shared Signals. */
async function addSignals(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await createSideTable(db, dialect, "signals");
}

/** What is told by mail and webhook. */
async function addNotices(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await createSideTable(db, dialect, "notices");
}

/** Where the last change of state is was not kept before: as far as anybody knows it is the last record. */
async function addChanged(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const { int } = typesOf(dialect);
  await db.schema
    .alterTable("head")
    .addColumn("changed", int, (column) => column.notNull().defaultTo(0))
    .execute();
  await db
    .updateTable("head")
    .set(({ ref }) => ({ changed: ref("next") }))
    .execute();
}

/** A record says itself when it was appended; a column beside it that nobody reads could say otherwise unnoticed. */
async function dropRecordTimes(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable("records").dropColumn("at").execute();
}

async function createLog(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const { int, flag, bytes, text } = typesOf(dialect);
  await db.schema
    .createTable("head")
    .addColumn("organisation", text, (column) => column.primaryKey())
    .addColumn("next", int, (column) => column.notNull())
    .addColumn("at", int, (column) => column.notNull())
    .addColumn("frontier", bytes, (column) => column.notNull())
    // Room for new versions of the one row on its page, so that its index is never touched.
    .modifyEnd(dialect === "sqlite" ? sql`strict` : sql`with (fillfactor = 10)`)
    .execute();
  // Written out: the columns that later steps add are not there yet.
  await sql`insert into head (organisation, next, at, frontier) values (${organisation}, 0, 0, ${Buffer.alloc(0)})`.execute(
    db,
  );
  await db.schema
    .createTable("batches")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("first", int, (column) => column.notNull())
    .addColumn("count", int, (column) => column.notNull())
    .modifyEnd(ending(dialect, "without rowid"))
    .execute();
  await db.schema
    .createTable("records")
    .addColumn("position", int, (column) => column.primaryKey())
    .addColumn("batch", text, (column) => column.notNull())
    .addColumn("at", int, (column) => column.notNull())
    .addColumn("state", flag, (column) => column.notNull())
    .addColumn("salt", bytes, (column) => column.notNull())
    .addColumn("hash", bytes, (column) => column.notNull())
    .addColumn("bytes", bytes, (column) => column.notNull())
    .modifyEnd(ending(dialect))
    .execute();
  const changes = dialect === "sqlite" ? sql<boolean>`state = 1` : sql<boolean>`state`;
  await db.schema
    .createIndex("records_state")
    .on("records")
    .column("position")
    .where(changes)
    .execute();
}

/** Rows with large values stay out of the tree of keys. */
const large: readonly SideTable[] = ["parked", "texts", "bundles", "signals"];

async function createSideTable(
  db: Kysely<Tables>,
  dialect: Dialect,
  table: SideTable,
): Promise<void> {
  const { text } = typesOf(dialect);
  await db.schema
    .createTable(table)
    .addColumn("key", text, (column) => column.primaryKey())
    .addColumn("value", text, (column) => column.notNull())
    .modifyEnd(large.includes(table) ? ending(dialect) : ending(dialect, "without rowid"))
    .execute();
}

/** What follows a table's columns: SQLite checks types only where it is asked to. */
function ending(dialect: Dialect, rows?: "without rowid"): RawBuilder<unknown> {
  if (dialect === "postgres") return sql``;
  return rows === undefined ? sql`strict` : sql`strict, without rowid`;
}
