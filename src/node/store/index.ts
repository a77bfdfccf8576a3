import type { PostgresOptions } from "./postgres/open-store.ts";
import type { SqliteOptions } from "./sqlite/open-store.ts";
import type { Store } from "./store.ts";

export { StoreError, type StoreErrorCode } from "./errors.ts";
export type { Meta, Store } from "./store.ts";
export type { PostgresOptions, SqliteOptions };

/** As `openPostgresStore` of postgres/open-store.ts, which is loaded when it is asked for: most commands open no database. */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  return (await import("./postgres/open-store.ts")).openPostgresStore(options);
}

/** As `openSqliteStore` of sqlite/open-store.ts, loaded when it is asked for too. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  return (await import("./sqlite/open-store.ts")).openSqliteStore(options);
}
