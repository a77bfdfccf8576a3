/** What an AuthZEN request can be refused for; the decision itself is never one of them (section Error Responses). */
export type AuthzenErrorCode =
  | "bad-request"
  | "not-authenticated"
  | "not-allowed"
  | "wrong-method"
  | "not-offered"
  | "unavailable";

/** A request that is not answered with a decision. The message is for the caller's people; nothing of the request is in it. */
export class AuthzenError extends Error {
  readonly code: AuthzenErrorCode;

  constructor(code: AuthzenErrorCode, message: string) {
    super(message);
    this.name = "AuthzenError";
    this.code = code;
  }
}

const statusOf: Readonly<Record<AuthzenErrorCode, number>> = {
  "bad-request": 400,
  "not-authenticated": 401,
  "not-allowed": 403,
  "wrong-method": 405,
  "not-offered": 501,
  unavailable: 503,
};

/** Errors of others that callers may hear of, as ours. */
const known: Readonly<Record<string, AuthzenErrorCode>> = {
  // A body in another type is no request; the certification scenario (c-2-4-3) asks for 400, not 415.
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "bad-request",
  FST_ERR_CTP_EMPTY_JSON_BODY: "bad-request",
  FST_ERR_CTP_INVALID_JSON_BODY: "bad-request",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "bad-request",
  "bad-request": "bad-request",
  "caller-not-live": "not-allowed",
  overloaded: "unavailable",
  "out-of-service": "unavailable",
  "log-unavailable": "unavailable",
  // The database does not answer a question that is asked beside the log.
  unreachable: "unavailable",
  "database-away": "unavailable",
  unsettled: "unavailable",
};

const messages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "Send the request's body as application/json.",
  FST_ERR_CTP_EMPTY_JSON_BODY: "The request's body is empty.",
  FST_ERR_CTP_INVALID_JSON_BODY: "The request's body is not JSON.",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH:
    "The request's body is not as long as its Content-Length says.",
};

/** An error as it is answered: undefined when it is a fault of ours, which is nobody else's business. */
export function answerOf(
  error: unknown,
): { readonly status: number; readonly message: string } | undefined {
  if (error instanceof AuthzenError) {
    return { status: statusOf[error.code], message: error.message };
  }
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    return error instanceof SyntaxError
      ? { status: 400, message: "The request's body is not JSON." }
      : undefined;
  }
  const code = Object.hasOwn(known, error.code) ? known[error.code] : undefined;
  if (code === undefined) return undefined;
  return { status: statusOf[code], message: messages[error.code] ?? error.message };
}
