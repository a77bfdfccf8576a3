import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { fetchStatusList } from "./fetch-status-list.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The address of somebody who answers so. */
async function listen(answer: RequestListener): Promise<string> {
  const opened = createServer(answer);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}/status/1`;
}

test("a list is had as its issuer serves it, asked for by its media type", async () => {
  let accept: string | undefined;
  const uri = await listen((request, response) => {
    accept = request.headers.accept;
    response.end("a.b.c\n");
  });
  expect(await fetchStatusList(uri)).toBe("a.b.c");
  expect(accept).toBe("application/statuslist+jwt");
});

test("nobody is led elsewhere by it, and nothing but a success is a list", async () => {
  let elsewhere = 0;
  const uri = await listen((request, response) => {
    if (request.url === "/secret") elsewhere++;
    response.writeHead(302, { location: "/secret" }).end();
  });
  await expect(fetchStatusList(uri)).rejects.toThrow();
  expect(elsewhere).toBe(0);
  server?.close();
  const gone = await listen((_request, response) => response.writeHead(404).end("a.b.c"));
  await expect(fetchStatusList(gone)).rejects.toThrow("The list cannot be had.");
});

test("no more is read than a list has, whatever is said of its length", async () => {
  let sent = 0;
  const uri = await listen((_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, "a");
    const more = () => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) {
          response.once("drain", more);
          return;
        }
      }
    };
    more();
  });
  await expect(fetchStatusList(uri)).rejects.toThrow("The list is too long.");
  expect(sent).toBeLessThan(32 * 1024 * 1024);
});
