import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { StoreError } from "../errors.ts";

/** The file in a data directory whose lock says that somebody has it. It stays empty. */
const lockFile = "lock";
/** The database in a data directory. */
const databaseFile = "wardkey.db";

/** The path of a data directory's database. */
export function databaseIn(directory: string): string {
  return join(directory, databaseFile);
}

/**
 * Takes a data directory for this process, making it where there is none, readable by nobody else. The operating system
 * takes the lock back when the process ends, however it ends. Trap: it also does when anything in this process opens the
 * lock file and closes it again.
 *
 * @returns what gives the directory back
 * @throws StoreError `directory-in-use`, `directory-unusable`
 */
export function lockDirectory(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // SQLite gives its other files the rights of this one.
    closeSync(openSync(databaseIn(directory), "a", 0o600));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    throw new StoreError(
      "directory-unusable",
      `The data directory ${directory} cannot be written to${code}. Give it to the user that runs Wardkey, or choose another with WARDKEY_DATA.`,
    );
  }
  let lock: Database.Database | undefined;
  try {
    lock = new Database(join(directory, lockFile), { timeout: 0 });
    lock.exec("begin exclusive");
  } catch (error) {
    lock?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new StoreError(
        "directory-in-use",
        `Another Wardkey is running on the data directory ${directory}. Stop it first, or choose another directory with WARDKEY_DATA.`,
      );
    }
    throw new StoreError(
      "directory-unusable",
      `The data directory ${directory} cannot be locked. Check who may write to it.`,
    );
  }
  const held = lock;
  return () => held.close();
}
