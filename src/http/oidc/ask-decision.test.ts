import { hash, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import * as client from "openid-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { registerApplication } from "../../sessions/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;
const redirectUri = "https://charts.example/callback";
const scope = "openid decision.ask";

let ward: TestWard;
let seat: TestSeat;
/** The address that the server listens at, which is also what it says of itself. */
let base = "";
let config: client.Configuration;

beforeEach(async () => {
  ward = await openWard({ origins: () => [base] }, Date.now());
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  base = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
  seat = await ward.seat("4B-1");
  const { state } = await bedside("tap", { badge: "amy" });
  ward.clock.pass(2_000);
  await bedside("pin", { tap: state.tap, pin: "pin-amy" });
  config = await connectApplication("charts", [...scope.split(" "), "user/*.rs"]);
});
afterEach(() => ward.close());

async function connectApplication(id: string, scopes: readonly string[]) {
  const { privateKey, publicKey } = await generateKeyPair("ES384");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES384", use: "sig" }];
  const known = { id, name: id, kind: "signs-in-here", browser: false, serves: [] } as const;
  const form = { ...known, redirectUris: [redirectUri], scopes, jwks: { keys } as never };
  await ward.app.submit(registerApplication(form, { type: "system", id: "test" }));
  const key = client.PrivateKeyJwt({ key: privateKey, kid: "1" });
  const options = { execute: [client.allowInsecureRequests] };
  return client.discovery(new URL(`${base}/oidc`), id, undefined, key, options);
}

/** What the seat's page sends, over HTTP. */
async function postFromSeat(path: string, body: object, headers: Record<string, string> = {}) {
  const dpop = await ward.proof(seat, "POST", path, { htu: base + path });
  const response = await fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base, dpop, ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}
const bedside = (path: string, body: object) =>
  postFromSeat(`/bedside/api/${path}`, body, { "wardkey-occupant": "amy" });

/** Time goes by at a screen that is used, so that it does not lock itself. */
async function work(span: number): Promise<void> {
  for (let gone = 0; gone < span; gone += 2 * minute) {
    ward.clock.pass(2 * minute);
    await bedside("phones", {});
  }
}

/** Signs in at the seat: `asked` is what the application adds; the PIN is given where the page asks for it. */
async function signIn(
  asked: Readonly<Record<string, string>> = {},
  as = config,
  bound: client.DPoPOptions = {},
): Promise<{ readonly token: string; readonly steppedUp: boolean }> {
  const verifier = client.randomPKCECodeVerifier();
  const state = randomBytes(8).toString("hex");
  const authorize = client.buildAuthorizationUrl(as, {
    redirect_uri: redirectUri,
    scope,
    resource: `${base}/oidc/evaluation`,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...asked,
  });
  const begun = await fetch(authorize, { redirect: "manual" });
  const cookie = begun.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const page = begun.headers.get("location") ?? "";
  let reply = await postFromSeat(page, {}, { cookie });
  const steppedUp = reply.type === "step-up";
  if (steppedUp) {
    await bedside("step-up", { pin: "pin-amy" });
    reply = await postFromSeat(page, {}, { cookie });
  }
  expect(reply.type).toBe("go");
  const back = await fetch(reply.to, { redirect: "manual", headers: { cookie } });
  const tokens = await client.authorizationCodeGrant(
    as,
    new URL(back.headers.get("location") ?? ""),
    { pkceCodeVerifier: verifier, expectedState: state },
    undefined,
    bound,
  );
  return { token: tokens.access_token, steppedUp };
}

const give = {
  action: { name: "medication.administer" },
  resource: { type: "patient", id: "pat_kow" },
};

function ask(token: string, question: object = give, as = config): Promise<Response> {
  const headers = new Headers({ "content-type": "application/json" });
  const url = new URL(`${base}/oidc/evaluation`);
  return client.fetchProtectedResource(as, token, url, "POST", JSON.stringify(question), headers);
}

/** The challenge that a client is answered with, as openid-client has read it. */
async function challenged(asking: Promise<Response>) {
  const error = await asking.then(
    (response) => expect.fail(`answered ${response.status}`),
    (cause: unknown) => cause,
  );
  if (!(error instanceof client.WWWAuthenticateChallengeError)) throw error;
  const [first] = error.cause;
  const parameters = { ...first?.parameters } as Readonly<Record<string, string>>;
  return { status: error.status, scheme: first?.scheme, parameters };
}

test("a sign-in that is too long ago is challenged; the client asks again with acr_values and max_age, and is answered (RFC 9470)", async () => {
  expect(await (await ask((await signIn()).token)).json()).toMatchObject({ decision: true });
  await work(4 * hour);
  const old = await signIn();
  expect(old.steppedUp).toBe(false);
  const { parameters, ...rest } = await challenged(ask(old.token));
  const { acr_values = "", max_age = "", ...words } = parameters;
  expect(rest).toEqual({ status: 401, scheme: "bearer" });
  expect(words).toEqual({
    error: "insufficient_user_authentication",
    error_description: "Enter your PIN",
  });
  expect([acr_values, max_age]).toEqual(["urn:wardkey:level:2", "14399"]);
  // The client does as it is told: nobody is signed in anew, and nothing of the session is lost (A2).
  const sure = await signIn({ acr_values, max_age });
  expect(sure.steppedUp).toBe(true);
  const answer = await ask(sure.token);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toMatchObject({
    decision: true,
    context: { position: expect.any(Number), validUntil: expect.any(Number) },
  });
});

test("an age of nothing at all asks once, and is answered by what is given then", async () => {
  ward.clock.pass(1_000);
  expect((await signIn({ max_age: "0" })).steppedUp).toBe(true);
});

test("what being surer does not change is a decision, and no challenge", async () => {
  const { token } = await signIn();
  const elsewhere = { ...give, resource: { type: "patient", id: "pat_ose" } };
  const answer = await ask(token, elsewhere);
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    { decision: false, context: { reason_user: { en: expect.stringMatching(/./) } } },
  ]);
  await work(4 * hour);
  expect((await ask((await signIn()).token, elsewhere)).status).toBe(200);
});

