import type { FastifyInstance } from "fastify";
import type { Clock, Instant } from "../ports/index.ts";

/** What our own pages may load: files of this server and nothing else, no script or style in the page itself. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

const always: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Two years, as browsers ask for their preloaded lists (RFC 6797). */
const strictTransport = "max-age=63072000; includeSubDomains";

/** The headers of an answer that Fastify does not send itself. */
export function securityHeaders({
  clock,
  origins,
}: {
  readonly clock: Clock;
  readonly origins: () => readonly string[];
}): Readonly<Record<string, string>> {
  const https = origins().every((origin) => origin.startsWith("https:"));
  return {
    ...always,
    "cache-control": "no-store",
    date: dateOf(clock.now()),
    ...(https ? { "strict-transport-security": strictTransport } : {}),
  };
}

let lastDate = { second: Number.NaN, text: "" };

/** To the second (RFC 9110 section 5.6.7): written once for all answers within it. */
function dateOf(now: Instant): string {
  const second = Math.floor(now / 1_000);
  if (lastDate.second !== second) lastDate = { second, text: new Date(now).toUTCString() };
  return lastDate.text;
}

/** Sets the security headers on every answer, and the time from the Clock port; what a route set stays. */
export function setSecurityHeaders(
  server: FastifyInstance,
  options: { readonly clock: Clock; readonly https: () => boolean },
): void {
  server.addHook("onSend", async (_request, reply) => {
    for (const [name, value] of Object.entries(always)) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    // RFC 9110 section 6.6.1; a screen whose own clock is wrong sets its proofs by it.
    reply.header("date", dateOf(options.clock.now()));
    if (options.https()) reply.header("strict-transport-security", strictTransport);
  });
}
