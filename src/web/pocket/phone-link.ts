import { loadSeatKey } from "../bedside/link/seat-key.ts";
import { createSeatRequests } from "../bedside/link/seat-requests.ts";
import type { Language } from "../messages/languages.ts";
import { createServerClock } from "../shared/server-clock.ts";
import { createServerNonce } from "../shared/server-nonce.ts";

/** How a phone speaks with the server. */
export interface PhoneLink {
  /** Posts below `pocket/api/`, with a proof of this phone's key; throws a `ScreenError` unless the answer is 2xx. */
  readonly post: <T>(path: string, body: unknown, occupant?: string) => Promise<T>;
  /** Opens the stream that says when something may have changed for whom the phone shows. */
  readonly listen: (occupant: string, signal: AbortSignal) => Promise<Response>;
  /** The server's time, in milliseconds since 1970. */
  readonly now: () => number;
  /** The language of the next requests. */
  readonly speak: (language: Language) => void;
  /** Drops this browser's key: with the next one it is another phone. */
  readonly forget: () => Promise<void>;
}

/** Where this browser keeps its key. */
const kept = "wardkey-phone";
/** A request without an answer by then is given up. */
const patience = 15_000;

/** Loads or makes the phone's key, which the browser itself will not give out (S0). */
export async function openPhoneLink(initial: Language): Promise<PhoneLink> {
  const clock = createServerClock(Date.now);
  let language = initial;
  const send = createSeatRequests({
    fetch: (url, init) => fetch(url, init),
    origin: location.origin,
    key: await loadSeatKey(indexedDB, kept),
    clock,
    nonce: createServerNonce(),
    unique: () => crypto.randomUUID(),
    language: () => language,
  });
  return {
    now: clock.now,
    speak: (next) => {
      language = next;
    },
    async post(path, body, occupant) {
      const response = await send({
        method: "POST",
        path: `/pocket/api/${path}`,
        body,
        signal: AbortSignal.timeout(patience),
        ...(occupant === undefined ? {} : { occupant }),
      });
      return await response.json();
    },
    listen: (occupant, signal) =>
      send({ method: "GET", path: "/pocket/api/changes", occupant, signal }),
    forget: () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(kept);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
  };
}

/** What this browser says that it runs on: for its person to tell phones apart by, and nothing else. */
export function platformOf(userAgent: string): string {
  const found = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"].find((name) =>
    userAgent.includes(name),
  );
  return found ?? "Browser";
}
