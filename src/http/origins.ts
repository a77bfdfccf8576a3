import type { FastifyRequest } from "fastify";
import { HttpError } from "./errors.ts";

/**
 * Refuses a request that a page of somebody else may have caused, or that came in under somebody else's
 * name (DNS rebinding): its Host is one of ours, and Origin and Sec-Fetch-Site, where a browser sent
 * them, say so too.
 *
 * @throws HttpError `foreign-origin`
 */
export function refuseForeign(request: FastifyRequest, origins: readonly string[]): void {
  const { host, origin, "sec-fetch-site": site } = request.headers;
  const hosts = origins.map((known) => new URL(known).host);
  const isOurs =
    host !== undefined &&
    hosts.includes(host.toLowerCase()) &&
    (origin === undefined || origins.includes(origin)) &&
    (site === undefined || site === "same-origin" || (site === "none" && request.method === "GET"));
  if (!isOurs) throw foreign();
}

/**
 * Refuses a request that changes something and does not say that it comes from a page of ours: every
 * browser in use sends Origin or Sec-Fetch-Site with a POST (Fetch standard, section 3.1; Fetch Metadata).
 *
 * @throws HttpError `foreign-origin`
 */
export function requireOwnPage(request: FastifyRequest, origins: readonly string[]): void {
  refuseForeign(request, origins);
  const { origin, "sec-fetch-site": site } = request.headers;
  if (origin === undefined && site === undefined) throw foreign();
}

function foreign(): HttpError {
  return new HttpError(
    "foreign-origin",
    "This request does not come from a page of this server. Open it under its own address.",
  );
}
