import type { EnrolReply, EnrolRequest } from "../../http/bedside-contract.ts";
import { type Catalogue, locales } from "../messages/languages.ts";
import type { ScreenError } from "../shared/screen-error.ts";
import { createServerClock } from "../shared/server-clock.ts";
import { createServerNonce } from "../shared/server-nonce.ts";
import { type Saying, sayingIn } from "../shared/words-for.ts";
import { thumbprint } from "./link/proof.ts";
import { loadSeatKey } from "./link/seat-key.ts";
import { createSeatRequests, type SendSeatRequest } from "./link/seat-requests.ts";
import { openStateStream } from "./link/state-stream.ts";
import { stayConnected } from "./link/stay-connected.ts";
import { openApplicationWindow } from "./more/application-window.ts";
import { createSeatStore } from "./seat/seat-store.ts";
import type { SeatStore } from "./seat/seat-store-types.ts";

/** A seat that is connected, or trying to be. */
export interface RunningSeat {
  readonly store: SeatStore;
  /** The server's time, in milliseconds since 1970. */
  readonly now: () => number;
  /** The language of the next requests. */
  readonly speak: (language: Catalogue) => void;
  readonly stop: () => void;
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Waits, but no longer than until the network is back or the page is looked at again. */
function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      removeEventListener("wardkey:try-now", done);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    addEventListener("wardkey:try-now", done);
    document.addEventListener("visibilitychange", done);
  });
}

async function enrol(send: SendSeatRequest, jwk: EnrolRequest["jwk"]): Promise<EnrolReply> {
  const body: EnrolRequest = { jwk };
  const signal = AbortSignal.timeout(15_000);
  const response = await send({ method: "POST", path: "/bedside/api/enrol", body, signal });
  return (await response.json()) as EnrolReply;
}

/** Loads or makes the seat's key, and keeps its store fed. */
export async function startSeat(initial: Catalogue): Promise<RunningSeat> {
  const key = await loadSeatKey(indexedDB);
  const clock = createServerClock(Date.now);
  let catalogue = initial;
  const send = createSeatRequests({
    fetch: (url, init) => fetch(url, init),
    origin: location.origin,
    key,
    clock,
    nonce: createServerNonce(),
    unique: () => crypto.randomUUID(),
    language: () => catalogue.language,
  });
  const saying = (): Saying =>
    sayingIn(catalogue.messages, { server: catalogue.server, locale: locales[catalogue.language] });
  const store = createSeatStore({
    send,
    unique: () => crypto.randomUUID(),
    later: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
    openWindow: openApplicationWindow,
    words: (error: ScreenError) => saying().explain(error),
    told: (spoken) => saying().tell(spoken),
    thumbprint: await thumbprint(key.jwk),
  });
  const stopping = new AbortController();
  void stayConnected(
    {
      open: () => openStateStream({ send, local: Date.now, onState: store.takeState }),
      enrol: () => enrol(send, key.jwk),
      tell: store.takeNews,
      wait,
      after,
      local: Date.now,
      chance: Math.random,
    },
    stopping.signal,
  );
  return {
    store,
    now: clock.now,
    speak: (next) => {
      catalogue = next;
    },
    stop: () => stopping.abort(),
  };
}
