/** Why something about a review, an incident or a proposal is refused. */
export type ReviewErrorCode =
  | "review-unknown"
  | "own-review"
  | "managers-review"
  | "not-escalated"
  | "not-alike"
  | "incident-unknown"
  | "own-incident"
  | "managers-incident"
  | "standing-unknown"
  | "own-standing"
  | "managers-standing"
  | "proposal-unknown"
  | "own-proposal"
  | "nothing-rostered"
  | "policy-changed"
  | "policy-refused";

/** Refused; the message says why and what to do. */
export class ReviewError extends Error {
  readonly code: ReviewErrorCode;

  constructor(code: ReviewErrorCode, message: string) {
    super(message);
    this.name = "ReviewError";
    this.code = code;
  }
}
