import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeServerFile } from "../serve/server-file.ts";
import { importThroughServer } from "./through-server.ts";

let data = "";
let server: Server;
let answer: RequestListener;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "wardkey-through-"));
  server = createServer((request, response) => answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  writeServerFile(data, { url: `http://127.0.0.1:${port}`, token: "t" });
});
afterAll(() => {
  server.close();
  rmSync(data, { recursive: true });
});

async function ask() {
  const heard: number[] = [];
  const order = { kind: "staff", path: "/x.csv" } as const;
  const report = await importThroughServer(data, order, ({ bytes }) => heard.push(bytes));
  return { heard, report };
}

const progress = (bytes: number) =>
  `${JSON.stringify({ progress: { bytes, size: 9, read: 0 } })}\n`;

describe("a file that goes through the running server", () => {
  test("is told of by the server, in whatever pieces its answer comes", async () => {
    answer = async (_request, response) => {
      const text = `${progress(3)}${progress(6)}{"report":{"read":7}}\n`;
      for (const sign of text) response.write(sign);
      response.end();
    };
    expect(await ask()).toEqual({ heard: [3, 6], report: { read: 7 } });
  });

  test("and is refused has the server's code and words, at once or later", async () => {
    const refusal = JSON.stringify({ error: { code: "bad-file", message: "x.csv: it is empty." } });
    answer = (_request, response) => response.writeHead(400).end(refusal);
    await expect(ask()).rejects.toMatchObject({ code: "bad-file", message: "x.csv: it is empty." });
    answer = (_request, response) => response.end(`${progress(3)}${refusal}\n`);
    await expect(ask()).rejects.toMatchObject({ code: "bad-file", message: "x.csv: it is empty." });
  });

  test("is named when the server stops before its end", async () => {
    const gone = { code: "server-gone", message: expect.stringContaining("/x.csv") };
    answer = (_request, response) => {
      response.write(progress(3), () => response.destroy());
    };
    await expect(ask()).rejects.toMatchObject(gone);
    answer = (_request, response) => response.end(progress(3));
    await expect(ask()).rejects.toMatchObject(gone);
    answer = (request) => request.destroy();
    await expect(ask()).rejects.toMatchObject(gone);
  });
});
