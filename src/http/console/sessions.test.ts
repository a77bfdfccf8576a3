import { afterEach, beforeEach, expect, test } from "vitest";
import type { SessionView } from "../sessions-contract.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

const post = (path: string, body: unknown, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const signIn = async (badge: string): Promise<string> => {
  const answer = await post("sign-in", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
};
const list = (cookie: string, contains = "") =>
  send(ward.server, "GET", `/console/api/sessions${contains}`, undefined, { cookie });
const seen = async (cookie: string): Promise<readonly SessionView[]> =>
  (await list(cookie)).body.sessions;
const whose = async (cookie: string) => (await seen(cookie)).map(({ who }) => who.id).toSorted();
const assign = (person: string, role: string, on: string) =>
  ward.record("role.assigned", {
    assignment: `rol_${person}_${role}`,
    engagement: `eng_${person}`,
    role,
    ward: on,
    from: 0,
    to: ward.clock.now() + 1e9,
  });
const of = (sessions: readonly SessionView[], person: string) =>
  sessions.find(({ who }) => who.id === person);

test("[U4] who looks after the installation sees all of them, and that they looked is recorded once", async () => {
  const cookie = await signIn("ada");
  const sessions = await seen(cookie);
  expect(of(sessions, "amy")).toMatchObject({
    who: { name: "Amy Adeyemi", role: "nurse" },
    surface: "seat",
    place: "4B-1",
    ward: "4B",
    level: 2,
    since: ward.clock.now(),
    ends: ward.begin + 11.5 * 3_600_000,
    parked: false,
    chart: false,
    mayEnd: true,
    own: false,
    here: false,
  });
  expect(of(sessions, "ada")).toMatchObject({ surface: "console", own: true, here: true });
  const before = ward.app.world().next;
  await seen(cookie);
  expect(ward.app.world().next).toBe(before);
});

test("somebody is there as what they are on duty for now, as their own screen says", async () => {
  const begin = ward.clock.now() - 60_000;
  const roles = [
    ["healthcare-assistant", begin - 1e6, begin],
    ["nurse-in-charge", begin, begin + 1e9],
  ] as const;
  for (const [role, from, to] of roles) {
    const assignment = `a_${role}`;
    await ward.record("role.assigned", {
      assignment,
      engagement: "eng_zoe",
      role,
      ward: "6A",
      from,
      to,
    });
  }
  await ward.record("shift.rostered", {
    shift: "shf_zoe",
    engagement: "eng_zoe",
    role: "nurse-in-charge",
    ward: "6A",
    from: begin,
    to: begin + 8 * 3_600_000,
  });
  const zoes = await ward.seat("6A-1");
  const state = await ward.signIn(zoes, "zoe");
  expect(state).toMatchObject({ type: "in", who: { role: "nurse in charge" } });
  expect(of(await seen(await signIn("ada")), "zoe")).toMatchObject({
    who: { role: "nurse in charge" },
  });
});

test("whoever runs a ward sees those at its screens and their own; a nurse sees none", async () => {
  await assign("off", "ward-manager", "4B");
  await assign("zoe", "ward-manager", "6A");
  await signIn("ben");
  expect(await whose(await signIn("off"))).toEqual(["amy", "off"]);
  expect(await whose(await signIn("zoe"))).toEqual(["zoe"]);
  expect((await list(await signIn("ben"))).status).toBe(403);
  expect((await list("")).status).toBe(401);
});

test("[S7] whose chart is open is told to who reads the log, and to others that one is", async () => {
  await assign("off", "ward-manager", "4B");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  expect(of(await seen(await signIn("ada")), "amy")).toMatchObject({
    chart: true,
    patient: { name: "KOWALSKI, Anna" },
  });
  const manager = await list(await signIn("off"));
  expect(of(manager.body.sessions, "amy")).toMatchObject({ chart: true });
  expect(manager.text).not.toMatch(/KOWALSKI|pat_kow/);
});

test("it is ended by who may, of the ward that it is at, and its screen is locked", async () => {
  await assign("off", "ward-manager", "4B");
  await assign("zoe", "ward-manager", "6A");
  const [session = ""] = ward.app.world().sessionsByPerson.get("amy");
  const end = (cookie: string, person = "amy", id = session) =>
    post(`sessions/${id}/end`, { person }, cookie);
  for (const person of ["zoe", "ben"]) expect((await end(await signIn(person))).status).toBe(403);
  expect((await end("")).status).toBe(401);
  const manager = await signIn("off");
  expect((await end(manager, "ben")).status).toBe(409);
  expect((await end(manager, "amy", "ses_none")).status).toBe(404);
  expect(ward.app.world().sessions.has(session)).toBe(true);
  expect((await end(manager)).body).toEqual({ type: "ended" });
  expect(ward.app.world().sessions.has(session)).toBe(false);
  expect((await ward.post(seat, "drafts/read", { patient: "pat_kow" }, "amy")).status).toBe(409);
});

test("one's own is ended without asking the policy: what was left open at a screen elsewhere", async () => {
  const [session = ""] = ward.app.world().sessionsByPerson.get("amy");
  const cookie = await signIn("amy");
  const before = ward.app.world().next;
  expect((await post(`sessions/${session}/end`, { person: "amy" }, cookie)).status).toBe(200);
  const [entry] = await ward.log.read(before, { limit: 1 });
  expect(JSON.parse(new TextDecoder().decode(entry?.bytes))).toMatchObject({
    kind: "session.closed",
    body: { reason: "signed-out", session },
    actor: { id: "amy" },
  });
});

test("a parked one is listed as such, one that is over is not, and what is looked for is found", async () => {
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  const cookie = await signIn("ada");
  expect(of(await seen(cookie), "amy")).toMatchObject({ parked: true });
  const found = async (text: string) =>
    (await list(cookie, `?contains=${text}`)).body.sessions.map(({ who }: SessionView) => who.id);
  expect(await found("ADEYEMI")).toEqual(["amy"]);
  expect(await found("console")).toEqual(["ada"]);
  expect(await found("nobody")).toEqual([]);
  await ward.record("engagement.ended", { engagement: "eng_amy", reason: "left" });
  expect(of(await seen(cookie), "amy")).toBeUndefined();
});
