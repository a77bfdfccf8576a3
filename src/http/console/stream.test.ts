import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RecordView } from "../console-contract.ts";
import { openWard, send, type TestWard } from "../test-support.ts";

let ward: TestWard;
let base: string;
const closing = new Set<AbortController>();
beforeEach(async () => {
  ward = await openWard();
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  base = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const controller of closing) controller.abort();
  closing.clear();
  await ward.close();
});

const signIn = async (person: string): Promise<string> => {
  const headers = { origin: "http://localhost:8080" };
  const body = { badge: person, pin: `pin-${person}` };
  const answer = await send(ward.server, "POST", "/console/api/sign-in", body, headers);
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
};

const open = (cookie: string): Promise<Response> => {
  const controller = new AbortController();
  closing.add(controller);
  return fetch(`${base}/console/api/stream`, { headers: { cookie }, signal: controller.signal });
};

/** Reads records until `count` have come, or the stream ends. */
async function read(response: Response, count: number): Promise<readonly RecordView[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const found: RecordView[] = [];
  let buffer = "";
  while (found.length < count) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) break;
    buffer += chunk.value;
    const events = buffer.split("\n\n");
    buffer = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data !== undefined) found.push(JSON.parse(data.slice(6)) as RecordView);
    }
  }
  return found;
}

test("[U4] records come as they are appended, with names; opening the stream is recorded once", async () => {
  const cookie = await signIn("pia");
  const response = await open(cookie);
  const seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  const records = await read(response, 4);
  expect(records.map(({ summary }) => summary)).toEqual([
    "A screen was enrolled as seat 4B-1",
    "Amy Adeyemi tapped at 4B-1 and was asked for the PIN (first)",
    "Amy Adeyemi gave the right PIN",
    "Amy Adeyemi signed in at 4B-1",
  ]);
});

test("[U4] the stream ends with the session", async () => {
  const cookie = await signIn("pia");
  const response = await open(cookie);
  await send(
    ward.server,
    "POST",
    "/console/api/sign-out",
    {},
    { origin: "http://localhost:8080", cookie },
  );
  const records = await read(response, 100);
  expect(records).toEqual([]);
});

test("[U4] who may not read the log gets no stream", async () => {
  const response = await open(await signIn("amy"));
  expect(response.status).toBe(403);
  expect((await open("")).status).toBe(401);
});
