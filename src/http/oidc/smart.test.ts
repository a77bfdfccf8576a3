import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { origin, send, type TestSeat, type TestWard } from "../test-support.ts";
import {
  addApplication,
  ask,
  codeAt,
  comeBack,
  connectFrom,
  fhirServer,
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
  const launchUri = "https://growth.example/launch";
  ({ ward, seat, app } = await openConnectedWard(Date.now(), "growth", { launchUri }));
});
afterEach(() => ward.close());

async function launch(at = seat, occupant = "amy") {
  const path = "/bedside/api/launch";
  const dpop = await ward.proof(at, "POST", path);
  return send(ward.server, "POST", path, JSON.stringify({ application: "growth" }), {
    dpop,
    "wardkey-occupant": occupant,
  });
}

async function launched(): Promise<Record<string, string>> {
  const { url } = (await launch()).body;
  const query = new URL(url).searchParams;
  return { aud: query.get("iss") ?? "", launch: query.get("launch") ?? "" };
}

async function recordsFrom(position: number) {
  const entries = await ward.log.read(position, { limit: 100 });
  const all = entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
  return all.filter(({ kind }) => kind !== "signing-key.added");
}
const kindsFrom = async (position: number) =>
  (await recordsFrom(position)).map(({ kind }) => kind as string);

const openKowalski = () => ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");

test("EHR launch: the patient open at the bedside comes with the token, and to whoever introspects it", async () => {
  await openKowalski();
  const context = await launched();
  expect(context["aud"]).toBe(fhirServer);
  const scope = "openid fhirUser launch offline_access patient/Observation.rs patient/*.read";
  const got = await codeAt(ward, seat, app, { ...context, scope });
  const answer = await redeem(ward, app, got);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({
    token_type: "Bearer",
    patient: "pat_kow",
    encounter: "enc_pat_kow",
    fhirUser: `${fhirServer}/Practitioner/amy`,
  });
  // The trap: neither the granular scopes nor the refresh token are lost on the way.
  expect(answer.body.scope.split(" ").toSorted()).toEqual(scope.split(" ").toSorted());
  expect(answer.body.refresh_token).toBeTypeOf("string");
  expect(decodeJwt(answer.body.id_token)["fhirUser"]).toBe(`${fhirServer}/Practitioner/amy`);
  const seen = await postAs(ward, app, "/oidc/introspect", { token: answer.body.access_token });
  expect(seen.body).toMatchObject({
    active: true,
    aud: fhirServer,
    patient: "pat_kow",
    encounter: "enc_pat_kow",
    fhirUser: `${fhirServer}/Practitioner/amy`,
  });
  const refreshed = await postAs(ward, app, "/oidc/token", {
    grant_type: "refresh_token",
    refresh_token: answer.body.refresh_token,
  });
  expect(refreshed.body).toMatchObject({ patient: "pat_kow", scope: answer.body.scope });
});

test("[S8] the patient of a launch stays that one, whatever chart is opened later", async () => {
  await openKowalski();
  const got = await codeAt(ward, seat, app, {
    ...(await launched()),
    scope: "openid launch online_access patient/*.rs",
  });
  const first = (await redeem(ward, app, got)).body;
  await ward.post(seat, "chart/open", { patient: "pat_ngt" }, "amy");
  const later = await postAs(ward, app, "/oidc/token", {
    grant_type: "refresh_token",
    refresh_token: first.refresh_token,
  });
  expect(later.body.patient).toBe("pat_kow");
});

