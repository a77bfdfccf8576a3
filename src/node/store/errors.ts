/**
 * What can be wrong with a store.
 *
 * | code | meaning |
 * | --- | --- |
 * | `directory-in-use` | another process has the data directory |
 * | `directory-unusable` | the data directory cannot be made, read or written |
 * | `no-store` | opened for reading only, and there is nothing yet |
 * | `older-schema` | opened for reading only, and the tables are those of an earlier release |
 * | `newer-schema` | the tables are those of a later release |
 * | `read-only` | a write to a store that was opened for reading, or to a database that takes no writes |
 * | `refused` | the database knows who asks and says no: credentials, rights, or it is too old |
 * | `unreachable` | the database or disk does not answer; nothing was done |
 * | `in-doubt` | the connection was lost while appending and did not come back: the batch is in the log once, or not at all |
 * | `full` | no room left on the disk |
 * | `corrupt` | what is stored contradicts itself |
 * | `malformed-batch` | a batch whose parts do not fit each other |
 * | `closed` | the store was closed |
 */
export type StoreErrorCode =
  | "directory-in-use"
  | "directory-unusable"
  | "no-store"
  | "older-schema"
  | "newer-schema"
  | "read-only"
  | "refused"
  | "unreachable"
  | "in-doubt"
  | "full"
  | "corrupt"
  | "malformed-batch"
  | "closed";

/** The one error of the stores. Its message is for people and never holds a value that is stored. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = "StoreError";
    this.code = code;
  }
}
