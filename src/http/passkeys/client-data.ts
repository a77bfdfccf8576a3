import type { HttpError } from "../errors.ts";
import { refusedBy } from "../spoken.ts";

/**
 * The challenge in a client's data (WebAuthn Level 3, section 5.8.1). Nothing of it is believed yet.
 *
 * @throws HttpError `passkey-refused`
 */
export function challengeIn(clientDataJSON: string): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const { challenge, crossOrigin } = data as Record<string, unknown>;
    // Section 7.1 step 10, 7.2 step 13: no page of ours is shown inside another's.
    if (typeof challenge === "string" && crossOrigin !== true) return challenge;
  } catch {
    // Not base64url, not JSON, no object.
  }
  throw notRight();
}

/** One answer for everything that may be wrong with what an authenticator signed. */
export function notRight(): HttpError {
  return refusedBy("passkey-refused", "passkey.refused");
}
