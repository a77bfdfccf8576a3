import type { FastifyInstance } from "fastify";
import { decodeUtf8, findJsonFault } from "../feeds/index.ts";
import { HttpError } from "./errors.ts";

/** Bodies larger than this are refused: our own screens send a few hundred bytes, a note some thousands. */
export const longestBody: number = 256 * 1024;

/**
 * Reads JSON bodies. One that is not UTF-8, or not JSON, is refused with the place where it stops being that;
 * members named `__proto__` or `constructor` are refused by Fastify's own parser.
 */
export function readJsonBodies(server: FastifyInstance, type = "application/json"): void {
  const parse = server.getDefaultJsonParser("error", "error");
  if (type === "application/json") server.removeContentTypeParser([type, "text/plain"]);
  server.addContentTypeParser(
    type,
    { parseAs: "buffer", bodyLimit: longestBody },
    (request, body, done) => {
      const read = decodeUtf8(body as Buffer);
      if (read.type === "broken") {
        done(notUtf8(read.before));
        return;
      }
      // Many clients say of every request what its body is, of one that has none too (RFC 9110 section 9.3.5).
      if (read.text === "" && request.method === "DELETE") {
        done(null, undefined);
        return;
      }
      const settle = (error: Error | null, value?: unknown) =>
        error === null ? done(null, value) : done(faultOf(read.text));
      void parse(request, read.text, settle);
    },
  );
}

/** RFC 8259 section 8.1 */
function notUtf8(before: string): HttpError {
  const lines = before.split("\n");
  const where = `line ${lines.length}, column ${(lines.at(-1) as string).length + 1}`;
  return new HttpError("bad-request", `The request's body is not UTF-8 from ${where} on.`);
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
