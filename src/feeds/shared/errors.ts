/** Why a feed's operation was refused. */
export type FeedErrorCode =
  /** The time zone of the settings is none that is known. */
  | "unknown-zone"
  /** The site of the settings is none that is known, nor one that the file brings. */
  | "unknown-site"
  /** No message of that id is waiting. */
  | "not-parked"
  /** The parked message came from another feed than the one asked to take it in. */
  | "other-feed"
  /** The rows that a command rests on kept changing while it was being handled. */
  | "unsettled"
  /** By hand: of one's own chart; of two that are one; of one that was never two. */
  | "own-chart"
  | "same-chart"
  | "not-merged"
  /** A file cannot be read at all; nothing of it was taken in. */
  | "bad-file";

/** A feed's operation was refused; nothing of it has happened. The message names no patient or person. */
export class FeedError extends Error {
  readonly code: FeedErrorCode;

  constructor(code: FeedErrorCode, message: string) {
    super(message);
    this.name = "FeedError";
    this.code = code;
  }
}
