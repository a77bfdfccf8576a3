import { SaidError } from "../access/index.ts";
import type { ErrorReply, RemedyView, SaidView } from "./contract.ts";

/** What can be wrong with a request before anything of the hospital is asked. */
export type HttpErrorCode =
  /** Not JSON, not the right members, a header that cannot be read. */
  | "bad-request"
  | "not-found"
  | "method-not-allowed"
  | "too-large"
  | "unsupported-type"
  /** S0: no proof, or one that does not hold. */
  | "proof-refused"
  /** S0: the proof names no nonce of this node (RFC 9449 section 8). */
  | "use-dpop-nonce"
  /** S0: the key is no seat's. */
  | "seat-unknown"
  /** The key is no phone's (any more). */
  | "phone-unknown"
  /** No workload of ours has this API key. */
  | "caller-unknown"
  /** S6: the sensor has said something newer already. */
  | "report-overtaken"
  /** The console's cookie opens nothing (any more). */
  | "signed-out"
  /** A page of somebody else asks. */
  | "foreign-origin"
  /** What an authenticator signed was not right. */
  | "passkey-refused"
  /** The challenge is unknown, spent, too old, or was for something else. */
  | "ceremony-over"
  /** The policy says no. */
  | "refused"
  /** Who is in at the seat has changed. */
  | "occupant-changed"
  /** The store of charts does not answer. */
  | "charts-unreachable"
  /** The log has not been signed so far yet. */
  | "unsigned"
  /** L11: nobody asks for more ends than are believed. */
  | "not-stopped"
  /** L11: another number was asked for. */
  | "not-so-many"
  /** N2: the key for passports is being turned already. */
  | "key-turning"
  /** As many streams of hints are open as may be. */
  | "too-many-streams"
  /** More reports at once than are looked at. */
  | "too-many-reports"
  | "out-of-service";

/** Said of every address that is not there. */
export const nothingThere = "There is nothing at this address.";

/** A request that is not answered; the message is for people. */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  /** Ways forward of a `refused` that the page itself can go. */
  readonly remedies: readonly RemedyView[];
  /** The sentences of the message, for a screen of another language. */
  readonly said: readonly SaidView[];

  constructor(
    code: HttpErrorCode,
    message: string,
    {
      remedies = [],
      said = [],
    }: { readonly remedies?: readonly RemedyView[]; readonly said?: readonly SaidView[] } = {},
  ) {
    super(message);
    this.name = "HttpError";
    this.code = code;
    this.remedies = remedies;
    this.said = said;
  }
}

