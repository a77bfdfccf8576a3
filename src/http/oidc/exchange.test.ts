import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestSeat, TestWard } from "../test-support.ts";
import type { TestApplication } from "./test-support.ts";
import {
  addApplication,
  codeAt,
  fhirServer,
  openConnectedWard,
  postAs,
  redeem,
} from "./test-support.ts";

const labServer = "https://lab.example/fhir";
const storeServer = "https://store.example/fhir";

let ward: TestWard;
let seat: TestSeat;
let [charts, lab, store]: TestApplication[] = [];
beforeEach(async () => {
  ({ ward, seat, app: charts } = await openConnectedWard(Date.now()));
  lab = await addApplication(ward, "lab", { serves: [labServer] });
  store = await addApplication(ward, "store", { serves: [storeServer] });
});
afterEach(() => ward.close());

async function tokens() {
  const scope = "openid online_access user/Observation.rs";
  const got = await codeAt(ward, seat, charts!, { scope, resource: labServer });
  return (await redeem(ward, charts!, got)).body;
}

function exchange(who: TestApplication, token: string, resource: string, scope?: string) {
  return postAs(ward, who, "/oidc/token", {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: token,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    resource,
    ...(scope === undefined ? {} : { scope }),
  });
}

const seen = async (who: TestApplication, token: string) =>
  (await postAs(ward, who, "/oidc/introspect", { token })).body;

test("who acts for whom is said in a chain (RFC 8693 section 4.1)", async () => {
  const first = await tokens();
  const second = (await exchange(lab!, first.access_token, storeServer)).body;
  expect(second).toMatchObject({
    issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
    scope: "user/Observation.rs",
  });
  expect(await seen(store!, second.access_token)).toMatchObject({
    sub: "amy",
    act: { sub: "lab" },
  });
  const third = (await exchange(store!, second.access_token, fhirServer)).body;
  expect(await seen(store!, third.access_token)).toMatchObject({
    sub: "amy",
    act: { sub: "store", act: { sub: "lab" } },
  });
  expect((await seen(store!, third.access_token)).exp).toBeLessThanOrEqual(
    (await seen(lab!, first.access_token)).exp,
  );
});

test("never wider, never for an address that nobody serves, never by somebody else", async () => {
  const { access_token: token } = await tokens();
  const refused = [
    await exchange(lab!, token, storeServer, "user/*.rs"),
    await exchange(lab!, token, "https://evil.example/fhir"),
    await exchange(store!, token, storeServer),
    await exchange(lab!, "made-up", storeServer),
  ];
  expect(refused.map(({ body }) => body.error)).toEqual([
    "invalid_scope",
    "invalid_target",
    "invalid_request",
    "invalid_request",
  ]);
});

test("it hangs on the same session, and on what it came from", async () => {
  const first = await tokens();
  const second = (await exchange(lab!, first.access_token, storeServer)).body;
  const isActive = async () => (await seen(store!, second.access_token)).active;
  expect(await isActive()).toBe(true);
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect(await isActive()).toBe(false);
  ward.clock.pass(2_000);
  await ward.post(seat, "tap", { badge: "amy" });
  expect(await isActive()).toBe(true);
  await postAs(ward, charts!, "/oidc/revoke", { token: first.refresh_token });
  expect(await isActive()).toBe(false);
});
