import type { ErrorReply, RemedyView, SaidView } from "../../http/contract.ts";

/** Why a request was not answered as hoped. */
export type ScreenErrorCode =
  /** No answer: the network or the server is away. */
  | "unreachable"
  /** This browser is no seat. */
  | "seat-unknown"
  /** The proof was not accepted: usually a clock that is wrong. */
  | "proof-refused"
  /** The proof names no nonce of the node that answers: the answer brings it (RFC 9449, 8). */
  | "use-dpop-nonce"
  /** Somebody else is in by now; nothing was done (S1). */
  | "occupant-changed"
  /** Nobody is signed in to the console. */
  | "signed-out"
  /** The policy says no, in the server's words: asking again changes nothing. */
  | "denied"
  /** The server has lost its database just now, or has too much to do: it passes within seconds (X14). */
  | "moment"
  /** The page no longer wants the answer. */
  | "dropped"
  /** Any other error, in the server's words. */
  | "refused";

/** An answer that is none. Its message is the server's, for people; empty when there is none. */
export class ScreenError extends Error {
  readonly code: ScreenErrorCode;
  /** True when the server may have done what was asked, although its answer did not arrive. */
  readonly uncertain: boolean;
  /** With "denied": the ways forward that this page can go itself. */
  readonly remedies: readonly RemedyView[];
  /** The sentences of the message, for a screen of another language. */
  readonly said: readonly SaidView[];

  constructor(
    code: ScreenErrorCode,
    message = "",
    uncertain = false,
    remedies: readonly RemedyView[] = [],
    said: readonly SaidView[] = [],
  ) {
    super(message);
    this.name = "ScreenError";
    this.code = code;
    this.uncertain = uncertain;
    this.remedies = remedies;
    this.said = said;
  }
}

const known: readonly string[] = [
  "seat-unknown",
  "proof-refused",
  "use-dpop-nonce",
  "occupant-changed",
  "signed-out",
] satisfies ScreenErrorCode[];

/** What passes by itself, and whether it may have been done all the same. */
const passing: Readonly<Record<string, { readonly uncertain: boolean }>> = {
  "log-unavailable": { uncertain: true },
  unsettled: { uncertain: true },
  unreachable: { uncertain: false },
  overloaded: { uncertain: false },
};

function isErrorReply(value: unknown): value is ErrorReply {
  if (typeof value !== "object" || value === null || !("error" in value)) return false;
  const { error } = value;
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** The error that an answer other than 2xx stands for. */
export async function errorOf(
  response: Response,
  unauthorised: ScreenErrorCode,
): Promise<ScreenError> {
  const body: unknown = await response.json().catch(() => undefined);
  const reply = isErrorReply(body) ? body.error : undefined;
  const code = known.find((candidate) => candidate === reply?.code) as ScreenErrorCode | undefined;
  // What has no sentences of its own has the one of its code.
  const { said = [{ code: reply?.code ?? "", values: {}, zone: "UTC" }] } = reply ?? {};
  if (code !== undefined) return new ScreenError(code, reply?.message, false, [], said);
  if (reply?.code === "refused") {
    return new ScreenError("denied", reply.message, false, reply.remedies, said);
  }
  const passes = reply !== undefined && response.status === 503 ? passing[reply.code] : undefined;
  // What the server says to that is for whoever looks after it.
  if (passes !== undefined) return new ScreenError("moment", "", passes.uncertain);
  if (response.status === 401) {
    return new ScreenError(unauthorised, reply?.message, false, [], said);
  }
  // A gateway in front of the server, and not the server, says so when the server is away.
  const gateway = reply === undefined && [502, 503, 504].includes(response.status);
  if (gateway) return new ScreenError("unreachable", "", true);
  return new ScreenError("refused", reply?.message, false, [], said);
}

/** What a failed `fetch` stands for: it was given up here, or nothing came back. */
export function failureOf(cause: unknown, sent: boolean): ScreenError {
  if (cause instanceof ScreenError) return cause;
  if (cause instanceof DOMException && cause.name === "AbortError")
    return new ScreenError("dropped");
  return new ScreenError("unreachable", "", sent);
}
