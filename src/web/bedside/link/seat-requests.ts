import { noncePath, occupantHeader } from "../../../http/bedside-contract.ts";
import { errorOf, failureOf, ScreenError } from "../../shared/screen-error.ts";
import type { ServerClock } from "../../shared/server-clock.ts";
import type { ServerNonce } from "../../shared/server-nonce.ts";
import { makeProof, type SeatKey } from "./proof.ts";

/** What requests are made with. */
export interface RequestDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The address that paths are resolved against. */
  readonly origin: string;
  readonly key: SeatKey;
  readonly clock: ServerClock;
  readonly nonce: ServerNonce;
  /** A fresh unique word for each proof. */
  readonly unique: () => string;
  /** The language that this screen speaks, for the server's words. */
  readonly language: () => string;
}

/** One request of this seat. */
export interface SeatRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  /** The person whom the screen shows, when it shows one. */
  readonly occupant?: string;
  readonly signal: AbortSignal;
}

/** Sends a request with its proof; throws a `ScreenError` unless the answer is 2xx. */
export type SendSeatRequest = (request: SeatRequest) => Promise<Response>;

async function headersOf(deps: RequestDeps, request: SeatRequest): Promise<Headers> {
  const proof = await makeProof(deps.key, {
    method: request.method,
    url: new URL(request.path, deps.origin).href,
    now: deps.clock.now(),
    jti: deps.unique(),
    nonce: deps.nonce.current(),
  });
  const headers = new Headers({ DPoP: proof, "Accept-Language": deps.language() });
  if (request.body !== undefined) headers.set("Content-Type", "application/json");
  if (request.occupant !== undefined) headers.set(occupantHeader, request.occupant);
  return headers;
}

/** Asks for the nonce where none was heard yet: a proof without one would be refused. Where that fails, so does what comes next. */
async function learnNonce({ clock, fetch, nonce, origin }: RequestDeps): Promise<void> {
  if (nonce.current() !== undefined) return;
  const init: RequestInit = { cache: "no-store", credentials: "omit", redirect: "error" };
  const answer = await fetch(new URL(noncePath, origin).href, init).catch(() => undefined);
  clock.hear(answer?.headers.get("date") ?? null);
  nonce.hear(answer?.headers.get("dpop-nonce") ?? null);
}

async function sendOnce(deps: RequestDeps, request: SeatRequest): Promise<Response> {
  await learnNonce(deps);
  const init: RequestInit = {
    method: request.method,
    headers: await headersOf(deps, request),
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    signal: request.signal,
  };
  if (request.body !== undefined) init.body = JSON.stringify(request.body);
  const response = await deps
    .fetch(new URL(request.path, deps.origin).href, init)
    .catch((cause: unknown) => Promise.reject(failureOf(cause, request.method === "POST")));
  deps.clock.hear(response.headers.get("date"));
  deps.nonce.hear(response.headers.get("dpop-nonce"));
  if (!response.ok) throw await errorOf(response, "seat-unknown");
  return response;
}

/** What a new proof mends: the answer has brought the node's nonce, or its date has put our clock right. */
const mendable: readonly string[] = ["use-dpop-nonce", "proof-refused"];

/**
 * Requests of this seat, each with a DPoP proof of its own (S0). A refused proof is made once more, for each reason that there is:
 * nothing was done by then.
 */
export function createSeatRequests(deps: RequestDeps): SendSeatRequest {
  const send = async (request: SeatRequest, left: readonly string[]): Promise<Response> => {
    try {
      return await sendOnce(deps, request);
    } catch (error) {
      const code = error instanceof ScreenError ? error.code : "";
      if (!left.includes(code)) throw error;
      return await send(
        request,
        left.filter((each) => each !== code),
      );
    }
  };
  return (request) => send(request, mendable);
}
