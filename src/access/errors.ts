/** Something that the access part refuses to do. */
export type AccessErrorCode =
  /** A ward names a pattern that the bundle does not have, or nobody knows the ward. */
  | "unknown-pattern"
  | "unknown-ward"
  /** The workload that asks has ended, or may not ask about others. */
  | "caller-not-live"
  /** A record that is no decision cannot be replayed. */
  | "not-a-decision";

/** A coded error; its message says what happened and what to do, and never a name or a number of anybody. */
export class AccessError extends Error {
  readonly code: AccessErrorCode;

  constructor(code: AccessErrorCode, message: string) {
    super(message);
    this.name = "AccessError";
    this.code = code;
  }
}
