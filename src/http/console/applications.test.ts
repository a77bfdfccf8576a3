import { afterEach, beforeEach, expect, test } from "vitest";
import { addApplication, codeAt, postAs, redeem } from "../oidc/test-support.ts";
import {
  type Answer,
  openWard,
  origin,
  send,
  type TestSeat,
  type TestWard,
} from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard({}, Date.now());
  seat = await ward.seat("4B-1");
});
afterEach(() => ward.close());

const post = (path: string, body: object, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const list = (cookie: string) =>
  send(ward.server, "GET", "/console/api/applications", undefined, { cookie });

async function signIn(person: string): Promise<string> {
  const answer = await post("sign-in", { badge: person, pin: `pin-${person}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const form = {
  id: "charts",
  name: "Charts",
  kind: "signs-in-here",
  redirectUris: ["https://charts.example/callback"],
  scopes: ["openid", "online_access"],
  jwksUri: "https://charts.example/jwks.json",
};

const named = (answer: Answer, id: string) =>
  answer.body.applications.find((one: { readonly id: string }) => one.id === id);

test("which roles a client of SCIM gives, and where, is listed beside what it may", async () => {
  const ada = await signIn("ada");
  const hr = { ...form, id: "hr", name: "HR", kind: "only-told", scopes: ["scim.manage"] };
  await post("applications", { ...hr, gives: ["nurse@4B", "doctor@*"] }, ada);
  await post("applications", form, ada);
  const about = { workload: "feed", name: "Feed", purpose: "people", scopes: ["scim.manage"] };
  const until = ward.clock.now() + 60_000;
  await ward.record("workload.registered", { ...about, until, gives: ["*@6A"] });
  const answer = await list(ada);
  expect(["charts", "feed", "hr"].map((id) => named(answer, id).gives)).toEqual([
    [],
    ["*@6A"],
    ["nurse@4B", "doctor@*"],
  ]);
  const wrong = await post("applications", { ...hr, id: "other", gives: ["nurse"] }, ada);
  expect([wrong.status, wrong.body.error.message]).toEqual([
    400,
    expect.stringContaining("gives is a list of roles"),
  ]);
});

test("what is connected is listed as decides here, signs in here or only told; the look is recorded (U4)", async () => {
  const ada = await signIn("ada");
  await post("applications", form, ada);
  await post("applications", { ...form, id: "gate", name: "Gate", kind: "decides-here" }, ada);
  const workload = { purpose: "test", until: ward.clock.now() + 60_000 };
  const pacs = {
    ...workload,
    workload: "pacs",
    name: "PACS",
    scopes: ["decision.ask", "ssf.read"],
  };
  await ward.record("workload.registered", pacs);
  const ears = { ...workload, workload: "ears", name: "Ears", scopes: ["ssf.read"] };
  await ward.record("workload.registered", ears);
  const before = ward.app.world().next;
  const pia = await signIn("pia");
  const answer = await list(pia);
  const kinds = answer.body.applications.map(
    ({ id, kind, type }: { id: string; kind: string; type: string }) => [id, kind, type],
  );
  expect(kinds).toEqual([
    ["charts", "signs-in-here", "application"],
    ["ears", "only-told", "workload"],
    ["gate", "decides-here", "application"],
    ["pacs", "decides-here", "workload"],
  ]);
  expect(named(answer, "pacs").until).toBe(pacs.until);
  // Privacy looks, and changes nothing.
  expect(answer.body).toMatchObject({ mayRegister: false, mayEnd: false });
  expect((await list(ada)).body).toMatchObject({ mayRegister: true, mayEnd: true });
  const records = await ward.log.read(before, { limit: 100 });
  const text = records.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
  expect(text).toContain('"application.read"');
});

test("the sessions that hold tokens now are counted and named; a lock makes them wait, a sign-out ends them", async () => {
  const charts = await addApplication(ward, "charts");
  await ward.signIn(seat, "amy");
  await redeem(ward, charts, await codeAt(ward, seat, charts));
  const ada = await signIn("ada");
  const holds = async () => {
    const { connections, live, suspended } = named(await list(ada), "charts");
    return { live, suspended, connections };
  };
  const hers = { who: { id: "amy", name: "Amy Adeyemi" }, seat: "4B-1" };
  expect(await holds()).toMatchObject({
    live: 1,
    suspended: 0,
    connections: [{ ...hers, live: true }],
  });
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect(await holds()).toMatchObject({
    live: 0,
    suspended: 1,
    connections: [{ ...hers, live: false }],
  });
  ward.clock.pass(2_000);
  await ward.post(seat, "tap", { badge: "amy" });
  await ward.post(seat, "sign-out", {}, "amy");
  expect(await holds()).toEqual({ live: 0, suspended: 0, connections: [] });
});

test("ending an application ends every token that it holds, in its administrator's name", async () => {
  const charts = await addApplication(ward, "charts");
  const watcher = await addApplication(ward, "watcher", { serves: ["https://fhir.example/r4"] });
  await ward.signIn(seat, "amy");
  const asked = { scope: "openid user/*.rs", resource: "https://fhir.example/r4" };
  const { access_token: token } = (
    await redeem(ward, charts, await codeAt(ward, seat, charts, asked))
  ).body;
  const isActive = async () =>
    (await postAs(ward, watcher, "/oidc/introspect", { token })).body.active;
  expect(await isActive()).toBe(true);
  const ada = await signIn("ada");
  const left = await post("applications/charts/end", {}, ada);
  expect(left.status).toBe(200);
  expect(named(left, "charts")).toBeUndefined();
  expect(await isActive()).toBe(false);
  const again = await post("applications/charts/end", {}, ada);
  expect([again.status, again.body.error.code]).toEqual([404, "not-found"]);
  const records = await ward.log.read(0, { limit: 10_000 });
  const retired = records
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))
    .find(({ kind }) => kind === "application.retired");
  expect(retired.actor).toEqual({ type: "person", id: "ada" });
});

test("an application is connected as by the command: what is wrong is said, and one that is known is not replaced", async () => {
  const ada = await signIn("ada");
  const wrong = await post(
    "applications",
    { ...form, redirectUris: ["http://charts.example"] },
    ada,
  );
  expect([wrong.status, wrong.body.error.message]).toEqual([
    400,
    expect.stringContaining("redirectUris"),
  ]);
  expect(ward.app.world().applications.size).toBe(0);
  expect((await post("applications", form, ada)).body).toEqual({ application: "charts" });
  const other = await post("applications", { ...form, name: "Evil" }, ada);
  expect([other.status, other.body.error.code]).toEqual([409, "application-known"]);
  expect(ward.app.world().applications.get("charts")?.name).toBe("Charts");
});

test("who may neither look nor change is refused, and nothing happens", async () => {
  await addApplication(ward, "charts");
  const [amy, pia] = [await signIn("amy"), await signIn("pia")];
  expect((await list(amy)).status).toBe(403);
  expect((await list("")).status).toBe(401);
  for (const cookie of [amy, pia]) {
    expect((await post("applications", { ...form, id: "x" }, cookie)).status).toBe(403);
    expect((await post("applications/charts/end", {}, cookie)).status).toBe(403);
  }
  expect([...ward.app.world().applications.values()].map(({ id }) => id)).toEqual(["charts"]);
});

test("a sign-in that is too long ago connects nothing, and still ends (A1)", async () => {
  const ada = await signIn("ada");
  for (let hours = 0; hours < 4; hours += 0.25) {
    ward.clock.pass(15 * 60_000);
    expect((await list(ada)).status).toBe(200);
    await send(ward.server, "GET", "/console/api/me", undefined, { cookie: ada });
  }
  ward.clock.pass(60_000);
  await addApplication(ward, "old");
  const refused = await post("applications", form, ada);
  expect([refused.status, refused.body.error.code]).toEqual([403, "refused"]);
  expect((await post("applications/old/end", {}, ada)).status).toBe(200);
});