test("[S3] roaming: a launch at the next seat has the patient of there and then", async () => {
  await openKowalski();
  const other = await ward.seat("4B-2");
  const handle = await launched();
  ward.clock.pass(60_000);
  await ward.post(other, "tap", { badge: "amy" });
  ward.clock.pass(1000);
  await ward.post(other, "chart/open", { patient: "pat_ngt" }, "amy");
  const { url } = (await launch(other)).body;
  const fresh = new URL(url).searchParams.get("launch") ?? "";
  const scope = "openid launch patient/*.rs";
  const got = await codeAt(ward, other, app, { aud: fhirServer, launch: fresh, scope });
  expect((await redeem(ward, app, got)).body.patient).toBe("pat_ngt");
  // The handle of before still means what it meant: the same session, the patient of then, whose chart came along.
  const old = await codeAt(ward, other, app, { ...handle, scope });
  expect((await redeem(ward, app, old)).body.patient).toBe("pat_kow");
});

test("[S8] back at the same seat: what was launched for another patient than the bed's waits, with its refresh, until that chart is opened", async () => {
  await ward.record("seat.registered", { seat: "4B-9", ward: "4B", name: "4B-9", bed: "4" });
  const bed = await ward.seat("4B-9");
  ward.clock.pass(60_000);
  await ward.signIn(bed, "amy");
  ward.clock.pass(1000);
  await ward.post(bed, "chart/open", { patient: "pat_kow" }, "amy");
  const { url } = (await launch(bed)).body;
  const handle = new URL(url).searchParams.get("launch") ?? "";
  const asked = {
    aud: fhirServer,
    launch: handle,
    scope: "openid launch online_access patient/*.rs",
  };
  const got = (await redeem(ward, app, await codeAt(ward, bed, app, asked))).body;
  const isActive = async () =>
    (await postAs(ward, app, "/oidc/introspect", { token: got.access_token })).body.active;
  const refresh = () =>
    postAs(ward, app, "/oidc/token", {
      grant_type: "refresh_token",
      refresh_token: got.refresh_token,
    });
  expect(await isActive()).toBe(true);
  ward.clock.pass(10_000);
  await ward.post(bed, "lock", { reason: "lock" }, "amy");
  ward.clock.pass(10_000);
  await ward.post(bed, "tap", { badge: "amy" });
  expect(await isActive()).toBe(false);
  const waits = await refresh();
  expect([waits.status, waits.body.error]).toEqual([503, "temporarily_unavailable"]);
  expect(waits.body.error_description).toContain("back at another patient");
  ward.clock.pass(1000);
  await ward.post(bed, "chart/open", { patient: "pat_kow" }, "amy");
  expect(await isActive()).toBe(true);
  expect((await refresh()).body).toMatchObject({ patient: "pat_kow" });
});

test("[C3] [D8] a handle for a chart that is no more the person's is refused at its use, and that is on record", async () => {
  await openKowalski();
  const context = await launched();
  await ward.adt("pat_kow", "A02", "6A", "2");
  const position = ward.app.world().next;
  const { callback } = await codeAt(ward, seat, app, { ...context, scope: "openid launch" });
  expect([callback.get("error"), callback.get("code")]).toEqual(["access_denied", null]);
  expect(await kindsFrom(position)).toEqual(["decision.denied"]);
  expect(ward.app.world().connections.size).toBe(0);
});

