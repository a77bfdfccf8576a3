import { SaidError, type Values, type When } from "../access/index.ts";
import { exceptionWords } from "./words.ts";

/** Why an exception is refused. */
export type ExceptionErrorCode =
  | "reason-unknown"
  | "glass-unknown"
  /** X10: all that it would open is open to the person without. */
  | "glass-needless"
  | "glass-not-yours"
  | "too-early"
  | "longest-reached"
  | "standing-unconfirmed"
  /** The policy has no such emergency, or the screen is no seat (X16). */
  | "emergency-unknown-kind"
  | "emergency-unknown-place"
  /** It has ended, or was never declared. */
  | "emergency-over"
  /** X17: whoever responds is a clinician, and has said so. */
  | "no-clinician"
  | "not-responding"
  /** X18: where people respond whom the roster called, it is theirs to end. */
  | "others-respond"
  /** X17: it is not theirs to end, or the roster has called them. */
  | "not-to-send-away"
  /** X17: somebody has ended it for them. */
  | "sent-away"
  /** X17: only the rostered respond from elsewhere. */
  | "not-here"
  /** X18: who records and who performs are two. */
  | "performs-alone"
  /** Nothing like it is granted here, or its place or patient is not known. */
  | "not-grantable"
  /** C10: the chart needs care, and no grant opens it. */
  | "grant-opens-nothing"
  /** L9: off duty it would open nothing, and on their own ward a shift does. */
  | "grant-needs-shift"
  /** They have it already. */
  | "grant-needless"
  /** X1: it names what is not the person's own of the same scope. */
  | "renews-another"
  /** Too long, too short, in the past or too far ahead. */
  | "time-refused"
  | "words-refused"
  /** The person may not have it (any more). */
  | "not-eligible"
  /** X2: those who answer are of a ward that the patient has left. */
  | "patient-moved"
  | "too-many-requests"
  | "grant-unknown"
  /** X1: nothing is begun that nobody has approved yet. */
  | "grant-pending"
  /** Somebody has approved it in the meantime. */
  | "grant-answered"
  /** It has ended in the meantime. */
  | "grant-over"
  | "grant-not-yours"
  /** X2: nobody approves their own. */
  | "own-request"
  /** X19: nobody approves that of somebody who is over them. */
  | "of-your-manager"
  | "start-unknown"
  | "shift-unknown"
  | "own-shift"
  | "swap-unknown"
  | "own-swap"
  | "taker-off-duty"
  | "own-handover";

/** What is said of it: the code, or a variant of it. */
export type ExceptionSaying = keyof typeof exceptionWords;

/** Refused; the message says why and what to do. */
export class ExceptionError extends SaidError<ExceptionErrorCode> {
  constructor(said: ExceptionSaying, values?: Values, when?: When) {
    super("ExceptionError", exceptionWords[said], said, values, when);
  }
}
