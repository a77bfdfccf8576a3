/** Why an exception is refused. */
export type ExceptionErrorCode =
  | "reason-unknown"
  | "glass-unknown"
  | "glass-not-yours"
  | "too-early"
  | "longest-reached";

/** Refused; the message says why and what to do. */
export class ExceptionError extends Error {
  readonly code: ExceptionErrorCode;

  constructor(code: ExceptionErrorCode, message: string) {
    super(message);
    this.name = "ExceptionError";
    this.code = code;
  }
}
