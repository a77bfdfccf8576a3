export { StoreError, type StoreErrorCode } from "./errors.ts";
export { openPostgresStore, type PostgresOptions } from "./postgres/open-store.ts";
export { openSqliteStore, type SqliteOptions } from "./sqlite/open-store.ts";
export type { Meta, Store } from "./store.ts";
