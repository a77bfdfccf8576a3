import { Kysely, PostgresDialect, type PostgresPool, sql } from "kysely";
import type { Log } from "../../../ports/index.ts";
import { StoreError } from "../errors.ts";
import { checkSchema, migrate } from "../migrations.ts";
import { createPageReader } from "../pages.ts";
import {
  findBatches,
  findReply,
  getMeta,
  getRows,
  largestCheckpoint,
  listCheckpoints,
  listRows,
  putCheckpoint,
  putMeta,
  strayBatches,
} from "../queries.ts";
import type { Store } from "../store.ts";
import type { Tables } from "../tables.ts";
import { type AppendOptions, append, hold, readHead } from "./append.ts";
import { type Connections, createConnections, type Patience } from "./connections.ts";
import { isLost, readFailure } from "./failure.ts";
import { readChanges, readEntries } from "./page.ts";

/** What {@link openPostgresStore} is given. */
export interface PostgresOptions {
  /** A connection string as in DATABASE_URL; a host that begins with a slash is the directory of a unix socket. */
  readonly url: string;
  /** Connections in all; two of them are for appends. At least 3. */
  readonly poolSize?: number;
  readonly readOnly?: boolean;
  /** How long to wait for what; the defaults suit a database in the same building. */
  readonly patience?: Partial<Patience>;
}

/** The connections of appends, so that readers never keep them waiting. */
const forAppends = 2;

/** The oldest PostgreSQL that we are tested with. */
const oldestVersion = 15;

const usual: Patience = { connect: 3_000, statement: 5_000, hold: 500, settle: 5_000 };

/**
 * Opens the store in a PostgreSQL database, making its tables where there are none. Any number of nodes may have the same
 * one open.
 *
 * @throws StoreError `unreachable`, `refused`, `no-store`, `older-schema`, `newer-schema`, `corrupt`
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { url, poolSize = 8, readOnly = false } = options;
  const patience = { ...usual, ...options.patience };
  const common = { url, patience, readOnly };
  const writing = createConnections({ ...common, size: forAppends, pipeline: true });
  const reading = createConnections({
    ...common,
    size: Math.max(1, poolSize - forAppends),
    pipeline: false,
  });
  const query = queriesOn(reading);
  const holds: AppendOptions["holds"] = new Set();
  const close = async () => {
    for (const release of holds) await release();
    await writing.end();
    await reading.end();
  };
  try {
    await prepareTables(options, patience);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: "postgres",
    log: logOf({ connections: writing, settle: patience.settle, holds }, reading, query),
    side: {
      get: (keys) => query((db) => getRows(db, keys)),
      list: (table, listed) => query((db) => listRows(db, { table, ...listed })),
    },
    meta: {
      get: (key) => query((db) => getMeta(db, key)),
      put: (key, value) => query((db) => putMeta(db, { key, value, once: false })),
      async claim(key, value) {
        await query((db) => putMeta(db, { key, value, once: true }));
        return (await query((db) => getMeta(db, key))) ?? value;
      },
    },
    checkpoints: {
      list: () => query(listCheckpoints),
      largest: () => query(largestCheckpoint),
      put: (checkpoint) => query((db) => putCheckpoint(db, checkpoint)),
    },
    batches: {
      find: (ids) => query((db) => findBatches(db, ids)),
      strays: (limit) => query((db) => strayBatches(db, limit)),
    },
    close,
  };
}

function logOf(options: AppendOptions, reading: Connections, query: Query): Log {
  return {
    head: () => reading.reading(readHead),
    append: (batch) => append(options, batch),
    hold: () => hold(options),
    read: createPageReader((page) => reading.reading((client) => readEntries(client, page))),
    changes: createPageReader((page) => reading.reading((client) => readChanges(client, page))),
    reply: (key) => query((db) => findReply(db, key)),
  };
}

/** Runs queries that may be repeated: done again once when the connection was lost. Errors are the store's. */
type Query = <T>(ask: (db: Kysely<Tables>) => Promise<T>) => Promise<T>;

/** Kysely on our connections, so that one that failed is not used again. */
function queriesOn(connections: Connections): Query {
  const connect = async () => {
    const { client, release } = await connections.take();
    let broken = false;
    return {
      query: (text: string, values: readonly unknown[]) =>
        client.query(text, [...values]).catch((error: unknown) => {
          broken ||= isLost(error, connections.where);
          throw error;
        }),
      release: () => release(broken),
    };
  };
  const pool = { connect, end: connections.end, options: {} } as unknown as PostgresPool;
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return async (ask) => {
    try {
      return await ask(db).catch((error: unknown) => {
        if (!isLost(error, connections.where)) throw error;
        return ask(db);
      });
    } catch (error) {
      throw readFailure(error, connections.where);
    }
  };
}

/** Tables are brought up to date on a connection of its own: that may take as long as it takes. */
const whileMigrating = { statement: 3_600_000, hold: 60_000 };

async function prepareTables(options: PostgresOptions, patience: Patience): Promise<void> {
  const { url, readOnly = false } = options;
  const connections = createConnections({
    url,
    size: 1,
    patience: { ...patience, ...whileMigrating },
    readOnly,
    pipeline: false,
  });
  try {
    await queriesOn(connections)(async (db) => {
      await checkVersion(db, connections.where);
      if (readOnly) return checkSchema(db, "postgres");
      await migrate(db, "postgres");
      await checkWhole(db, connections.where);
    });
  } finally {
    await connections.end();
  }
}

async function checkVersion(db: Kysely<Tables>, where: string): Promise<void> {
  const { rows } = await sql<{ readonly version: number }>`
    select current_setting('server_version_num')::int / 10000 as version`.execute(db);
  const version = rows[0]?.version ?? 0;
  if (version >= oldestVersion) return;
  throw new StoreError(
    "refused",
    `The database ${where} is PostgreSQL ${version}. Wardkey needs ${oldestVersion} or newer.`,
  );
}

/** A fold of fewer records than the head row counts would go unnoticed. */
async function checkWhole(db: Kysely<Tables>, where: string): Promise<void> {
  // Of one moment, since other nodes append meanwhile.
  const { rows } = await sql<{ readonly next: number; readonly end: number }>`
    select next, coalesce((select max(position) + 1 from records), 0) as "end" from head`.execute(
    db,
  );
  const row = rows[0];
  if (row !== undefined && row.next === row.end) return;
  throw new StoreError(
    "corrupt",
    `The database ${where} says that it has ${row?.next} records, but they end at ${row?.end}. Run "wardkey verify", and restore it from a backup.`,
  );
}
