import type { Position } from "../ports/index.ts";
/** Why the sequencer could not take a command. */
export type SequencerErrorCode =
  /** The log cannot be reached: nothing was recorded, or it is not known; ask again with the same idempotency key. */
  | "log-unavailable"
  /** The node is starting, stopping, or its clock is too far from the authority's. */
  | "out-of-service"
  /** More commands wait than can be answered in reasonable time. */
  | "overloaded"
  /** A key holds what no database can keep: U+0000, or half of a surrogate pair. */
  | "malformed-key"
  /** A record would be longer than the log takes. */
  | "too-large"
  /** A stored record cannot be read or folded: somebody must look at the log. */
  | "damaged-record"
  /** A command's records could not be folded: a fault in Wardkey; nothing was recorded. */
  | "cannot-apply";

/** A command was not taken; nothing of it has happened, except as `log-unavailable` says. */
export class SequencerError extends Error {
  readonly code: SequencerErrorCode;

  constructor(code: SequencerErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SequencerError";
    this.code = code;
  }
}

/** The log cannot be written. */
export function unavailable(cause: unknown): SequencerError {
  return new SequencerError(
    "log-unavailable",
    "The log cannot be written at the moment, so nothing can be permitted. Please try again.",
    cause,
  );
}

/** The log ends before what this node has seen. */
export function aheadOfLog(ours: Position, logs: Position): SequencerError {
  return new SequencerError(
    "out-of-service",
    `The log ends at position ${logs}, but this node has seen ${ours}: the database was restored to an earlier state. Restart this node.`,
  );
}
