import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { createServerClock } from "../../shared/server-clock.ts";
import { asSeatKey, generateKeyPair } from "./seat-key.ts";
import { createSeatRequests, type SendSeatRequest } from "./seat-requests.ts";

const local = Date.parse("2026-11-23T02:00:00Z");
const signal = new AbortController().signal;

interface Sent {
  readonly url: string;
  readonly headers: Headers;
}

async function against(
  answers: readonly Response[],
): Promise<{ send: SendSeatRequest; sent: Sent[] }> {
  const sent: Sent[] = [];
  const send = createSeatRequests({
    fetch: async (url, init) => {
      sent.push({ url, headers: new Headers(init.headers) });
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new TypeError("fetch failed");
      return answer;
    },
    origin: "http://localhost:8080",
    key: await asSeatKey(await generateKeyPair()),
    clock: createServerClock(() => local),
    unique: () => `jti-${sent.length}`,
    language: () => "en",
  });
  return { send, sent };
}

function refusal(status: number, code: string, date?: string): Response {
  const body = JSON.stringify({ error: { code, message: "No." } });
  return new Response(body, { status, headers: date === undefined ? {} : { date } });
}

test("[S0] every request carries its own proof, and names the person on the screen [S1]", async () => {
  const { send, sent } = await against([new Response("{}"), new Response("{}")]);
  const path = "/bedside/api/lock";
  await send({ method: "POST", path, body: { reason: "idle" }, occupant: "per_1", signal });
  await send({ method: "GET", path: "/bedside/api/stream", signal });
  const [first, second] = sent.map(({ headers }) => decodeJwt(headers.get("dpop") ?? ""));
  expect(first).toMatchObject({ htm: "POST", htu: "http://localhost:8080/bedside/api/lock" });
  expect(second).toMatchObject({ htm: "GET", htu: "http://localhost:8080/bedside/api/stream" });
  expect(first?.jti).not.toBe(second?.jti);
  expect(sent.map(({ headers }) => headers.get("wardkey-occupant"))).toEqual(["per_1", null]);
});

test("[S0] a proof refused for our clock is made again by the server's", async () => {
  const late = refusal(401, "proof-refused", "Mon, 23 Nov 2026 02:14:00 GMT");
  const { send, sent } = await against([late, new Response("{}")]);
  await send({ method: "GET", path: "/x", signal });
  expect(decodeJwt(sent[1]?.headers.get("dpop") ?? "").iat).toBe(
    Date.parse("2026-11-23T02:14:00Z") / 1000,
  );
});

test("answers become coded errors", async () => {
  const { send } = await against([
    refusal(409, "occupant-changed"),
    refusal(401, "whatever"),
    refusal(400, "bad-request"),
    refusal(403, "refused"),
    refusal(503, "overloaded"),
    new Response("<html>", { status: 502 }),
  ]);
  const post = () => send({ method: "POST", path: "/x", body: {}, signal });
  await expect(post()).rejects.toMatchObject({ code: "occupant-changed" });
  await expect(post()).rejects.toMatchObject({ code: "seat-unknown" });
  await expect(post()).rejects.toMatchObject({ code: "refused", message: "No." });
  await expect(post()).rejects.toMatchObject({ code: "denied", message: "No." });
  await expect(post()).rejects.toMatchObject({ code: "moment", message: "" });
  await expect(post()).rejects.toMatchObject({ code: "unreachable" });
  await expect(post()).rejects.toMatchObject({ code: "unreachable", uncertain: true });
});
