import { SaidError, type Values } from "../access/index.ts";
import { reviewWords } from "./words.ts";

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
  | "no-access-reviews"
  | "campaign-open"
  | "campaign-empty"
  | "campaign-unknown"
  | "access-decided"
  | "own-access"
  | "managers-access"
  | "not-before-you"
  | "delegate-unfit"
  | "policy-changed"
  | "policy-refused";

/** What is said of it: the code, or a variant of it. */
export type ReviewSaying = keyof typeof reviewWords;

/** Refused; the message says why and what to do. */
export class ReviewError extends SaidError<ReviewErrorCode> {
  constructor(said: ReviewSaying, values?: Values) {
    super("ReviewError", reviewWords[said], said, values);
  }
}
