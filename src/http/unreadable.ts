import type { Socket } from "node:net";
import type { ErrorReply } from "./contract.ts";

/** What Node's parser found wrong (RFC 9112), in words; by its code. */
const faults: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "The request's headers are too long."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request did not arrive in time."],
  HPE_INVALID_METHOD: [400, "The request does not begin with a method that HTTP knows."],
  HPE_INVALID_URL: [400, "The request's address holds characters that no address may hold."],
  HPE_INVALID_VERSION: [400, "The request names no version of HTTP that is spoken here."],
  HPE_INVALID_HEADER_TOKEN: [400, "A header of the request holds a character that none may hold."],
  HPE_INVALID_CONTENT_LENGTH: [400, "The request's Content-Length is not a number."],
  HPE_UNEXPECTED_CONTENT_LENGTH: [
    400,
    "The request has both Content-Length and Transfer-Encoding (RFC 9112 section 6.3).",
  ],
  HPE_INVALID_TRANSFER_ENCODING: [
    400,
    "The request has both Content-Length and Transfer-Encoding (RFC 9112 section 6.3).",
  ],
  HPE_INVALID_CHUNK_SIZE: [400, "A chunk of the request's body does not begin with its size."],
};

const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
};

/** Answers bytes that are no HTTP request, as all errors are answered, and closes the connection. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = faults[error.code ?? ""] ?? [400, "This is no HTTP request."];
  const reply: ErrorReply = { error: { code: "bad-request", message } };
  const body = JSON.stringify(reply);
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status]}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
