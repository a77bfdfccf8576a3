import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { send, type TestSeat, type TestWard } from "../test-support.ts";
import {
  addApplication,
  ask,
  codeAt,
  comeBack,
  connectFrom,
  fhirServer,
  getPage,
  issuer,
  openConnectedWard,
  postAs,
  postForm,
  redeem,
  type TestApplication,
} from "./test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let app: TestApplication;

beforeEach(async () => {
  ({ ward, seat, app } = await openConnectedWard(Date.now()));
});
afterEach(() => ward.close());

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

function withAssertion(assertion: string, form: Readonly<Record<string, string>> = {}) {
  return postForm(ward, "/oidc/par", {
    client_id: "charts",
    client_assertion_type: assertionType,
    client_assertion: assertion,
    redirect_uri: app.redirectUri,
    response_type: "code",
    scope: "openid",
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
    ...form,
  });
}

test("an assertion is good once, at one place and at another (RFC 7523 section 3)", async () => {
  const assertion = await app.assertion();
  expect((await withAssertion(assertion)).status).toBe(201);
  const replayed = await withAssertion(assertion);
  expect([replayed.status, replayed.body.error]).toEqual([401, "invalid_client"]);
  const elsewhere = await postForm(ward, "/oidc/introspect", {
    client_id: "charts",
    client_assertion_type: assertionType,
    client_assertion: assertion,
    token: "x",
  });
  expect(elsewhere.status).toBe(401);
});

test("an assertion that is sent twice at the same moment is good once", async () => {
  const assertion = await app.assertion();
  const both = await Promise.all([withAssertion(assertion), withAssertion(assertion)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 401]);
});

test.each([
  ["for another server", { aud: "https://elsewhere.example" }, "1m"],
  ["in another application's name", { iss: "other", sub: "other" }, "1m"],
  ["without a number", { jti: undefined }, "1m"],
  ["longer than five minutes", {}, "6m"],
  ["over", {}, "-1m"],
])("an assertion %s is refused", async (_what, claims, lives) => {
  const answer = await withAssertion(await app.assertion(claims, lives));
  expect([400, 401]).toContain(answer.status);
  expect(["invalid_request", "invalid_client"]).toContain(answer.body.error);
});

test("an assertion that another server may take too is refused wherever one is taken; a list of us alone is fine", async () => {
  const evil = "https://evil.example/oidc";
  const sent = async (path: string, aud: unknown): Promise<unknown> => {
    const assertion = await app.assertion({ aud });
    if (path === "par") return pick(await withAssertion(assertion));
    const form = { client_assertion: assertion, client_assertion_type: assertionType, token: "x" };
    return pick(await postForm(ward, `/oidc/${path}`, { client_id: "charts", ...form }));
  };
  for (const path of ["par", "introspect", "revoke", "token"]) {
    for (const aud of [
      [evil, issuer],
      [issuer, evil],
      [`${issuer}/token`, evil],
      [issuer, issuer],
      [],
    ]) {
      expect(await sent(path, aud), `${path} ${aud}`).toEqual([401, "invalid_client"]);
    }
  }
  expect(await sent("par", [issuer])).toEqual([201, undefined]);
  expect(await sent("par", `${issuer}/token`)).toEqual([201, undefined]);
});

function pick({ status, body }: { readonly status: number; readonly body: { error?: unknown } }) {
  return [status, body.error];
}

test("an assertion by another application's key is refused", async () => {
  const other = await addApplication(ward, "other");
  const forged = await other.assertion({ iss: "charts", sub: "charts" });
  expect((await withAssertion(forged)).status).toBe(401);
});

test.each([
  ["plain", { code_challenge_method: "plain" }],
  ["no method", { code_challenge_method: "" }],
  ["no challenge", { code_challenge: "", code_challenge_method: "" }],
])("a downgrade of PKCE to %s is refused", async (_what, asked) => {
  const answer = await ask(ward, app, asked);
  if ("path" in answer) throw new Error("it was not refused");
  const back = new URL(String(answer.headers["location"])).searchParams;
  expect([back.get("error"), back.get("code")]).toEqual(["invalid_request", null]);
});

