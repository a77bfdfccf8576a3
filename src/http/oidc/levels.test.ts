import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestSeat, TestWard } from "../test-support.ts";
import { levelAsked } from "./levels.ts";
import {
  addApplication,
  ask,
  codeAt,
  comeBack,
  connectFrom,
  openConnectedWard,
  postAs,
  postForm,
  redeem,
  type TestApplication,
} from "./test-support.ts";

test("the least of the levels that are listed is enough; none of ours is never", () => {
  expect(levelAsked(undefined)).toBe(0);
  expect(levelAsked("urn:wardkey:level:3 urn:wardkey:level:2")).toBe(2);
  expect(levelAsked("phr urn:wardkey:level:4")).toBe(4);
  expect(levelAsked("phr")).toBeUndefined();
});

let ward: TestWard;
let seat: TestSeat;
let app: TestApplication;
beforeEach(async () => {
  ({ ward, seat, app } = await openConnectedWard(Date.now()));
});
afterEach(() => ward.close());

async function waiting(asked: Record<string, string>) {
  const at = await ask(ward, app, asked);
  if (!("path" in at)) throw new Error("no connect page");
  return at;
}

test("[A2] max_age: a PIN that is too old is asked for again, and the same request goes on", async () => {
  ward.clock.pass(90_000);
  const at = await waiting({ max_age: "60" });
  expect((await connectFrom(ward, seat, at)).body).toEqual({
    type: "step-up",
    level: 2,
    person: "amy",
  });
  await ward.post(seat, "step-up", { pin: "pin-amy" }, "amy");
  const reply = await connectFrom(ward, seat, at);
  const got = await comeBack(ward, at, reply.body.to);
  expect((await redeem(ward, app, got)).status).toBe(200);
});

test("[A2] a level that the session has not reached is asked for; who does not want to goes back", async () => {
  const at = await waiting({ acr_values: "urn:wardkey:level:3" });
  expect((await connectFrom(ward, seat, at)).body).toMatchObject({ type: "step-up", level: 3 });
  const reply = await connectFrom(ward, seat, at, { cancel: true });
  const { callback } = await comeBack(ward, at, reply.body.to);
  expect(callback.get("error")).toBe("access_denied");
});

test("[A1] [A2] a PIN after a passkey takes no level from tokens, and none says of the passkey that it was given with the PIN", async () => {
  const [session] = ward.app.world().sessions.values();
  await ward.record("session.raised", { session: session?.id ?? "", level: 3, method: "passkey" });
  const byPasskey = Math.floor(ward.clock.now() / 1000);
  const tell = async (asked: Record<string, string>) => {
    const reply = await connectFrom(ward, seat, await waiting(asked));
    if (reply.body.type !== "go") return reply.body;
    throw new Error("nothing was asked for");
  };
  const signIn = async (asked: Record<string, string>) => {
    const answer = await redeem(ward, app, await codeAt(ward, seat, app, asked));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const said = async ({
    access_token: token,
    id_token,
  }: {
    access_token: string;
    id_token: string;
  }) => {
    const { acr, auth_time } = (await postAs(ward, app, "/oidc/introspect", { token })).body;
    const claims = decodeJwt(id_token);
    expect([claims["acr"], claims["auth_time"]]).toEqual([acr, auth_time]);
    return [acr, auth_time];
  };
  const passkey = ["urn:wardkey:level:3", byPasskey];
  const before = await signIn({ scope: "openid online_access" });
  expect(await said(before)).toEqual(passkey);
  ward.clock.pass(90_000);
  await ward.post(seat, "step-up", { pin: "pin-amy" }, "amy");
  const pin = ["urn:wardkey:level:2", Math.floor(ward.clock.now() / 1000)];
  expect(await said(await signIn({}))).toEqual(passkey);
  const refresh_token = before.refresh_token;
  const form = { grant_type: "refresh_token", refresh_token };
  expect(await said((await postAs(ward, app, "/oidc/token", form)).body)).toEqual(passkey);
  // Who asks for a young proof is told of the young one; who asks for a young passkey gets the passkey asked for.
  expect(await said(await signIn({ max_age: "60" }))).toEqual(pin);
  const young = { max_age: "60", acr_values: "urn:wardkey:level:3" };
  expect(await tell(young)).toMatchObject({ type: "step-up", level: 3 });
});

test("[X17] who came in to an emergency by a tap alone is said to have proved nothing", async () => {
  await ward.post(seat, "sign-out", {}, "amy");
  await ward.post(seat, "emergency/declare", { type: "code-blue", whom: "ward" });
  ward.clock.pass(2_000);
  const { body } = await ward.post(seat, "tap", { badge: "amy" });
  expect(body.state).toMatchObject({ type: "in", who: { id: "amy" } });
  const openedAt = Math.floor(ward.clock.now() / 1000);
  const at = await waiting({});
  const reply = await connectFrom(ward, seat, at);
  const got = await comeBack(ward, at, reply.body.to);
  const claims = decodeJwt((await redeem(ward, app, got)).body.id_token);
  expect(claims).toMatchObject({ acr: "urn:wardkey:level:1", auth_time: openedAt });
  expect(claims["amr"] ?? []).toEqual([]);
});

test("levels that are not ours are never met, and that is said", async () => {
  const at = await waiting({ acr_values: "phr" });
  const reply = await connectFrom(ward, seat, at);
  const { callback } = await comeBack(ward, at, reply.body.to);
  expect(callback.get("error")).toBe("unmet_authentication_requirements");
});

test("prompt=none is answered login_required: without the page nobody can say who is in", async () => {
  const answer = await ask(ward, app, { prompt: "none" });
  if ("path" in answer) throw new Error("it was not refused");
  const back = new URL(String(answer.headers["location"])).searchParams;
  expect(back.get("error")).toBe("login_required");
});

test("a refresh token that was replaced and comes back ends its connection", async () => {
  const browser = await addApplication(ward, "pure", { browser: true });
  app = browser;
  const at = await waiting({});
  const reply = await connectFrom(ward, seat, at);
  const got = await comeBack(ward, at, reply.body.to);
  const form = { client_id: "pure", redirect_uri: browser.redirectUri };
  const first = await postForm(ward, "/oidc/token", {
    ...form,
    grant_type: "authorization_code",
    code: got.code,
    code_verifier: got.verifier,
  });
  const refresh = (token: string) =>
    postForm(ward, "/oidc/token", {
      client_id: "pure",
      grant_type: "refresh_token",
      refresh_token: token,
    });
  const second = await refresh(first.body.refresh_token);
  expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
  expect((await refresh(first.body.refresh_token)).body.error).toBe("invalid_grant");
  expect((await refresh(second.body.refresh_token)).body.error).toBe("invalid_grant");
  expect(ward.app.world().connections.size).toBe(0);
});
