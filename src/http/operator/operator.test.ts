import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, send, type TestWard } from "../test-support.ts";
import type { ImportNews, ImportProgress } from "./import-news.ts";
import { operator } from "./operator.ts";

let ward: TestWard;
let run: (onProgress: (progress: ImportProgress) => void) => Promise<unknown>;
let faults: unknown[];
beforeEach(async () => {
  faults = [];
  ward = await openWard({
    operator: operator({
      token: "t",
      importFile: (_order, onProgress) => run(onProgress),
      onFault: (error) => faults.push(error),
    }),
  });
});
afterEach(() => ward.close());

const headers = { authorization: "Bearer t", "content-type": "application/json" };
const body = JSON.stringify({ kind: "staff", path: "/x.csv" });
const ask = () => send(ward.server, "POST", "/operator/import", body, headers);
const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

/** Asks over a socket, for a file that `end` ends as soon as the first progress was heard. */
async function follow(end: () => Promise<unknown>) {
  let finish = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  run = async (onProgress) => {
    onProgress({ bytes: 3, size: 10, read: 1 });
    await gate;
    return await end();
  };
  if (!ward.server.server.listening) await ward.server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = ward.server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/operator/import`;
  const answer = await fetch(url, { method: "POST", headers, body });
  let text = "";
  for await (const chunk of answer.body!) {
    text += Buffer.from(chunk).toString();
    finish();
  }
  const news = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ImportNews<unknown>);
  return { answer, news, text };
}

describe("a file that the server takes in", () => {
  test("is told of while it is being read: the bytes so far, and at last the report", async () => {
    const { answer, news } = await follow(async () => ({ read: 2 }));
    expect(news[0]).toEqual({ progress: { bytes: 3, size: 10, read: 1 } });
    expect(news.at(-1)).toEqual({ report: { read: 2 } });
    expect(answer.headers.get("content-type")).toContain("application/x-ndjson");
  });

  test("and fails at once is answered with what is wrong, under its own code where it has one", async () => {
    run = () => Promise.reject(coded("bad-file", "x.csv: it is empty."));
    expect(await ask()).toMatchObject({
      status: 400,
      body: { error: { code: "bad-file", message: "x.csv: it is empty." } },
    });
    run = () => Promise.reject(coded("EIO", "x.csv cannot be read."));
    expect(await ask()).toMatchObject({ status: 400, body: { error: { code: "bad-request" } } });
    run = () => Promise.reject(coded("log-unavailable", "Later."));
    expect(await ask()).toMatchObject({ status: 503 });
    run = () => Promise.reject(new Error("a secret"));
    const fault = await ask();
    expect(fault).toMatchObject({ status: 500 });
    expect(fault.text).not.toContain("secret");
  });

  test("and fails later says so in the last line; a fault of ours is reported, not sent", async () => {
    const refused = await follow(() => Promise.reject(coded("bad-file", "x.csv: it is cut off.")));
    expect(refused.answer.status).toBe(200);
    expect(refused.news.at(-1)).toEqual({
      error: { code: "bad-file", message: "x.csv: it is cut off." },
    });
    expect(faults).toEqual([]);
    const fault = await follow(() => Promise.reject(new Error("a secret")));
    expect(fault.news.at(-1)).toMatchObject({ error: { code: "fault" } });
    expect(fault.text).not.toContain("secret");
    expect(faults).toMatchObject([{ message: "a secret" }]);
  });
});
