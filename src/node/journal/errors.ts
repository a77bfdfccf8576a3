/**
 * What can be wrong with a node's journal.
 *
 * | code | meaning |
 * | --- | --- |
 * | `journal-in-use` | another process writes it |
 * | `journal-unusable` | its file cannot be opened or written |
 * | `journal-closed` | it was closed |
 */
export type JournalErrorCode = "journal-in-use" | "journal-unusable" | "journal-closed";

/** The one error of this folder. */
export class JournalError extends Error {
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string) {
    super(message);
    this.name = "JournalError";
    this.code = code;
  }
}
