import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestAuthenticator, testAuthenticator } from "../../../tests/support/passkey.ts";
import {
  givePasskey,
  openPhone,
  report,
  setNetworks,
  type TestPhone,
} from "../pocket/test-support.ts";
import { openWard, origin, type TestWard } from "../test-support.ts";
import {
  addApplication,
  ask,
  comeBack,
  connectFrom,
  postAs,
  redeem,
  type TestApplication,
} from "./test-support.ts";

let ward: TestWard;
let phone: TestPhone;
let device: string;
let maxs: TestAuthenticator;
let app: TestApplication;

beforeEach(async () => {
  ward = await openWard({}, Date.now());
  await setNetworks(ward, "127.0.0.0/8");
  app = await addApplication(ward, "charts");
  phone = await openPhone(ward);
  maxs = await givePasskey(ward, "amy", testAuthenticator());
  device = (await phone.register(maxs)).body.state.phone.id;
  await report(ward, device);
});
afterEach(() => ward.close());

const forPatient = {
  scope: "openid online_access launch/patient patient/*.rs user/*.rs",
  resource: `${origin}/fhir`,
};

async function waiting(asked: Readonly<Record<string, string>>) {
  const page = await ask(ward, app, asked);
  if (!("path" in page)) throw new Error(page.text);
  return page;
}

async function connected(asked: Readonly<Record<string, string>>) {
  const page = await waiting(asked);
  const { body } = await connectFrom(ward, phone.key, page);
  expect(body.type, JSON.stringify(body)).toBe("go");
  return comeBack(ward, page, body.to);
}

const isActive = async (token: string): Promise<boolean> =>
  (await postAs(ward, app, "/oidc/introspect", { token })).body.active;

/** Amy is named in the care of the patient: one of her own, wherever she is. */
const assign = () =>
  ward.record("care-team.recorded", {
    careTeam: "team",
    patient: "pat_kow",
    members: [{ person: "amy", role: "attending", from: 0 }],
  });

test("[S1] on a registered phone whoever is in on it answers, by its key; the tokens hang on the phone's session", async () => {
  const got = await redeem(ward, app, await connected({ scope: "openid online_access" }));
  expect(decodeJwt(got.body.id_token)).toMatchObject({
    sub: "amy",
    acr: "urn:wardkey:level:3",
    amr: ["pop", "user"],
  });
  expect(await isActive(got.body.access_token)).toBe(true);
  await phone.post("sign-out", {}, "amy");
  expect(await isActive(got.body.access_token)).toBe(false);
  expect((await connectFrom(ward, phone.key, await waiting({}))).body).toEqual({ type: "passkey" });
  await phone.signIn(maxs);
  expect((await connectFrom(ward, phone.key, await waiting({}))).body.type).toBe("go");
});

test("[S0] a key that is no phone's, or no more, is answered as any browser", async () => {
  const stranger = await openPhone(ward);
  expect((await connectFrom(ward, stranger.key, await waiting({}))).body.type).toBe("sign-in");
  await phone.post("phones/end", { device, why: "lost" }, "amy");
  expect((await connectFrom(ward, phone.key, await waiting({}))).body.type).toBe("sign-in");
});

test("[A2] an application that asks for a newer sign-in is answered once the passkey was used again: same session", async () => {
  ward.clock.pass(60_000);
  const page = await waiting({ max_age: "30" });
  const first = await connectFrom(ward, phone.key, page);
  expect(first.body).toMatchObject({ type: "step-up", person: "amy" });
  const ids = () => [...ward.app.world().sessions.values()].map(({ id }) => id);
  const before = ids();
  await phone.signIn(maxs);
  expect((await connectFrom(ward, phone.key, page)).body.type).toBe("go");
  expect(ids()).toEqual(before);
});

test("[C8] for a patient: what its person has away from the hospital, since an application's requests do not say where the phone is", async () => {
  const page = await waiting(forPatient);
  expect((await connectFrom(ward, phone.key, page)).body).toEqual({ type: "patient" });
  expect((await phone.post("chart/open", { patient: "pat_kow" }, "amy")).body.type).toBe("open");
  const { body } = await connectFrom(ward, phone.key, page);
  const refused = await comeBack(ward, page, body.to);
  expect(refused.callback.get("error")).toBe("access_denied");
  expect(ward.app.world().connections.size).toBe(0);

  await assign();
  const got = await redeem(ward, app, await connected(forPatient));
  expect(got.body).toMatchObject({
    patient: "pat_kow",
    scope: "openid online_access launch/patient patient/*.rs",
  });
  expect(await isActive(got.body.access_token)).toBe(true);
  // What the phone is, counts for its applications too.
  await report(ward, device, { managed: false });
  expect(await isActive(got.body.access_token)).toBe(false);
});