test("each decision is recorded: the application's, on behalf of whoever signed in", async () => {
  const { token } = await signIn();
  const { context } = await (await ask(token)).json();
  const [entry] = await ward.log.read(context.position, { limit: 1 });
  const record = JSON.parse(new TextDecoder().decode(entry?.bytes));
  expect(record).toMatchObject({
    kind: "decision.permitted",
    actor: { type: "workload", id: "charts", onBehalfOf: "amy" },
    body: { subject: { id: "amy" }, action: "medication.administer", context: { seat: "4B-1" } },
  });
});

test("a token for something else, without the scope, of a locked session, or none at all asks nothing", async () => {
  const before = () => ward.app.world().next;
  const { token } = await signIn();
  const other = await signIn({ resource: `${base}/fhir`, scope: "openid user/*.rs" });
  expect(await challenged(ask(other.token))).toMatchObject({
    status: 401,
    parameters: { error: "invalid_token" },
  });
  const plain = await connectApplication("plain", ["openid"]);
  const narrow = await signIn({}, plain);
  expect(await challenged(ask(narrow.token, give, plain))).toMatchObject({
    status: 403,
    parameters: { error: "insufficient_scope", scope: "decision.ask" },
  });
  await bedside("lock", { reason: "lock" });
  const position = before();
  expect(await challenged(ask(token))).toMatchObject({
    status: 401,
    parameters: { error: "invalid_token" },
  });
  const none = await fetch(`${base}/oidc/evaluation`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(give),
  });
  expect([none.status, none.headers.get("www-authenticate")]).toEqual([
    401,
    'Bearer realm="wardkey", DPoP realm="wardkey", algs="ES256 ES384"',
  ]);
  expect(before()).toBe(position);
});

/** A key pair as openid-client takes one, and how its owner would sign proofs by hand. */
async function keyOf(algorithm: "ES256" | "ES384") {
  const pair = await client.randomDPoPKeyPair(algorithm);
  const jwk = await exportJWK(pair.publicKey);
  const sign = (token: string, claims: object = {}, header: { jwk?: JWK; typ?: string } = {}) =>
    new SignJWT({
      htm: "POST",
      htu: `${base}/oidc/evaluation`,
      iat: Math.floor(ward.clock.now() / 1000),
      jti: randomBytes(16).toString("hex"),
      ath: hash("sha256", token, "base64url"),
      ...claims,
    })
      .setProtectedHeader({ alg: algorithm, typ: "dpop+jwt", jwk, ...header })
      .sign(pair.privateKey);
  return { pair, sign };
}

function askWith(scheme: string, token: string, ...proofs: string[]): Promise<Response> {
  const headers = new Headers({
    "content-type": "application/json",
    authorization: `${scheme} ${token}`,
  });
  for (const proof of proofs) headers.append("dpop", proof);
  return fetch(`${base}/oidc/evaluation`, { method: "POST", headers, body: JSON.stringify(give) });
}

