import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const hour = 3_600_000;
const names = /kowalski|anna|osei|ng, thu/i;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  await runAs("theatre-icu");
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  await open("pat_kow");
});
afterEach(() => ward.close());

const runAs = (pattern: string) => {
  const known = ward.app.world().wards.get("4B");
  if (known === undefined) throw new Error("no 4B");
  const { id, ...rest } = known;
  return ward.record("ward.registered", { ward: id, ...rest, pattern });
};
const post = (path: string, body: object = {}, person = "amy", at = seat) =>
  ward.post(at, path, body, person);
const open = (patient: string, person = "amy") => post("chart/open", { patient }, person);
const openCase = (patient = "pat_kow", person = "amy") => post("case/open", { patient }, person);
const lock = async (person = "amy") => (await post("lock", { reason: "lock" }, person)).body.state;
/** What somebody who only stands there sees. */
const shown = async () => (await ward.post(seat, "lock", { reason: "cancel" })).body.state;
const records = async (since: number): Promise<readonly LogRecord[]> => {
  const entries = await ward.log.read(since, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
};
const ofCases = async (since: number) =>
  (await records(since)).filter(({ kind }) => kind.startsWith("case."));

test("[S7] between opening and closing a case the locked screen goes on showing that patient's chart, to be read, and nothing else", async () => {
  await post("chart/section", { patient: "pat_kow", section: "notes" });
  const note = { action: "note.write", text: "Half a sentence", key: "k1" };
  await post("drafts/save", { patient: "pat_kow", texts: [note], form: "note.write" });
  const since = ward.app.world().next;
  expect((await openCase()).body).toMatchObject({
    type: "done",
    state: { case: { open: { patient: { id: "pat_kow" } }, opens: false } },
  });
  const [decision, opened] = await records(since);
  expect(decision).toMatchObject({ kind: "decision.permitted", body: { action: "case.open" } });
  expect(opened).toMatchObject({
    kind: "case.opened",
    batch: decision?.batch,
    actor: { type: "person", id: "amy" },
    body: { patient: "pat_kow", seat: "4B-1", until: ward.clock.now() + 24 * hour },
  });
  const state = await lock();
  expect(state).toMatchObject({ type: "locked", parked: [{ initials: "AA" }] });
  expect(state.case).toMatchObject({ patient: { id: "pat_kow" }, section: "notes" });
  expect(JSON.stringify(state.case)).toContain("Heart failure");
  // What is there to be done, who was in, whom else they look after and what they half wrote is not.
  expect(Object.keys(state.case).toSorted()).toEqual(
    ["patient", "section", "sections", "since", "until", "zone"].toSorted(),
  );
  expect(JSON.stringify(state)).not.toMatch(/Half a sentence|Adeyemi|100200|note\.write/);
});

test("[S7] only writing locks: what is asked for then is refused, and not done", async () => {
  await openCase();
  await lock();
  const act = { patient: "pat_kow", action: "note.write", text: "Slept well" };
  expect((await post("act", act)).body.error.code).toBe("occupant-changed");
  expect((await post("case/close")).body.error.code).toBe("occupant-changed");
  expect((await openCase()).body.error.code).toBe("occupant-changed");
  expect(ward.charts.get("pat_kow")).toHaveLength(2);
});

test("[S7] [S2] the PIN pad stands beside it, and whoever comes in is at that patient, in the batch that brings them in", async () => {
  await openCase();
  await lock();
  const pad = (await ward.post(seat, "tap", { badge: "ben" })).body.state;
  expect(pad).toMatchObject({ type: "pin", case: { patient: { id: "pat_kow" } } });
  ward.clock.pass(2_000);
  const since = ward.app.world().next;
  const pin = { tap: pad.tap, pin: "pin-ben" };
  const { state } = (await ward.post(seat, "pin", pin)).body;
  expect(state.chart.patient.id).toBe("pat_kow");
  const found = await records(since);
  const came = found.find(({ kind }) => kind === "session.opened");
  expect(found.find(({ kind }) => kind === "session.focused")).toMatchObject({
    batch: came?.batch,
    body: { patient: "pat_kow" },
  });
  expect(found.find(({ kind }) => kind === "decision.permitted")).toMatchObject({
    body: { action: "chart.open", subject: { id: "ben" }, resource: { id: "pat_kow" } },
  });
});

test("[S7] the chart of another patient is not shown when its person locks; the case's is", async () => {
  await openCase();
  await open("pat_ngt");
  const state = await lock();
  expect(state.case.patient.id).toBe("pat_kow");
  expect(JSON.stringify(state)).not.toContain("100200");
  expect(state.case.section).toBeUndefined();
  // And whoever comes back is at the case's patient again.
  ward.clock.pass(5_000);
  const back = (await ward.post(seat, "tap", { badge: "amy" })).body.state;
  expect(back.chart.patient.id).toBe("pat_kow");
});

test("[S7] somebody who may not open that chart comes in on their own list, closes no case, and it is shown again when they go", async () => {
  await openCase();
  await lock();
  const { body } = { body: await ward.signIn(seat, "zoe") };
  expect(body).toMatchObject({ type: "in", case: { open: { patient: { id: "pat_kow" } } } });
  expect("chart" in body).toBe(false);
  const since = ward.app.world().next;
  const answer = await post("case/close", {}, "zoe");
  expect(answer.body).toMatchObject({ type: "refused", refusal: { remedies: expect.any(Array) } });
  expect(await ofCases(since)).toEqual([]);
  expect((await lock("zoe")).case.patient.id).toBe("pat_kow");
});

test("[S7] a case that is closed leaves nothing on a locked screen; anybody who may close it does, not only who opened it", async () => {
  await openCase();
  await lock();
  await ward.signIn(seat, "ben");
  const since = ward.app.world().next;
  expect((await post("case/close", {}, "ben")).body).toMatchObject({
    type: "done",
    state: { case: { opens: true } },
  });
  expect(await ofCases(since)).toMatchObject([
    { kind: "case.closed", actor: { id: "ben" }, body: { patient: "pat_kow", reason: "closed" } },
  ]);
  const state = await lock("ben");
  expect("case" in state).toBe(false);
  expect(JSON.stringify(state)).not.toMatch(names);
  // Nothing is left to close, and nothing is recorded of it.
  ward.clock.pass(5_000);
  await ward.post(seat, "tap", { badge: "ben" });
  const then = ward.app.world().next;
  expect((await post("case/close", {}, "ben")).body.type).toBe("done");
  expect(ward.app.world().next).toBe(then);
});

test("[S7] another case takes the place of the one before; the same one is opened once", async () => {
  await openCase();
  const since = ward.app.world().next;
  await openCase();
  expect(await ofCases(since)).toEqual([]);
  await open("pat_ngt");
  await openCase("pat_ngt");
  expect(await ofCases(since)).toMatchObject([
    { kind: "case.closed", body: { patient: "pat_kow", reason: "replaced" } },
    { kind: "case.opened", body: { patient: "pat_ngt" } },
  ]);
  expect((await lock()).case.patient.id).toBe("pat_ngt");
});

test("[S7] it ends by itself when the patient leaves the ward or its time is over, at once and whoever records it", async () => {
  await openCase();
  await lock();
  await ward.adt("pat_kow", "A02", "6A", "1");
  const since = ward.app.world().next;
  expect(await shown()).not.toHaveProperty("case");
  expect(JSON.stringify(await shown())).not.toMatch(names);
  await ward.app.tick();
  expect(await ofCases(since)).toMatchObject([
    { kind: "case.closed", seat: "4B-1", body: { patient: "pat_kow", reason: "left" } },
  ]);
  // A patient who comes back finds no case that nobody has opened.
  await ward.adt("pat_kow", "A02", "4B", "3");
  expect(await shown()).not.toHaveProperty("case");
});

test("[S7] after the pattern's time it is over", async () => {
  await openCase();
  await lock();
  ward.clock.pass(24 * hour - 1);
  expect(await shown()).toHaveProperty("case");
  ward.clock.pass(1);
  expect(await shown()).not.toHaveProperty("case");
  const since = ward.app.world().next;
  await ward.app.tick();
  expect(await ofCases(since)).toMatchObject([{ body: { reason: "over" } }]);
});

test("[S7] [C2] a merge goes on with the patient who survives it", async () => {
  await openCase();
  await lock();
  await ward.record("patient.registered", { patient: "pat_new" });
  await ward.record("patient.merged", { patient: "pat_kow", into: "pat_new" });
  expect((await shown()).case.patient.id).toBe("pat_new");
});

test("[S7] [S0] another screen that becomes this seat shows no case of the one before", async () => {
  await openCase();
  await lock();
  seat = await ward.seat("4B-1");
  expect(await shown()).not.toHaveProperty("case");
});

test("[S7] a ward whose pattern has no cases opens none, and one that is given such a pattern ends them", async () => {
  await openCase();
  await lock();
  await runAs("inpatient");
  expect(await shown()).not.toHaveProperty("case");
  await ward.signIn(seat, "ben");
  await open("pat_kow", "ben");
  const since = ward.app.world().next;
  const answer = await openCase("pat_kow", "ben");
  expect([answer.status, answer.body.error.code]).toEqual([409, "no-case-here"]);
  expect(ward.app.world().next).toBe(since);
});

test("[S7] a case is for the patient on the screen, on the seat's ward, and at a bed for the one who lies there", async () => {
  expect((await openCase("pat_ngt")).body.error.code).toBe("occupant-changed");
  const place = { seat: "4B-2", ward: "4B", name: "4B bed 4", bed: "4" };
  await ward.record("seat.registered", place);
  seat = await ward.seat("4B-2");
  ward.clock.pass(10_000);
  await ward.signIn(seat, "amy");
  await open("pat_kow");
  expect((await openCase("pat_kow")).body.error.code).toBe("no-case-here");
  await open("pat_ngt");
  expect((await openCase("pat_ngt")).body.type).toBe("done");
});

test("[S7] [A1] it asks for the PIN or passkey of a session, and for a role that has it", async () => {
  await ward.record("role.assigned", {
    assignment: "rol_stu",
    engagement: "eng_off",
    role: "student",
    ward: "4B",
    from: ward.begin,
    to: ward.begin + 100 * hour,
  });
  const shift = { shift: "shf_stu", engagement: "eng_off", role: "student", ward: "4B" };
  await ward.record("shift.rostered", { ...shift, from: ward.begin, to: ward.begin + 9 * hour });
  await lock();
  await ward.signIn(seat, "off");
  const { body } = await open("pat_kow", "off");
  expect(body.state).not.toHaveProperty("case");
  const since = ward.app.world().next;
  expect((await openCase("pat_kow", "off")).body.type).toBe("refused");
  expect(await ofCases(since)).toEqual([]);
});
