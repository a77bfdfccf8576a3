import { randomBytes } from "node:crypto";
import type { Clock, Duration } from "../../ports/index.ts";
import type { HttpError } from "../errors.ts";
import { refusedBy } from "../spoken.ts";

/** A challenge is good for this long, and once. */
const patience: Duration = 5 * 60_000;
/** Begun and not finished, of one purpose: the oldest gives way, so that a flood of one stops no other. */
const most = 10_000;

/** What a challenge may be answered for. */
export type Purpose =
  | "enrol"
  | "console-sign-in"
  | "console-step-up"
  | "console-vouch"
  | "seat-sign-in"
  | "seat-step-up"
  | "seat-sign"
  | "phone-register"
  | "phone-sign-in";

/** A ceremony that waits for its answer (WebAuthn Level 3, section 13.4.3: challenges). */
export interface Ceremony {
  readonly purpose: Purpose;
  /** The session, or the seat and session, that it was begun in; empty where nobody is signed in yet. */
  readonly bound: string;
  /** The one of our origins that it was begun at. */
  readonly origin: string;
  /** The badge of the person whose passkey is enrolled. */
  readonly badge?: string;
  /** A challenge that is a hash of what is signed, with its salt, instead of a random one (A4). */
  readonly signs?: { readonly nonce: string; readonly challenge: string };
}

/** This node's memory of challenges: only where one was begun can it be answered. */
export interface Ceremonies {
  /** A new challenge, of 256 random bits, or the hash over what is signed. */
  begin(ceremony: Ceremony): Uint8Array<ArrayBuffer>;
  /**
   * The ceremony of a challenge that comes back, which is spent by that whatever comes of it.
   *
   * @throws HttpError `ceremony-over` for one that is unknown, spent, too old, or of another purpose or session
   */
  take(challenge: string, purpose: Purpose, bound: string): Ceremony;
}

/** Nothing begun yet. */
export function createCeremonies(clock: Pick<Clock, "monotonic">): Ceremonies {
  const waiting = new Map<Purpose, Map<string, { ceremony: Ceremony; until: Duration }>>();
  const of = (purpose: Purpose) => {
    const known = waiting.get(purpose) ?? new Map();
    waiting.set(purpose, known);
    return known;
  };
  return {
    begin(ceremony) {
      const { signs } = ceremony;
      const bytes =
        signs === undefined ? randomBytes(32) : Buffer.from(signs.challenge, "base64url");
      const challenge = new Uint8Array(bytes);
      const now = clock.monotonic();
      const known = of(ceremony.purpose);
      // The oldest stand first.
      for (const [old, { until }] of known) {
        if (now < until && known.size < most) break;
        known.delete(old);
      }
      known.set(Buffer.from(challenge).toString("base64url"), { ceremony, until: now + patience });
      return challenge;
    },
    take(challenge, purpose, bound) {
      let found: { ceremony: Ceremony; until: Duration } | undefined;
      for (const known of waiting.values()) {
        found ??= known.get(challenge);
        known.delete(challenge);
      }
      const isGood =
        found !== undefined &&
        clock.monotonic() < found.until &&
        found.ceremony.purpose === purpose &&
        found.ceremony.bound === bound;
      if (!isGood || found === undefined) throw ceremonyOver();
      return found.ceremony;
    },
  };
}

/** What comes back is the answer to nothing that is asked (any more). */
export function ceremonyOver(): HttpError {
  return refusedBy("ceremony-over", "passkey.over");
}