/** What a refusal is about, and by which scheme it asks. */
async function refusal(asking: Promise<Response>): Promise<readonly unknown[]> {
  const answer = await asking;
  const said = answer.headers.get("www-authenticate") ?? "";
  return [answer.status, said.split(" ")[0], /error="(\w+)"/.exec(said)?.[1]];
}

test.each(["ES256", "ES384"] as const)(
  "a token that is bound to a key is taken with a proof of that key (%s), and challenged by its scheme (RFC 9449)",
  async (algorithm) => {
    const { pair } = await keyOf(algorithm);
    const bound = { DPoP: client.getDPoPHandle(config, pair) };
    const { token } = await signIn({}, config, bound);
    const send = () => {
      const headers = new Headers({ "content-type": "application/json" });
      const url = new URL(`${base}/oidc/evaluation`);
      const body = JSON.stringify(give);
      return client.fetchProtectedResource(config, token, url, "POST", body, headers, bound);
    };
    expect(await (await send()).json()).toMatchObject({ decision: true });
    // Each request is proved anew.
    expect((await send()).status).toBe(200);
    await bedside("lock", { reason: "lock" });
    expect(await challenged(send())).toMatchObject({
      status: 401,
      scheme: "dpop",
      parameters: { error: "invalid_token", algs: "ES256 ES384" },
    });
  },
);

test("a token that is bound to a key is worth nothing without its proof, and a proof nothing for anything else (RFC 9449 sections 4.3, 7)", async () => {
  const { pair, sign } = await keyOf("ES256");
  const { token } = await signIn({}, config, { DPoP: client.getDPoPHandle(config, pair) });
  const free = (await signIn()).token;
  const position = ward.app.world().next;
  const proof = await sign(token);
  const noToken = [401, "Bearer", "invalid_token"];
  expect(await refusal(askWith("Bearer", token))).toEqual(noToken);
  expect(await refusal(askWith("Bearer", token, proof))).toEqual(noToken);
  expect(await refusal(askWith("DPoP", free, await sign(free)))).toEqual([
    401,
    "DPoP",
    "invalid_token",
  ]);
  const stranger = await keyOf("ES256");
  const now = Math.floor(ward.clock.now() / 1000);
  const wrong: Readonly<Record<string, readonly string[]>> = {
    "no proof": [],
    "two proofs": [await sign(token), await sign(token)],
    "another method": [await sign(token, { htm: "GET" })],
    "another address": [await sign(token, { htu: `${base}/oidc/userinfo` })],
    "another server": [await sign(token, { htu: "https://evil.example/oidc/evaluation" })],
    "another token": [await sign(free)],
    "no token": [await sign(token, { ath: undefined })],
    "too old": [await sign(token, { iat: now - 61 })],
    "too early": [await sign(token, { iat: now + 62 })],
    "no number": [await sign(token, { jti: undefined })],
    "another key": [await stranger.sign(token)],
    "another's key in the header": [
      await sign(token, {}, { jwk: await exportJWK(stranger.pair.publicKey) }),
    ],
    "another type": [await sign(token, {}, { typ: "JWT" })],
    "no JWT": ["x.y.z"],
  };
  for (const [name, proofs] of Object.entries(wrong)) {
    expect(await refusal(askWith("DPoP", token, ...proofs)), name).toEqual([
      401,
      "DPoP",
      "invalid_dpop_proof",
    ]);
  }
  // None of these has cost the good one anything, and none was decided.
  expect(ward.app.world().next).toBe(position);
  expect((await askWith("DPoP", token, proof)).status).toBe(200);
  expect(await refusal(askWith("DPoP", token, proof))).toEqual([401, "DPoP", "invalid_dpop_proof"]);
  const [one, other] = await Promise.all([0, 1].map(() => sign(token, { jti: "at-once" })));
  const both = [askWith("DPoP", token, one ?? ""), askWith("DPoP", token, other ?? "")];
  const statuses = (await Promise.all(both)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 401]);
});

test("an application asks about nobody but whoever signed in", async () => {
  const { token } = await signIn();
  const sly = { ...give, subject: { type: "person", id: "ben" }, context: { session: "x" } };
  const { context } = await (await ask(token, sly)).json();
  const [entry] = await ward.log.read(context.position, { limit: 1 });
  expect(JSON.parse(new TextDecoder().decode(entry?.bytes)).body.subject.id).toBe("amy");
  const broken = await ask(token, { action: "x" });
  expect(broken.status).toBe(400);
});