test("a code is worth nothing with another verifier, address or application", async () => {
  const other = await addApplication(ward, "other");
  const got = await codeAt(ward, seat, app);
  const wrong = { ...got, verifier: "w".repeat(43) };
  expect((await redeem(ward, app, wrong)).body.error).toBe("invalid_grant");
  expect((await redeem(ward, other, got)).body.error).toBe("invalid_grant");
  const elsewhere = { ...app, redirectUri: "https://elsewhere.example/callback" };
  expect((await redeem(ward, elsewhere, got)).body.error).toBe("invalid_grant");
  expect((await redeem(ward, app, got)).status).toBe(200);
});

test("an address that is not registered is never gone to, nor one that begins the same", async () => {
  for (const redirect_uri of [
    "https://evil.example/callback",
    "https://charts.example/callback/..",
    "https://charts.example/callback?x=1",
    "https://charts.example.evil.example/callback",
  ]) {
    const answer = await ask(ward, app, { redirect_uri });
    if ("path" in answer) throw new Error("it was not refused");
    expect([answer.status, answer.headers["location"]]).toEqual([400, undefined]);
    expect(answer.text).not.toContain("evil.example");
  }
});

test("an unknown application is told nothing that runs", async () => {
  const answer = await ask(ward, { ...app, id: "<script>alert(1)</script>" });
  if ("path" in answer) throw new Error("it was not refused");
  expect(answer.status).toBe(400);
  expect(answer.text).not.toContain("<script>");
  expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
  expect(answer.headers["x-frame-options"]).toBe("DENY");
});

test("session fixation: a link to somebody else's request answers nothing", async () => {
  const attackers = await ask(ward, app);
  if (!("path" in attackers)) throw new Error("no connect page");
  const victims = await ask(ward, app);
  if (!("path" in victims)) throw new Error("no connect page");
  const lured = { ...attackers, jar: victims.jar };
  expect((await connectFrom(ward, seat, lured)).body).toEqual({ type: "over" });
  // Nor does the attacker go on with what the victim's browser did not answer.
  expect((await connectFrom(ward, undefined, attackers)).body).toEqual({ type: "sign-in" });
});

test("CSRF: a page of somebody else cannot answer, and cannot launch", async () => {
  const waiting = await ask(ward, app);
  if (!("path" in waiting)) throw new Error("no connect page");
  for (const headers of [
    {},
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
  ]) {
    const cookie = waiting.jar.for(waiting.path);
    const dpop = await ward.proof(seat, "POST", waiting.path);
    const sent = { cookie, dpop, ...headers, "content-type": "application/json" };
    const answer = await send(ward.server, "POST", waiting.path, "{}", sent as never);
    expect([answer.status, answer.body.error.code]).toEqual([403, "foreign-origin"]);
  }
});

test("[S0] the seat's word for a request is good once", async () => {
  const waiting = await ask(ward, app);
  if (!("path" in waiting)) throw new Error("no connect page");
  const dpop = await ward.proof(seat, "POST", waiting.path);
  const cookie = waiting.jar.for(waiting.path);
  const sent = {
    cookie,
    dpop,
    origin: "http://localhost:8080",
    "content-type": "application/json",
  };
  const first = await send(ward.server, "POST", waiting.path, "{}", sent);
  expect(first.body.type).toBe("go");
  expect((await send(ward.server, "POST", waiting.path, "{}", sent)).status).toBe(401);
});

test("[S2] the answer of the one who has tapped out is not the next one's", async () => {
  const waiting = await ask(ward, app);
  if (!("path" in waiting)) throw new Error("no connect page");
  const reply = await connectFrom(ward, seat, waiting);
  await ward.signIn(seat, "ben");
  const { callback } = await comeBack(ward, waiting, reply.body.to);
  expect([callback.get("error"), callback.get("code")]).toEqual(["access_denied", null]);
  expect(ward.app.world().connections.size).toBe(0);
});

test("the issuer is this server's, whatever Host or forwarding headers say (mix-up, RFC 9207)", async () => {
  const response = await ward.server.inject({
    method: "GET",
    url: "/oidc/.well-known/openid-configuration",
    headers: {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    },
  });
  expect(response.body).not.toContain("evil.example");
  expect(response.json()).toMatchObject({ issuer, token_endpoint: `${issuer}/token` });
  const got = await codeAt(ward, seat, app);
  expect(got.callback.get("iss")).toBe(issuer);
});

