import type { FastifyInstance } from "fastify";
import { HttpError } from "./errors.ts";

/**
 * Refuses a request of HTTP/1.1 that names no host, and any that names several (RFC 9112 section 3.2). Node's own check,
 * which answers with an empty body, is turned off where the server is made.
 */
export function requireOneHost(server: FastifyInstance): void {
  server.addHook("onRequest", (request, _reply, done) => {
    const { rawHeaders, httpVersion } = request.raw;
    let hosts = 0;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      if (rawHeaders[index]?.toLowerCase() === "host") hosts++;
    }
    if (hosts === 1 || (hosts === 0 && httpVersion === "1.0")) return done();
    const message =
      hosts === 0
        ? "The request names no host. HTTP/1.1 asks for a Host header (RFC 9112 section 3.2)."
        : "The request has more than one Host header (RFC 9112 section 3.2).";
    done(new HttpError("bad-request", message));
  });
}