/** The one table of what a coded error is in HTTP (RFC 9110 section 15). A code that is not here is a fault of ours. */
const statusOf: Readonly<Record<string, number>> = {
  "bad-request": 400,
  "bad-file": 400,
  "unknown-site": 400,
  "unknown-zone": 400,
  usage: 400,
  "proof-refused": 401,
  "use-dpop-nonce": 401,
  "seat-unknown": 401,
  "sensor-unknown": 401,
  "phone-unknown": 401,
  "caller-unknown": 401,
  "signed-out": 401,
  "caller-not-live": 403,
  "foreign-origin": 403,
  refused: 403,
  "not-found": 404,
  "person-unknown": 404,
  "badge-unknown": 404,
  "application-unknown": 404,
  "passkey-unknown": 404,
  "not-parked": 404,
  "own-chart": 403,
  "engagement-unknown": 404,
  "engagement-ended": 409,
  "ends-before-beginning": 422,
  "ends-in-the-past": 422,
  "ends-too-late": 422,
  "not-active": 409,
  "not-ended": 409,
  "not-offered": 409,
  "not-suspended": 409,
  "not-stopped": 409,
  "not-so-many": 409,
  "key-turning": 409,
  "not-the-sponsor": 403,
  "own-engagement": 403,
  "not-a-move": 409,
  "passport-anothers": 409,
  "passport-other-role": 422,
  "passport-too-long": 422,
  "passport-untrusted": 409,
  "proof-expired": 409,
  "proof-missing": 409,
  "proof-too-weak": 422,
  "registration-refused": 422,
  "role-refused": 422,
  "shift-refused": 422,
  "shift-overlaps": 409,
  "sponsor-missing": 422,
  "sponsor-not-engaged": 422,
  "sponsored-unknown": 422,
  unsigned: 409,
  "same-chart": 409,
  "not-merged": 409,
  "method-not-allowed": 405,
  "occupant-changed": 409,
  "witness-over": 409,
  unconfirmed: 409,
  "no-case-here": 409,
  "invitation-refused": 409,
  "passkey-known": 409,
  "phone-known": 409,
  "application-known": 409,
  "workload-unknown": 404,
  "workload-known": 409,
  "workload-over": 409,
  "workload-expired": 409,
  "workload-terms": 422,
  "workload-people": 422,
  "workload-ownerless": 409,
  "own-workload": 403,
  "workload-not-requested": 409,
  "database-refused": 403,
  "database-terms": 422,
  "database-too-many": 409,
  "database-unknown": 404,
  "database-unreachable": 503,
  "database-role-unknown": 404,
  "workload-not-live": 409,
  "workload-not-suspended": 409,
  "credential-key": 422,
  "credential-known": 409,
  "credential-terms": 422,
  "credential-unknown": 404,
  "credential-not-leaving": 409,
  "credential-still-used": 409,
  "workload-unapproved": 409,
  "scopes-wider": 422,
  "finding-unknown": 404,
  "finding-no-step": 409,
  "finding-person": 422,
  "finding-terms": 422,
  "vendor-unknown": 404,
  "canary-terms": 422,
  "canary-unknown": 404,
  "quarantine-nothing": 404,
  "place-changed": 409,
  "site-unknown": 404,
  "own-passkey": 409,
  "own-badge": 409,
  "not-engaged": 409,
  "off-duty": 409,
  "proofing-unstated": 422,
  "reaches-further": 403,
  "second-refused": 422,
  "reason-unknown": 422,
  "glass-unknown": 409,
  "glass-needless": 409,
  "glass-not-yours": 403,
  "start-unknown": 409,
  "shift-unknown": 409,
  "own-shift": 403,
  "swap-unknown": 409,
  "own-swap": 409,
  "taker-off-duty": 409,
  "own-handover": 409,
  "too-early": 409,
  "longest-reached": 409,
  "emergency-unknown-kind": 422,
  "emergency-unknown-place": 409,
  "emergency-over": 409,
  "no-clinician": 403,
  "not-responding": 403,
  "others-respond": 403,
  "not-to-send-away": 403,
  "sent-away": 403,
  "not-here": 403,
  "performs-alone": 409,
  "not-grantable": 422,
  "grant-opens-nothing": 422,
  "grant-needs-shift": 409,
  "grant-needless": 409,
  "renews-another": 422,
  "time-refused": 422,
  "words-refused": 422,
  "not-eligible": 409,
  "patient-moved": 409,
  "too-many-requests": 409,
  "grant-unknown": 404,
  "grant-pending": 409,
  "grant-answered": 409,
  "grant-over": 409,
  "grant-not-yours": 403,
  "own-request": 403,
  "of-your-manager": 403,
  "review-unknown": 404,
  "own-review": 403,
  "managers-review": 403,
  "not-escalated": 403,
  "not-alike": 409,
  "incident-unknown": 404,
  "own-incident": 403,
  "managers-incident": 403,
  "standing-unknown": 404,
  "own-standing": 403,
  "managers-standing": 403,
  "standing-unconfirmed": 409,
  "no-access-reviews": 409,
  "campaign-open": 409,
  "campaign-empty": 409,
  "campaign-unknown": 404,
  "access-decided": 409,
  "own-access": 403,
  "managers-access": 403,
  "not-before-you": 403,
  "delegate-unfit": 422,
  "proposal-unknown": 404,
  "own-proposal": 403,
  "nothing-rostered": 409,
  "policy-changed": 409,
  "policy-refused": 409,
  "ceremony-over": 409,
  "passkey-refused": 422,
  "no-free-seat": 409,
  "report-overtaken": 409,
  "other-feed": 409,
  "too-large": 413,
  "unsupported-type": 415,
  "too-many-streams": 429,
  "too-many-reports": 429,
  "pin-malformed": 422,
  "pin-too-common": 422,
  "log-unavailable": 503,
  "damaged-record": 503,
  overloaded: 503,
  "pins-busy": 503,
  unsettled: 503,
  "unknown-pattern": 503,
  "unknown-ward": 503,
  "no-policy": 503,
  "charts-unreachable": 502,
  "out-of-service": 503,
  "database-away": 503,
  // The database does not answer a question that is asked beside the log.
  unreachable: 503,
};

