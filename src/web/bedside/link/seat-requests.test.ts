import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { createServerClock } from "../../shared/server-clock.ts";
import { createServerNonce, type ServerNonce } from "../../shared/server-nonce.ts";
import { asSeatKey, generateKeyPair } from "./seat-key.ts";
import { createSeatRequests, type SendSeatRequest } from "./seat-requests.ts";

const local = Date.parse("2026-11-23T02:00:00Z");
const signal = new AbortController().signal;

/** A nonce that was heard before. */
function heard(word: string): ServerNonce {
  const nonce = createServerNonce();
  nonce.hear(word);
  return nonce;
}

interface Sent {
  readonly url: string;
  readonly headers: Headers;
}

async function against(
  answers: readonly Response[],
  nonce: ServerNonce = heard("known"),
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
    nonce,
    unique: () => `jti-${sent.length}`,
    language: () => "en",
  });
  return { send, sent };
}

function refusal(status: number, code: string, date?: string, nonce?: string): Response {
  const body = JSON.stringify({ error: { code, message: "No." } });
  return new Response(body, {
    status,
    headers: {
      ...(date === undefined ? {} : { date }),
      ...(nonce === undefined ? {} : { "dpop-nonce": nonce }),
    },
  });
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

test("[S0] a proof names the nonce of the node that was heard last, and is made again for another node's (RFC 9449, 8.2)", async () => {
  const { send, sent } = await against([
    refusal(401, "use-dpop-nonce", undefined, "one"),
    new Response("{}"),
    new Response("{}", { headers: { "dpop-nonce": "two" } }),
    new Response("{}"),
  ]);
  for (let count = 0; count < 3; count++) await send({ method: "GET", path: "/x", signal });
  const named = sent.map(({ headers }) => decodeJwt(headers.get("dpop") ?? "")["nonce"]);
  expect(named).toEqual(["known", "one", "one", "two"]);
});

test("[S0] a clock that is wrong besides costs one more proof, and a node that is never content is not asked for ever", async () => {
  const date = "Mon, 23 Nov 2026 02:14:00 GMT";
  const both = [refusal(401, "use-dpop-nonce", date, "one"), refusal(401, "proof-refused", date)];
  const { send, sent } = await against([...both, new Response("{}")]);
  await send({ method: "GET", path: "/x", signal });
  expect(sent).toHaveLength(3);
  const again = await against(Array.from({ length: 5 }, () => refusal(401, "use-dpop-nonce")));
  await expect(again.send({ method: "GET", path: "/x", signal })).rejects.toMatchObject({
    code: "use-dpop-nonce",
  });
  expect(again.sent).toHaveLength(2);
});

test("[S0] who has heard no nonce yet asks for it first, so that nothing is refused; where that fails, what comes next says so", async () => {
  const offered = new Response(null, { status: 204, headers: { "dpop-nonce": "offered" } });
  const { send, sent } = await against([offered, new Response("{}")], createServerNonce());
  await send({ method: "GET", path: "/x", signal });
  expect(sent.map(({ url }) => url)).toEqual([
    "http://localhost:8080/bedside/api/nonce",
    "http://localhost:8080/x",
  ]);
  expect(sent[0]?.headers.get("dpop")).toBeNull();
  expect(decodeJwt(sent[1]?.headers.get("dpop") ?? "")["nonce"]).toBe("offered");
  const away = await against([], createServerNonce());
  await expect(away.send({ method: "GET", path: "/x", signal })).rejects.toMatchObject({
    code: "unreachable",
  });
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
