/**
 * A receiver of security events in a process of its own: tells its parent the port, and of each SET when it had come, on the clock
 * of the machine, and whose session it revokes.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the receiver tells its parent. */
export type Told =
  | { readonly type: "listening"; readonly port: number }
  | { readonly type: "received"; readonly at: number; readonly subject: string };

function tell(told: Told): void {
  process.send?.(told);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const at = performance.timeOrigin + performance.now();
    response.writeHead(202).end();
    const claims = Buffer.concat(chunks).toString().split(".")[1] ?? "";
    const { sub_id } = JSON.parse(Buffer.from(claims, "base64url").toString()) as {
      readonly sub_id: { readonly session?: { readonly id: string }; readonly sub?: string };
    };
    tell({ type: "received", at, subject: sub_id.session?.id ?? sub_id.sub ?? "" });
  });
});
server.listen(0, "127.0.0.1", () => {
  tell({ type: "listening", port: (server.address() as AddressInfo).port });
});