/** Whether a request's body has more in it than is read of one. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "FST_ERR_CTP_BODY_TOO_LARGE";
}

/** An error as it is answered. */
export interface Answered {
  readonly status: number;
  readonly body: ErrorReply;
  /** True for a fault of ours: its cause is reported, never sent. */
  readonly fault: boolean;
}

/** Fastify's own codes, in our words. Nothing of the request is repeated in a message. */
const frameworkErrors: Readonly<Record<string, HttpError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new HttpError(
    "unsupported-type",
    "Send the request's body as application/json.",
  ),
  FST_ERR_CTP_BODY_TOO_LARGE: new HttpError("too-large", "The request's body is too large."),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new HttpError(
    "bad-request",
    "The request's body is not as long as its Content-Length says.",
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: new HttpError("bad-request", "The request's body is empty."),
  FST_ERR_BAD_URL: new HttpError("bad-request", "The address cannot be read."),
};

/** What an error is answered with; `reference` is the request's id, by which a fault is found in the report. */
export function answerError(error: unknown, reference: string): Answered {
  const known = ownError(error);
  const code = known?.code;
  const status = code === undefined ? undefined : statusOf[code];
  if (known !== undefined && code !== undefined && status !== undefined) {
    const remedies = error instanceof HttpError ? error.remedies : [];
    const ways = remedies.length > 0 ? { remedies } : {};
    const words = saidBy(error);
    const said = words.length > 0 ? { said: words } : {};
    const body = { error: { code, message: known.message, ...said, ...ways } };
    return { status, body, fault: status === 502 };
  }
  const refused = refusedByLibrary(error);
  if (refused !== undefined) return { ...refused, fault: false };
  const message = `Something went wrong in Wardkey, and nothing was done. Say this reference to whoever looks after it: ${reference}`;
  return { status: 500, body: { error: { code: "fault", message } }, fault: true };
}

function saidBy(error: unknown): readonly SaidView[] {
  if (error instanceof HttpError) return error.said;
  return error instanceof SaidError ? [{ ...error.said, zone: "UTC" }] : [];
}

function ownError(error: unknown): { readonly code: string; readonly message: string } | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    return undefined;
  }
  if ("validation" in error && Array.isArray(error.validation)) return invalid(error.validation);
  return frameworkErrors[error.code] ?? { code: error.code, message: error.message };
}

/**
 * What a library refuses with a status of its own (RFC 9110 section 15.5): the request is at fault, not the server. What may
 * not be seen of the files that are served, an address outside of them, is not there.
 */
function refusedByLibrary(error: unknown): Omit<Answered, "fault"> | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  const { statusCode } = error;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode > 499) return undefined;
  if (statusCode === 403 || statusCode === 404) {
    return { status: 404, body: { error: { code: "not-found", message: nothingThere } } };
  }
  const message = "The request cannot be answered as it was sent.";
  return { status: statusCode, body: { error: { code: "bad-request", message } } };
}

/** A body or query with the right form but the wrong members: says which, never what was in it. */
function invalid(faults: readonly unknown[]): HttpError {
  const [first] = faults as readonly {
    readonly instancePath?: string;
    readonly message?: string;
    readonly params?: { readonly additionalProperty?: unknown };
  }[];
  const where = first?.instancePath === "" ? "The request" : `The member ${first?.instancePath}`;
  const unknown = first?.params?.additionalProperty;
  if (typeof unknown === "string") {
    const name = /^[\w.-]{1,40}$/.test(unknown) ? `: ${unknown}` : "";
    return new HttpError("bad-request", `${where} has a member that is not known here${name}.`);
  }
  return new HttpError("bad-request", `${where} ${first?.message ?? "is not as it should be"}.`);
}
