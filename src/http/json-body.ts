import type { FastifyInstance } from "fastify";
import { HttpError } from "./errors.ts";
import { findJsonFault } from "./json-fault.ts";

/** Bodies larger than this are refused: our own screens send a few hundred bytes, a note some thousands. */
export const longestBody: number = 256 * 1024;

/**
 * Reads JSON bodies. One that is not JSON is refused with the place where it stops being JSON; members
 * named `__proto__` or `constructor` are refused by Fastify's own parser.
 */
export function readJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeContentTypeParser(["application/json", "text/plain"]);
  server.addContentTypeParser(
    "application/json",
    { parseAs: "string", bodyLimit: longestBody },
    (request, body, done) => {
      const settle = (error: Error | null, value?: unknown) =>
        error === null ? done(null, value) : done(faultOf(body as string));
      void parse(request, body as string, settle);
    },
  );
}

function faultOf(text: string): HttpError {
  if (text === "") return new HttpError("bad-request", "The request's body is empty.");
  const fault = findJsonFault(text);
  if (fault === undefined) {
    return new HttpError("bad-request", "The request's body holds a member that nobody may send.");
  }
  const { line, column, expected } = fault;
  const where = `line ${line}, column ${column}`;
  return new HttpError(
    "bad-request",
    `The request's body is not JSON: ${where} should be ${expected}.`,
  );
}