test("[C3] [D8] tokens of a launch sleep while its chart is refused to their person, and wake with it: each refresh decides", async () => {
  await openKowalski();
  const asked = { ...(await launched()), scope: "openid launch online_access patient/*.rs" };
  const before = ward.app.world().next;
  const got = (await redeem(ward, app, await codeAt(ward, seat, app, asked))).body;
  expect(await kindsFrom(before)).toEqual(["decision.permitted", "application.connected"]);
  const plain = await codeAt(ward, seat, app, { scope: "openid online_access user/*.rs" });
  const general = (await redeem(ward, app, plain)).body;
  const isActive = async (token: string) =>
    (await postAs(ward, app, "/oidc/introspect", { token })).body.active;
  const refresh = () =>
    postAs(ward, app, "/oidc/token", {
      grant_type: "refresh_token",
      refresh_token: got.refresh_token,
    });
  expect(await isActive(got.access_token)).toBe(true);

  await ward.adt("pat_kow", "A02", "6A", "2");
  expect(await isActive(got.access_token)).toBe(false);
  expect(await isActive(got.refresh_token)).toBe(false);
  // What was launched for nobody does not hang on a chart.
  expect(await isActive(general.access_token)).toBe(true);
  const gone = ward.app.world().next;
  const waits = await refresh();
  expect([waits.status, waits.body.error]).toEqual([503, "temporarily_unavailable"]);
  expect(waits.body.error_description).toContain("may not open the chart");
  expect(waits.headers["retry-after"]).toBe("5");
  expect(await kindsFrom(gone)).toEqual(["decision.denied"]);

  await ward.adt("pat_kow", "A02", "4B", "3");
  expect(await isActive(got.access_token)).toBe(true);
  const back = ward.app.world().next;
  const revived = await refresh();
  expect([revived.status, revived.body.patient]).toEqual([200, "pat_kow"]);
  const [record] = await recordsFrom(back);
  expect(record).toMatchObject({
    kind: "decision.permitted",
    actor: { type: "system", id: "wardkey", onBehalfOf: "amy" },
    body: { action: "chart.open", subject: { id: "amy" }, resource: { id: "pat_kow" } },
    seat: "4B-1",
  });
});

test("[C2] after a merge a refresh brings the surviving chart and its stay; the tokens of before keep what they say", async () => {
  await openKowalski();
  const asked = { ...(await launched()), scope: "openid launch online_access patient/*.rs" };
  const got = (await redeem(ward, app, await codeAt(ward, seat, app, asked))).body;
  await ward.record("patient.merged", { patient: "pat_kow", into: "pat_ngt" });
  const seen = await postAs(ward, app, "/oidc/introspect", { token: got.access_token });
  expect(seen.body).toMatchObject({ active: true, patient: "pat_kow" });
  const later = await postAs(ward, app, "/oidc/token", {
    grant_type: "refresh_token",
    refresh_token: got.refresh_token,
  });
  expect(later.body.patient).toBe("pat_ngt");
  expect(ward.app.world().encountersByPatient.get("pat_ngt")).toContain(later.body.encounter);
});

test("a launch is good once, for its application and its person", async () => {
  const scope = "openid launch";
  const refusedAt = async (at: TestSeat, who: TestApplication, asked: Record<string, string>) => {
    const waiting = await ask(ward, who, { ...asked, scope });
    if (!("path" in waiting)) throw new Error("no connect page");
    const reply = await connectFrom(ward, at, waiting);
    const { callback } = await comeBack(ward, waiting, reply.body.to);
    return callback.get("error");
  };
  const other = await addApplication(ward, "other");
  const context = await launched();
  expect(await refusedAt(seat, other, context)).toBe("invalid_request");
  const elsewhere = await ward.seat("4B-2");
  await ward.signIn(elsewhere, "ben");
  expect(await refusedAt(elsewhere, app, context)).toBe("invalid_request");
  expect(await refusedAt(seat, app, context)).toBeNull();
  expect(await refusedAt(seat, app, context)).toBe("invalid_request");
  expect(await refusedAt(seat, app, { aud: fhirServer, launch: "made-up" })).toBe(
    "invalid_request",
  );
  const late = await launched();
  ward.clock.pass(5 * 60_000);
  expect(await refusedAt(seat, app, late)).toBe("invalid_request");
});

test("[S1] nobody launches from a seat but whom its screen shows", async () => {
  expect((await launch(seat, "ben")).status).toBe(409);
  const unknown = await ward.seat();
  expect((await launch(unknown)).status).toBe(401);
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect((await launch()).status).toBe(409);
});

