import type { SeatReply, StepUpReply } from "../../http/bedside-contract.ts";
import type { ConnectReply, ConnectRequest } from "../../http/connect-contract.ts";
import type { PasskeyOptionsReply } from "../../http/contract.ts";
import type { SeatKey } from "../bedside/link/proof.ts";
import { createSeatRequests } from "../bedside/link/seat-requests.ts";
import type { Messages } from "../messages/en.ts";
import { askPasskey } from "../shared/passkeys.ts";
import { errorOf, failureOf } from "../shared/screen-error.ts";
import { createServerClock } from "../shared/server-clock.ts";
import { createServerNonce } from "../shared/server-nonce.ts";

/** What the connect page says to the server. */
export interface ConnectRequests {
  /** How the application's request goes on. */
  ask(request: ConnectRequest): Promise<ConnectReply>;
  /** Whether this browser is, or may be, a seat, where badges are tapped. */
  isSeat(): boolean;
  tap(badge: string): Promise<SeatReply>;
  pin(tap: string, pin: string): Promise<SeatReply>;
  /** The PIN of whoever is in, asked for by the application. */
  stepUp(person: string, pin: string): Promise<StepUpReply>;
  stepUpByPasskey(person: string, t: Messages): Promise<StepUpReply>;
  /** Whoever holds the phone comes in on it. */
  signInOnPhone(t: Messages): Promise<void>;
}

export interface ConnectRequestsDeps {
  /** The seat's key, if this browser has one, and the phone's. */
  readonly seatKey: SeatKey | undefined;
  readonly phoneKey: SeatKey | undefined;
  /** The page's own, which is where its request is asked about. */
  readonly path: string;
  readonly language: string;
}

/** What this browser is, as far as its keys can tell; whether they are a seat's or a phone's the server says. */
interface As {
  readonly type: "seat" | "phone" | "console";
  readonly send: Send;
}

/** A request without an answer by then is given up. */
const patience = 15_000;

/**
 * Requests of the connect page: signed by the seat's key or the phone's, whichever the server knows, with the console's cookie in any
 * case.
 */
export function createConnectRequests({
  language,
  path,
  phoneKey,
  seatKey,
}: ConnectRequestsDeps): ConnectRequests {
  const may: As[] = [
    ...(seatKey === undefined
      ? []
      : [{ type: "seat", send: sendSigned(seatKey, language) } as const]),
    ...(phoneKey === undefined
      ? []
      : [{ type: "phone", send: sendSigned(phoneKey, language) } as const]),
    { type: "console", send: sendPlain(language) },
  ];
  let as = may[0] as As;
  const post = async <A>(to: string, body: object, occupant?: string): Promise<A> =>
    (await (await as.send(to, body, occupant)).json()) as A;
  const ask = async (request: ConnectRequest): Promise<ConnectReply> => {
    for (;;) {
      const reply = await post<ConnectReply>(path, request);
      const next = may[may.indexOf(as) + 1];
      // The server takes a browser whose key it does not know for a console.
      if (reply.type !== "sign-in" || next === undefined) return reply;
      as = next;
    }
  };
  const byPasskey = async <A>(paths: readonly [string, string], t: Messages, person?: string) => {
    const [options, answer] = paths;
    const asked = await post<PasskeyOptionsReply>(options, {}, person);
    return post<A>(answer, await askPasskey(asked, t), person);
  };
  return {
    ask,
    isSeat: () => as.type === "seat",
    tap: (badge) => post("/bedside/api/tap", { badge }),
    pin: (tap, pin) => post("/bedside/api/pin", { tap, pin }),
    stepUp: (person, pin) => post("/bedside/api/step-up", { pin }, person),
    async stepUpByPasskey(person, t) {
      const answer = await byPasskey<StepUpReply | object>(stepUps[as.type], t, person);
      // On a phone the sign-in is the step-up: what it answers is what the phone shows.
      return as.type === "phone" ? { type: "raised" } : (answer as StepUpReply);
    },
    async signInOnPhone(t) {
      await byPasskey(stepUps.phone, t);
    },
  };
}

/** Where a passkey is asked for, and where its answer goes. */
const stepUps = {
  seat: ["/bedside/api/passkey/options", "/bedside/api/passkey/step-up"],
  phone: ["/pocket/api/sign-in/options", "/pocket/api/sign-in"],
  console: ["/console/api/step-up/options", "/console/api/step-up"],
} as const;

type Send = (path: string, body: object, occupant: string | undefined) => Promise<Response>;

function sendSigned(key: SeatKey, language: string): Send {
  const requests = createSeatRequests({
    fetch: (url, init) => fetch(url, init),
    origin: location.origin,
    key,
    clock: createServerClock(Date.now),
    nonce: createServerNonce(),
    unique: () => crypto.randomUUID(),
    language: () => language,
  });
  return (path, body, occupant) =>
    requests({
      method: "POST",
      path,
      body,
      signal: AbortSignal.timeout(patience),
      ...(occupant === undefined ? {} : { occupant }),
    });
}

function sendPlain(language: string): Send {
  return async (path, body) => {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": language },
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(patience),
      body: JSON.stringify(body),
    }).catch((cause: unknown) => Promise.reject(failureOf(cause, true)));
    if (!response.ok) throw await errorOf(response, "signed-out");
    return response;
  };
}
