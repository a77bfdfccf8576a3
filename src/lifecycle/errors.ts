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
  /** L7 */
  | "proof-too-weak"
  | "proof-missing"
  | "proof-expired"
  /** It is not so far, or has gone further, in the meantime. */
  | "not-offered"
  | "not-active"
  | "not-suspended"
  | "not-ended"
  /** What was ended stays ended (L11). */
  | "engagement-ended";

/** Refused; nothing of it has happened. The message says why and what to do. */
export class LifecycleError extends Error {
  readonly code: LifecycleErrorCode;

  constructor(code: LifecycleErrorCode, message: string) {
    super(message);
    this.name = "LifecycleError";
    this.code = code;
  }
}
