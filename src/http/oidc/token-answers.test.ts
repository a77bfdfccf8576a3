import { afterEach, beforeEach, expect, test } from "vitest";
import type { Answer, TestSeat, TestWard } from "../test-support.ts";
import {
  addApplication,
  codeAt,
  fhirServer,
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
  ({ ward, seat, app } = await openConnectedWard(Date.now()));
});
afterEach(() => ward.close());

const scope = "openid fhirUser online_access user/Observation.rs user/Condition.rs";

async function first(): Promise<Answer> {
  const answer = await redeem(ward, app, await codeAt(ward, seat, app, { scope, aud: fhirServer }));
  expect(answer.status, answer.text).toBe(200);
  return answer;
}

const refresh = (token: string, more: Readonly<Record<string, string>> = {}, who = app) =>
  postAs(ward, who, "/oidc/token", { grant_type: "refresh_token", refresh_token: token, ...more });

test("what the token endpoint answers is kept nowhere: no-store and no-cache, errors too", async () => {
  const good = await first();
  const bad = await refresh("made-up");
  expect(bad.body).toEqual({
    error: "invalid_grant",
    error_description: expect.stringMatching(/./),
  });
  for (const { headers } of [good, bad]) {
    expect(headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
    expect(headers["content-type"]).toContain("application/json");
  }
});

test("an access token is a short word that fits a header (RFC 6750 section 2.1)", async () => {
  const { body } = await first();
  expect(body.access_token).toMatch(/^[\w.~+/-]{20,100}=*$/);
});

test("refreshing answers all that the first answer had, with the same scope where none is named", async () => {
  const { body } = await first();
  const again = await refresh(body.refresh_token);
  expect(again.body).toMatchObject({
    access_token: expect.any(String),
    token_type: "Bearer",
    expires_in: 300,
    scope: body.scope,
  });
  expect(again.body.access_token).not.toBe(body.access_token);
});

test("refreshing may ask for less, and never for more", async () => {
  const { body } = await first();
  const less = await refresh(body.refresh_token, { scope: "openid user/Observation.rs" });
  expect(less.body.scope).toBe("openid user/Observation.rs");
  const kept = less.body.refresh_token ?? body.refresh_token;
  const more = await refresh(kept, { scope: `${scope} user/Patient.rs` });
  expect([more.status, more.body.error]).toEqual([400, "invalid_scope"]);
});

test("a refresh token is its own application's", async () => {
  const { body } = await first();
  const other = await addApplication(ward, "other");
  const stolen = await refresh(body.refresh_token, {}, other);
  expect([stolen.status, stolen.body.error]).toEqual([400, "invalid_grant"]);
});

test("introspection repeats what the token was issued with: scope, client_id, exp, iss, sub, fhirUser", async () => {
  const { body } = await first();
  const seen = (await postAs(ward, app, "/oidc/introspect", { token: body.access_token })).body;
  expect(seen).toMatchObject({
    active: true,
    scope: body.scope,
    client_id: "charts",
    iss: issuer,
    sub: "amy",
    fhirUser: `${fhirServer}/Practitioner/amy`,
  });
  expect(seen.exp - seen.iat).toBe(body.expires_in);
});

test("a code is soon worth nothing", async () => {
  const got = await codeAt(ward, seat, app);
  // A minute, and the leeway of the rows.
  ward.clock.pass(121_000);
  expect((await redeem(ward, app, got)).body.error).toBe("invalid_grant");
});
