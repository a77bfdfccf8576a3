import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { refusedBy } from "../spoken.ts";

/**
 * The one of our origins that a request came to. Its host name is the RP ID (WebAuthn Level 3, section 5.1.2: an
 * effective domain, so never an IP address).
 *
 * @throws HttpError `bad-request`
 */
export function passkeyOrigin(
  { headers }: Pick<FastifyRequest, "headers">,
  origins: readonly string[],
): string {
  const host = headers.host?.toLowerCase();
  const origin = origins.find((known) => new URL(known).host === host);
  if (origin === undefined || isIP(rpIdOf(origin).replace(/^\[|\]$/g, "")) !== 0) {
    throw refusedBy("bad-request", "passkey.address");
  }
  return origin;
}

/** The RP ID of an origin. */
export function rpIdOf(origin: string): string {
  return new URL(origin).hostname;
}
