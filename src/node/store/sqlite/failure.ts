import Database from "better-sqlite3";
import { StoreError, type StoreErrorCode } from "../errors.ts";

/** What SQLite's result codes mean to us, by the start of their names; the first that fits. */
const meanings: readonly (readonly [string, StoreErrorCode, string])[] = [
  ["SQLITE_FULL", "full", "There is no room left on its disk. Make room; nothing was written."],
  ["SQLITE_CORRUPT", "corrupt", "The file is damaged. Restore it from a backup."],
  ["SQLITE_NOTADB", "corrupt", "The file is not a database. Restore it from a backup."],
  ["SQLITE_IOERR", "unreachable", "Its disk does not answer as it should; nothing was written."],
  ["SQLITE_READONLY", "read-only", "It cannot be written to."],
  ["SQLITE_CANTOPEN", "directory-unusable", "The file cannot be opened. Check who may read it."],
  ["SQLITE_PERM", "directory-unusable", "The file cannot be opened. Check who may read it."],
  ["SQLITE_BUSY", "unreachable", "Another process keeps the file locked."],
];

/** An error of SQLite as one of ours; any other as it is. */
export function sqliteFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const meaning = meanings.find(([start]) => error.code.startsWith(start));
  if (meaning === undefined) return error;
  const [, code, words] = meaning;
  return new StoreError(code, `The database ${file}: ${words} (${error.code})`);
}
