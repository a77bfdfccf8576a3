import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseUnreadable } from "./unreadable.ts";

const server = createServer((_request, response) => response.end("ok"));
server.on("clientError", refuseUnreadable);
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

/** What comes back for bytes that are sent as they are. */
async function send(bytes: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.end(bytes);
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
}

describe("bytes that are no HTTP request", () => {
  test.each([
    ["hello there\r\n\r\n", "400", "method"],
    ["GET / HTTP/1.1\r\nhost: x\r\ncontent-length: ten\r\n\r\n", "400", "Content-Length"],
    ["GET / HTTP/1.1\r\nhost: x\r\nbad header: 1\r\n\r\n", "400", "header"],
    [
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      "400",
      "Transfer-Encoding",
    ],
    [`GET / HTTP/1.1\r\nhost: x\r\nlong: ${"x".repeat(40_000)}\r\n\r\n`, "431", "too long"],
  ])(
    "%# are answered with what is wrong, and the next caller is served",
    async (bytes, status, word) => {
      const answer = await send(bytes);
      expect(answer).toContain(`HTTP/1.1 ${status} `);
      const [, body = ""] = answer.split("\r\n\r\n");
      expect(JSON.parse(body)).toMatchObject({ error: { message: expect.stringContaining(word) } });
      expect(await send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).toContain(
        "200 OK",
      );
    },
  );
});
