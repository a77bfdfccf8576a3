import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
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
    'Bearer realm="wardkey"',
  ]);
  expect(before()).toBe(position);
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
