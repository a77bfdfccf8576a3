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
  /** Whether this browser may be a seat, where badges are tapped. */
  readonly isSeat: boolean;
  tap(badge: string): Promise<SeatReply>;
  pin(tap: string, pin: string): Promise<SeatReply>;
  /** The PIN of whoever is in, asked for by the application. */
  stepUp(person: string, pin: string): Promise<StepUpReply>;
  stepUpByPasskey(person: string, t: Messages): Promise<StepUpReply>;
}

export interface ConnectRequestsDeps {
  /** The seat's key, if this browser has one. */
  readonly key: SeatKey | undefined;
  /** The page's own, which is where its request is asked about. */
  readonly path: string;
  readonly language: string;
}

/** A request without an answer by then is given up. */
const patience = 15_000;

/** Requests of the connect page: signed by the seat's key where there is one, with the console's cookie in any case. */
export function createConnectRequests({
  key,
  language,
  path,
}: ConnectRequestsDeps): ConnectRequests {
  const send = key === undefined ? sendPlain(language) : sendSigned(key, language);
  const post = async <A>(to: string, body: object, occupant?: string): Promise<A> =>
    (await (await send(to, body, occupant)).json()) as A;
  return {
    isSeat: key !== undefined,
    ask: (request) => post(path, request),
    tap: (badge) => post("/bedside/api/tap", { badge }),
    pin: (tap, pin) => post("/bedside/api/pin", { tap, pin }),
    stepUp: (person, pin) => post("/bedside/api/step-up", { pin }, person),
    async stepUpByPasskey(person, t) {
      const [options, answer] =
        key === undefined
          ? ["/console/api/step-up/options", "/console/api/step-up"]
          : ["/bedside/api/passkey/options", "/bedside/api/passkey/step-up"];
      const asked = await post<PasskeyOptionsReply>(options, {}, person);
      return post(answer, await askPasskey(asked, t), person);
    },
  };
}

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
