/**
 * Why something is not done while the database does not answer.
 *
 * | code | meaning |
 * | --- | --- |
 * | `database-away` | only emergency access goes on; nothing was done |
 * | `unsettled` | the database stopped answering in the middle: it was done once, or not at all |
 */
export type OfflineErrorCode = "database-away" | "unsettled";

/** Something that cannot be done, or not be known to be done, without the database. */
export class OfflineError extends Error {
  readonly code: OfflineErrorCode;

  constructor(code: OfflineErrorCode, message: string) {
    super(message);
    this.name = "OfflineError";
    this.code = code;
  }
}

/** Everything but what a seat does in an emergency. */
export function onlyEmergencies(): OfflineError {
  return new OfflineError(
    "database-away",
    "The database does not answer, so nothing can be changed. Emergency access goes on: at a seat, tap your badge and break the glass. Everything else works again once the database does; whoever looks after Wardkey sees why at /readyz.",
  );
}

/** What was seen last is too old to rest anything on. */
export function seenTooLongAgo(): OfflineError {
  return new OfflineError(
    "database-away",
    "The database has not answered for more than four hours, so nobody can sign in here. Go by the hospital's procedure for when systems are down.",
  );
}

/** Nothing can be recorded, so nothing is permitted (U1). */
export function nothingRecorded(): OfflineError {
  return new OfflineError(
    "database-away",
    "The database does not answer, and this node cannot write its journal, so nothing is permitted here. Go to another screen, or by the hospital's procedure for when systems are down.",
  );
}

/** It was under way when the database stopped answering. */
export function unsettled(): OfflineError {
  return new OfflineError(
    "unsettled",
    "The database stopped answering while this was done, so it is not known whether it was. Look, and do it again if it was not.",
  );
}