test("standalone launch: it waits for a chart to be opened, and has that patient", async () => {
  const scope = "openid launch/patient patient/*.rs online_access";
  const waiting = await ask(ward, app, { aud: fhirServer, scope });
  if (!("path" in waiting)) throw new Error("no connect page");
  expect((await connectFrom(ward, seat, waiting)).body).toEqual({ type: "patient" });
  await openKowalski();
  const reply = await connectFrom(ward, seat, waiting);
  const got = await comeBack(ward, waiting, reply.body.to);
  const answer = (await redeem(ward, app, got)).body;
  expect(answer).toMatchObject({ patient: "pat_kow", scope });
  expect(answer.refresh_token).toBeTypeOf("string");
});

test("standalone launch for the stay alone: it comes with its patient, and a role that is not known is no matter", async () => {
  const other = await addApplication(ward, "stays", { scopes: ["openid", "launch/encounter"] });
  await openKowalski();
  for (const scope of [
    "openid launch/encounter",
    "openid launch/encounter?role=https://x.example/y",
  ]) {
    const got = await codeAt(ward, seat, other, { aud: fhirServer, scope });
    expect((await redeem(ward, other, got)).body).toMatchObject({
      patient: "pat_kow",
      encounter: "enc_pat_kow",
      scope: "openid launch/encounter",
    });
  }
});

test("patient scopes are worth nothing without a patient; what is not registered is left out", async () => {
  const scope = "openid user/Observation.rs user/Observation.cud patient/*.rs system/*.rs";
  const got = await codeAt(ward, seat, app, { aud: fhirServer, scope });
  const answer = (await redeem(ward, app, got)).body;
  expect(answer.scope).toBe("openid user/Observation.rs");
  expect(answer.patient).toBeUndefined();
});

test("granular scopes with queries survive, under a registered scope that covers them", async () => {
  await openKowalski();
  const fine =
    "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory";
  const got = await codeAt(ward, seat, app, {
    ...(await launched()),
    scope: `launch ${fine} patient/Condition.s`,
  });
  expect((await redeem(ward, app, got)).body.scope.split(" ")).toEqual(
    expect.arrayContaining([fine, "patient/Condition.s"]),
  );
});

test("POST to the authorization endpoint is as good as GET", async () => {
  const answer = await postForm(ward, "/oidc/authorize", {
    client_id: "growth",
    redirect_uri: app.redirectUri,
    response_type: "code",
    scope: "openid user/*.rs",
    aud: fhirServer,
    state: "s",
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
  });
  expect(answer.status).toBe(303);
  expect(answer.headers["location"]).toMatch(/^\/connect\//);
});

test("browser applications may ask for tokens from their own pages, and nobody else's may (CORS)", async () => {
  const browser = await addApplication(ward, "pure", { browser: true });
  const got = await codeAt(ward, seat, browser, { scope: "openid" });
  const form = {
    grant_type: "authorization_code",
    client_id: "pure",
    code: got.code,
    code_verifier: got.verifier,
    redirect_uri: browser.redirectUri,
  };
  const evil = await postForm(ward, "/oidc/token", form, { origin: "https://evil.example" });
  expect(evil.headers["access-control-allow-origin"]).toBeUndefined();
  expect(evil.status).toBe(400);
  const own = await postForm(ward, "/oidc/token", form, { origin: "https://pure.example" });
  expect([own.status, own.headers["access-control-allow-origin"]]).toEqual([
    200,
    "https://pure.example",
  ]);
  const preflight = await ward.server.inject({
    method: "OPTIONS",
    url: "/oidc/token",
    headers: {
      host: "localhost:8080",
      origin: "https://pure.example",
      "access-control-request-method": "POST",
    },
  });
  expect(preflight.statusCode).toBe(204);
});

test("the applications that a seat can open, by name", async () => {
  await addApplication(ward, "hidden");
  const path = "/bedside/api/applications";
  const dpop = await ward.proof(seat, "POST", path);
  const headers = { dpop, "wardkey-occupant": "amy", origin };
  expect((await send(ward.server, "POST", path, "{}", headers)).body).toEqual({
    applications: [{ id: "growth", name: "growth" }],
  });
});
