import { SaidError, type Values } from "../access/index.ts";
import { engagementWords } from "./words.ts";

/** Why something about an engagement is refused. */
export type LifecycleErrorCode =
  | "engagement-unknown"
  | "sponsored-unknown"
  /** L2: without an end, ending before it begins, in the past, or too far ahead. */
  | "ends-before-beginning"
  | "ends-in-the-past"
  | "ends-too-late"
  /** Whoever is not employed here has a sponsor, who works here and is somebody else. */
  | "sponsor-missing"
  | "sponsor-not-engaged"
  /** L6 */
  | "not-the-sponsor"
  | "own-engagement"
  | "role-refused"
  /** A locum's shift: nothing that a shift can be, or beside another one of theirs. */
  | "shift-refused"
  | "shift-overlaps"
  /** L4 */
  | "not-a-move"
  /** L7 */
  | "proof-too-weak"
  | "proof-missing"
  | "proof-expired"
  /** No number of a register, or no last day that one says. */
  | "registration-refused"
  /** A staff passport that is believed, and not for this. */
  | "passport-untrusted"
  | "passport-other-role"
  | "passport-too-long"
  | "passport-anothers"
  /** It is not so far, or has gone further, in the meantime. */
  | "not-offered"
  | "not-active"
  | "not-suspended"
  | "not-ended"
  /** What was ended stays ended (L11). */
  | "engagement-ended";

/** What is said of it: the code, or a variant of it. */
export type LifecycleSaying = keyof typeof engagementWords;

/** Refused; nothing of it has happened. The message says why and what to do. */
export class LifecycleError extends SaidError<LifecycleErrorCode> {
  constructor(said: LifecycleSaying, values?: Values) {
    super("LifecycleError", engagementWords[said], said, values);
  }
}
