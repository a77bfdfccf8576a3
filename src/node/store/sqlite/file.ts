import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { StoreError } from "../errors.ts";
import { checkSchema, migrate } from "../migrations.ts";
import type { PackedBatch } from "../pack.ts";
import {
  findBatches,
  findReply,
  getMeta,
  largestCheckpoint,
  listCheckpoints,
  listRows,
  putCheckpoint,
  putMeta,
  strayBatches,
} from "../queries.ts";
import { organisation, type Tables } from "../tables.ts";
import { prepareAppend } from "./append.ts";
import { sqliteFailure } from "./failure.ts";
import { prepareGet } from "./get.ts";
import { preparePage } from "./page.ts";
import type { Calls, HeadRow, Role, WirePage, WorkerStart } from "./protocol.ts";

/** An answer, and the buffers in it that need not be copied. */
export interface Answered {
  readonly answers: unknown;
  readonly transfer?: readonly ArrayBuffer[];
}

type Handlers = {
  readonly [C in keyof Calls]: (
    asks: Calls[C]["asks"],
  ) => Calls[C]["answers"] | Promise<Calls[C]["answers"]>;
};

/** What a worker does: answers calls on one connection to a database file. The first call is `open`. */
export function openFile({
  file,
  role,
}: WorkerStart): (call: keyof Calls, asks: unknown) => Promise<Answered> {
  let handlers: Handlers | undefined;
  return async (call, asks) => {
    try {
      if (call === "open") handlers = await connect(file, role);
      if (handlers === undefined) {
        if (call === "close") return { answers: undefined };
        throw new StoreError("closed", `The database ${file} is not open.`);
      }
      const handle = handlers[call] as (asks: unknown) => unknown;
      const answers = await handle(asks);
      if (call !== "read") return { answers };
      const { blob } = answers as WirePage;
      const whole = blob.length > 0 && blob.length === blob.buffer.byteLength;
      return { answers, transfer: whole ? [blob.buffer as ArrayBuffer] : [] };
    } catch (error) {
      throw sqliteFailure(error, file);
    }
  };
}

async function connect(file: string, role: Role): Promise<Handlers> {
  if (role === "reader" && !existsSync(file)) {
    throw new StoreError(
      "no-store",
      `There is no Wardkey store at ${file}. Start the server once.`,
    );
  }
  const db = new Database(file, { readonly: role === "reader", fileMustExist: role === "reader" });
  try {
    return await prepare(db, file, role);
  } catch (error) {
    db.close();
    throw error;
  }
}

async function prepare(db: Database.Database, file: string, role: Role): Promise<Handlers> {
  if (role === "writer") {
    db.pragma("journal_mode = wal");
    db.pragma("synchronous = full");
    // 16 MB between checkpoints: at 4 MB one commit in a hundred waits for one (measured: p99 of 8 instead of 1.5 ms).
    db.pragma("wal_autocheckpoint = 4000");
    // What is erased (U3) is overwritten, not only forgotten.
    db.pragma("secure_delete = on");
  }
  db.pragma("cache_size = -16000");
  db.pragma("temp_store = memory");
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: db }) });
  if (role === "writer") {
    await migrate(queries, "sqlite");
    checkWhole(db, file);
  } else {
    await checkSchema(queries, "sqlite");
  }
  return handlersOf(db, queries);
}

/** A fold of fewer records than the head row counts would go unnoticed. */
function checkWhole(db: Database.Database, file: string): void {
  const row = db
    .prepare<[], { readonly next: number; readonly end: number }>(
      'select next, coalesce((select max(position) + 1 from records), 0) as "end" from head',
    )
    .get();
  if (row !== undefined && row.next === row.end) return;
  throw new StoreError(
    "corrupt",
    `The database ${file} says that it has ${row?.next} records, but they end at ${row?.end}. Run "wardkey verify", and restore it from a backup.`,
  );
}

function handlersOf(db: Database.Database, queries: Kysely<Tables>): Handlers {
  const selectHead = db.prepare<[], HeadRow>(
    `select next, at, changed, frontier from head where organisation = '${organisation}'`,
  );
  const readPage = preparePage(db);
  let append: ReturnType<typeof prepareAppend> | undefined;
  let get: ReturnType<typeof prepareGet> | undefined;
  return {
    open: () => undefined,
    append(batch: PackedBatch) {
      append ??= prepareAppend(db);
      return append(batch);
    },
    head() {
      const row = selectHead.get();
      if (row === undefined) throw new StoreError("corrupt", "The table head has lost its row.");
      return row;
    },
    read: readPage,
    reply: (key) => findReply(queries, key),
    get(keys) {
      get ??= prepareGet(db);
      return get(keys);
    },
    list: (request) => listRows(queries, request),
    getMeta: (key) => getMeta(queries, key),
    async putMeta(asks) {
      await putMeta(queries, asks);
      return undefined;
    },
    listCheckpoints: () => listCheckpoints(queries),
    largestCheckpoint: () => largestCheckpoint(queries),
    findBatches: (ids) => findBatches(queries, ids),
    strayBatches: (limit) => strayBatches(queries, limit),
    async putCheckpoint(asks) {
      await putCheckpoint(queries, asks);
      return undefined;
    },
    close() {
      db.close();
      return undefined;
    },
  };
}
