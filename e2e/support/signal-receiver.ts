/**
 * A receiver of security events (RFC 8935), in a process of its own: answers 202 once a SET is in its file, one a line, each
 * after the instant at which it came and before the authorization header that came with it, in Base64. Prints its port.
 *
 * node signal-receiver.ts <file> [port]
 */
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [file = "", port = "0"] = process.argv.slice(2);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const header = Buffer.from(request.headers.authorization ?? "").toString("base64url");
    appendFileSync(file, `${Date.now()} ${Buffer.concat(chunks).toString()} ${header}\n`);
    response.writeHead(202).end();
  });
});
server.listen(Number(port), "127.0.0.1", () => {
  console.log((server.address() as AddressInfo).port);
});
