/** What a request about Shared Signals can be refused for. */
export type SsfErrorCode =
  | "bad-request"
  | "not-authenticated"
  /** RFC 6750 section 3.1: what was sent proves nothing. */
  | "invalid-token"
  /** RFC 6750 section 3.1: insufficient_scope. */
  | "not-allowed"
  /** There is none of that id, or it is another receiver's: the answer is the same. */
  | "no-stream"
  | "too-many-streams"
  /** SSF 1.0 section 8.1.4.2: sooner than `min_verification_interval`. */
  | "too-soon";

/** A request that is not answered. The message is for the caller's people; nothing of the request is in it. */
export class SsfError extends Error {
  readonly code: SsfErrorCode;

  constructor(code: SsfErrorCode, message: string) {
    super(message);
    this.name = "SsfError";
    this.code = code;
  }
}

/** The one table of what they are in HTTP (SSF 1.0 section 8.1). */
export const statusOf: Readonly<Record<SsfErrorCode, number>> = {
  "bad-request": 400,
  "not-authenticated": 401,
  "invalid-token": 401,
  "not-allowed": 403,
  "no-stream": 404,
  "too-many-streams": 403,
  "too-soon": 429,
};
