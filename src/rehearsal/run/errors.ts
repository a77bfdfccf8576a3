/** Why a rehearsal cannot go on. What the policy refuses is a result and no error. */
export type RehearsalErrorCode =
  /** The product did not take in what the scenario gives: a fault of ours. */
  "not-taken-in";

/** A fault in a rehearsal itself. */
export class RehearsalError extends Error {
  readonly code: RehearsalErrorCode;

  constructor(code: RehearsalErrorCode, message: string) {
    super(message);
    this.name = "RehearsalError";
    this.code = code;
  }
}
