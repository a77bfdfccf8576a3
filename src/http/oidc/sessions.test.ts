import { createServer as createHttp } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, origin, send, type TestSeat, type TestWard } from "../test-support.ts";
import {
  addApplication,
  ask,
  codeAt,
  comeBack,
  connectFrom,
  issuer,
  openConnectedWard,
  postAs,
  redeem,
  type TestApplication,
} from "./test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let app: TestApplication;

beforeEach(async () => {
  // The provider reads the machine's clock.
  ({ ward, seat, app } = await openConnectedWard(Date.now()));
});
afterEach(() => ward.close());

async function tokens(asked = {}): Promise<Answer["body"]> {
  const answer = await redeem(ward, app, await codeAt(ward, seat, app, asked));
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

async function isActive(token: string): Promise<boolean> {
  return (await postAs(ward, app, "/oidc/introspect", { token })).body.active;
}

function refresh(token: string): Promise<Answer> {
  return postAs(ward, app, "/oidc/token", { grant_type: "refresh_token", refresh_token: token });
}

test("[S1] an application is signed in to by whoever is in at the seat, without a prompt", async () => {
  const got = await tokens({ scope: "openid profile fhirUser online_access" });
  expect(got).toMatchObject({
    token_type: "Bearer",
    expires_in: 300,
    refresh_token: expect.any(String),
  });
  const claims = decodeJwt(got.id_token);
  expect(claims).toMatchObject({
    iss: issuer,
    sub: "amy",
    aud: "charts",
    acr: "urn:wardkey:level:2",
    amr: ["pin"],
    name: "Amy Adeyemi",
    fhirUser: "http://localhost:8080/fhir/Practitioner/amy",
  });
  expect(decodeProtectedHeader(got.id_token).alg).toBe("RS256");
  const seen = await postAs(ward, app, "/oidc/introspect", { token: got.access_token });
  expect(seen.body).toMatchObject({
    active: true,
    client_id: "charts",
    sub: "amy",
    acr: "urn:wardkey:level:2",
    auth_time: claims["auth_time"],
    iss: issuer,
  });
  expect(seen.body.exp - seen.body.iat).toBe(300);
});

test("[S6] a lock suspends: tokens are inactive, refresh waits; a tap revives them", async () => {
  const got = await tokens();
  expect(await isActive(got.access_token)).toBe(true);
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect(await isActive(got.access_token)).toBe(false);
  expect(await isActive(got.refresh_token)).toBe(false);
  const waits = await refresh(got.refresh_token);
  expect([waits.status, waits.body.error]).toEqual([503, "temporarily_unavailable"]);
  expect(Number(waits.headers["retry-after"])).toBeGreaterThan(0);
  ward.clock.pass(2_000);
  await ward.post(seat, "tap", { badge: "amy" });
  expect(await isActive(got.access_token)).toBe(true);
  expect((await refresh(got.refresh_token)).status).toBe(200);
});

test("[S2] a tap-over suspends the one's tokens, and the next request is the other's", async () => {
  const amys = await tokens();
  await ward.signIn(seat, "ben");
  expect(await isActive(amys.access_token)).toBe(false);
  const bens = await tokens();
  expect(decodeJwt(bens.id_token).sub).toBe("ben");
  expect(await isActive(bens.access_token)).toBe(true);
});

test("[S3] moving suspends at the old seat; coming back revives", async () => {
  const other = await ward.seat("4B-2");
  const got = await tokens();
  ward.clock.pass(60_000);
  await ward.post(other, "tap", { badge: "amy" });
  expect(await isActive(got.access_token)).toBe(false);
  expect((await refresh(got.refresh_token)).status).toBe(503);
  ward.clock.pass(60_000);
  await ward.post(seat, "tap", { badge: "amy" });
  expect(await isActive(got.access_token)).toBe(true);
});

test("[S3] a code that was asked for before a move is for nobody", async () => {
  const other = await ward.seat("4B-2");
  const waiting = await ask(ward, app);
  if (!("path" in waiting)) throw new Error("no connect page");
  const reply = await connectFrom(ward, seat, waiting);
  ward.clock.pass(60_000);
  await ward.post(other, "tap", { badge: "amy" });
  const { callback } = await comeBack(ward, waiting, reply.body.to);
  expect(callback.get("error")).toBe("access_denied");
  expect(callback.get("code")).toBeNull();
});

test("[L1] [L3] the end of the engagement ends everything at once, and refresh says so", async () => {
  const got = await tokens();
  await ward.record("engagement.ended", { engagement: "eng_amy" } as never);
  expect(await isActive(got.access_token)).toBe(false);
  expect(await isActive(got.refresh_token)).toBe(false);
  const ended = await refresh(got.refresh_token);
  expect([ended.status, ended.body.error]).toEqual([400, "invalid_grant"]);
  const waiting = await ask(ward, app);
  if (!("path" in waiting)) throw new Error("no connect page");
  expect((await connectFrom(ward, seat, waiting)).body).toEqual({ type: "tap" });
});

test("[S5] the end of the shift ends the tokens without a record or a timer", async () => {
  const got = await tokens();
  const next = ward.app.world().next;
  ward.clock.pass(12 * 3_600_000);
  expect(await isActive(got.refresh_token)).toBe(false);
  expect((await refresh(got.refresh_token)).body.error).toBe("invalid_grant");
  expect(ward.app.world().next).toBe(next);
});

test("signing out ends the tokens", async () => {
  const got = await tokens();
  await ward.post(seat, "sign-out", {}, "amy");
  expect(await isActive(got.access_token)).toBe(false);
  expect((await refresh(got.refresh_token)).body.error).toBe("invalid_grant");
});

test("a retired application gets nothing more, and its tokens are dead", async () => {
  const watcher = await addApplication(ward, "watcher");
  const got = await tokens();
  await ward.record("application.retired", { application: "charts" });
  expect(ward.app.world().connections.size).toBe(0);
  expect((await refresh(got.refresh_token)).status).toBe(401);
  const seen = await postAs(ward, watcher, "/oidc/introspect", { token: got.access_token });
  expect(seen.body).toEqual({ active: false });
});

test("an application that asked is told when the session ends, by a signed token (Back-Channel Logout 1.0)", async () => {
  const heard: string[] = [];
  const listener = createHttp((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      heard.push(new URLSearchParams(body).get("logout_token") ?? "");
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  app = await addApplication(ward, "told", { logoutUri: `http://127.0.0.1:${port}/logout` });
  const got = await tokens();
  await ward.post(seat, "sign-out", {}, "amy");
  while (ward.app.world().logouts.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  listener.close();
  expect(heard).toHaveLength(1);
  const said = decodeJwt(heard[0] as string);
  expect(said).toMatchObject({
    iss: issuer,
    aud: "told",
    sub: "amy",
    sid: decodeJwt(got.id_token)["sid"],
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  });
  expect(said["nonce"]).toBeUndefined();
  expect(decodeProtectedHeader(heard[0] as string).typ).toBe("logout+jwt");
});

test("an application that cannot be reached is owed the word, and its tokens are dead all the same", async () => {
  app = await addApplication(ward, "deaf", { logoutUri: "http://127.0.0.1:9/logout" });
  const got = await tokens();
  await ward.post(seat, "sign-out", {}, "amy");
  expect(await isActive(got.access_token)).toBe(false);
  expect([...ward.app.world().logouts.values()]).toMatchObject([{ application: "deaf" }]);
});

test("[L3] what a retired application is owed is given up on record, and the console says of how many sign-outs it was not told", async () => {
  app = await addApplication(ward, "deaf", { logoutUri: "http://127.0.0.1:9/logout" });
  await tokens();
  await ward.post(seat, "sign-out", {}, "amy");
  await ward.signIn(seat, "amy");
  await tokens();
  const post = (path: string, body: object, cookie = "") =>
    send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
  const { headers } = await post("sign-in", { badge: "ada", pin: "pin-ada" });
  const cookie = String(headers["set-cookie"]).split(";")[0] as string;
  const before = ward.app.world().next;
  expect((await post("applications/deaf/end", {}, cookie)).body).toMatchObject({ untold: 2 });
  const entries = await ward.log.read(before, { limit: 10 });
  const records = entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
  expect(
    records.filter(({ kind }) => kind === "logout.told").map(({ body }) => body.outcome),
  ).toEqual(["given-up", "given-up"]);
  expect(ward.app.world().logouts.size).toBe(0);
});

test("a code that is used twice ends everything that came of it", async () => {
  const got = await codeAt(ward, seat, app);
  const first = await redeem(ward, app, got);
  expect((await redeem(ward, app, got)).body.error).toBe("invalid_grant");
  expect(await isActive(first.body.access_token)).toBe(false);
  expect((await refresh(first.body.refresh_token)).body.error).toBe("invalid_grant");
});

test("of two who use a code at the same moment one gets tokens, and they are dead", async () => {
  const got = await codeAt(ward, seat, app);
  const both = await Promise.all([redeem(ward, app, got), redeem(ward, app, got)]);
  const good = both.filter(({ status }) => status === 200);
  expect(good.length).toBeLessThan(2);
  for (const { body } of good) expect(await isActive(body.access_token)).toBe(false);
});

test("a revoked refresh token ends its connection; a revoked access token only itself (RFC 7009)", async () => {
  const got = await tokens();
  expect((await postAs(ward, app, "/oidc/revoke", { token: got.access_token })).status).toBe(200);
  expect(await isActive(got.access_token)).toBe(false);
  const again = await refresh(got.refresh_token);
  expect(again.status).toBe(200);
  await postAs(ward, app, "/oidc/revoke", { token: got.refresh_token });
  expect(await isActive(again.body.access_token)).toBe(false);
  expect(ward.app.world().connections.size).toBe(0);
});

test("what is kept of tokens opens nothing: their hashes", async () => {
  const got = await tokens();
  const rows = await ward.app.side.list("oidc", { limit: 1_000 });
  const text = JSON.stringify(rows);
  expect(rows.length).toBeGreaterThan(0);
  for (const secret of [got.access_token, got.refresh_token]) expect(text).not.toContain(secret);
});

test("what is over is erased", async () => {
  await tokens();
  const { createRows } = await import("./rows.ts");
  ward.clock.pass(24 * 3_600_000);
  await createRows(ward.app).sweep();
  expect(await ward.app.side.list("oidc", { limit: 10 })).toEqual([]);
});
