/** Why an MLLP connection could not be had, or ended. */
export type MllpErrorCode =
  /** Something else listens on that port already. */
  | "address-in-use"
  /** The host or port is none that this machine can listen on or reach. */
  | "bad-address"
  /** The connection ended before the answer came. */
  | "closed"
  /** No answer came in time. */
  | "no-answer";

/** What went wrong with an MLLP connection; it never says what was sent. */
export class MllpError extends Error {
  readonly code: MllpErrorCode;

  constructor(code: MllpErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "MllpError";
    this.code = code;
  }
}