test("another FHIR server's address gets no token (SMART: aud)", async () => {
  for (const asked of [
    { aud: "https://evil.example/fhir" },
    { aud: "https://evil.example/fhir", resource: fhirServer },
    { aud: "" },
  ]) {
    const answer = await ask(ward, app, { scope: "openid launch/patient patient/*.rs", ...asked });
    if ("path" in answer) throw new Error("it was not refused");
    const error = new URL(String(answer.headers["location"])).searchParams.get("error");
    expect(error).toBe(asked.aud === "" ? "invalid_request" : "invalid_target");
  }
});

test("a token is introspected by those it is for alone, and is for one audience", async () => {
  const lab = await addApplication(ward, "lab", { serves: ["https://lab.example/fhir"] });
  const stranger = await addApplication(ward, "stranger");
  const got = await codeAt(ward, seat, app, {
    scope: "openid user/*.rs",
    resource: "https://lab.example/fhir",
  });
  const { access_token: token } = (await redeem(ward, app, got)).body;
  const seenBy = async (who: TestApplication) =>
    (await postAs(ward, who, "/oidc/introspect", { token })).body.active;
  expect([await seenBy(lab), await seenBy(app), await seenBy(stranger)]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await getMe(token)).status).toBe(401);
  await postAs(ward, stranger, "/oidc/revoke", { token });
  expect(await seenBy(lab)).toBe(true);
});

async function getMe(token: string) {
  return send(ward.server, "GET", "/oidc/userinfo", undefined, {
    authorization: `Bearer ${token}`,
  });
}

test("[L3] a revoked person's tokens are refused everywhere", async () => {
  const got = (await redeem(ward, app, await codeAt(ward, seat, app))).body;
  expect((await getMe(got.access_token)).status).toBe(200);
  await ward.record("engagement.ended", { engagement: "eng_amy" } as never);
  expect((await getMe(got.access_token)).status).toBe(401);
  const exchange = await postAs(ward, app, "/oidc/token", {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: got.access_token,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    resource: fhirServer,
  });
  expect(exchange.body.error).toBe("invalid_request");
  const refreshed = await postAs(ward, app, "/oidc/token", {
    grant_type: "refresh_token",
    refresh_token: got.refresh_token,
  });
  expect(refreshed.body.error).toBe("invalid_grant");
});

test("what is not understood is refused in words, and breaks nothing", async () => {
  const bad = [
    await postForm(ward, "/oidc/token", { grant_type: "password", username: "a", password: "b" }),
    await send(ward.server, "POST", "/oidc/token", "{", {}),
    await send(ward.server, "GET", "/oidc/authorize", undefined),
    await send(ward.server, "GET", "/oidc/nowhere", undefined),
    await send(ward.server, "GET", "/oidc/", undefined),
    await postForm(ward, "/oidc/token", { grant_type: "x".repeat(100_000) }),
  ];
  for (const { status } of bad) expect(status).toBeGreaterThanOrEqual(400);
  for (const { status } of bad) expect(status).toBeLessThan(500);
  const jar = (await ask(ward, app)) as { jar: Parameters<typeof getPage>[2] };
  expect((await getPage(ward, "/oidc/authorize/unknown", jar.jar)).status).toBe(400);
  const page = await send(ward.server, "POST", "/connect/unknown", "{}", {
    origin: "http://localhost:8080",
  });
  expect(page.body).toEqual({ type: "over" });
});

test("the id_token says nothing that was not asked for", async () => {
  const got = (await redeem(ward, app, await codeAt(ward, seat, app, { scope: "openid" }))).body;
  expect(decodeJwt(got.id_token)["name"]).toBeUndefined();
  expect(got.refresh_token).toBeUndefined();
});

test("a form that is too long is refused, and the connection's next request is answered", async () => {
  await ward.server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = ward.server.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    host: "localhost:8080",
    "content-type": "application/x-www-form-urlencoded",
    "transfer-encoding": "chunked",
  };
  const post = (length: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { port, host: "127.0.0.1", path: "/oidc/token", method: "POST" };
      const sent = request({ ...options, agent, headers }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode));
      });
      sent.on("error", reject);
      for (let left = length; left > 0; left -= 65_536) sent.write("x".repeat(65_536));
      sent.end();
    });
  expect(await post(1_048_576)).toBe(400);
  expect(await post(65_536)).toBe(400);
  expect(await post(0)).toBe(400);
  agent.destroy();
});
