import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
});
afterEach(() => ward.close());

const kindsSince = async (position: number): Promise<readonly string[]> => {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};

test("tap, PIN, patients, chart, lock", async () => {
  const asked = await ward.post(seat, "tap", { badge: "amy" });
  expect(asked).toMatchObject({
    status: 200,
    body: {
      state: {
        type: "pin",
        seat: "4B-1",
        initials: "AA",
        why: "Welcome. Please enter your PIN to start.",
      },
    },
  });
  const { tap } = asked.body.state;
  const entered = await ward.post(seat, "pin", { tap, pin: "pin-amy" });
  expect(entered.body.state).toMatchObject({
    type: "in",
    who: { id: "amy", name: "Amy Adeyemi", initials: "AA", role: "nurse" },
    duty: "Shift on 4B to 06:00",
    roleAt: "4B",
    ward: "4B",
    idleLock: 120_000,
    patients: [
      { id: "pat_kow", name: "KOWALSKI, Anna", number: "4417220", ward: "4B", bed: "3" },
      { id: "pat_ngt", name: "NG, Thu", bed: "4" },
    ],
  });
  const opened = await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  expect(opened.body).toMatchObject({
    type: "open",
    state: { chart: { patient: { id: "pat_kow" } } },
  });
  const { chart } = opened.body.state;
  expect(chart.because).toEqual(["You are on shift on 4B."]);
  expect(chart.validUntil).toBeGreaterThan(ward.clock.now());
  expect(chart.sections.find(({ id }: { id: string }) => id === "problems").entries).toEqual([
    { title: "Heart failure" },
  ]);
  expect(chart.actions).toMatchObject([
    { action: "note.write", allowed: true },
    { action: "order.place", allowed: false, reason: "Your role as nurse does not include this." },
    { action: "medication.administer", allowed: true },
    { action: "medication.administer-controlled", allowed: true, asks: "witness" },
  ]);
  const locked = await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect(locked.body.state).toMatchObject({ type: "locked", parked: [{ initials: "AA" }] });
});

test("at another ward's seat a person has the ward of their shift, the seat its own", async () => {
  expect(await ward.signIn(seat, "zoe")).toMatchObject({
    type: "in",
    who: { name: "Zoe Lind", role: "nurse" },
    duty: "Shift on 6A to 06:00",
    roleAt: "6A",
    ward: "4B",
    wardName: "4B Cardiology",
  });
});

test("[S7] a locked seat holds nothing of the patient, nor of the person but initials", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const locked = await ward.post(seat, "lock", { reason: "idle" }, "amy");
  for (const word of ["KOWALSKI", "Anna", "4417220", "pat_", "Heart", "1958", "Adeyemi", "amy"]) {
    expect(locked.text).not.toContain(word);
  }
});

test("[S2] [S7] a tap-over shows the newcomer nothing of the one before", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const asked = await ward.post(seat, "tap", { badge: "ben" });
  expect(asked.body.state.type).toBe("pin");
  expect(asked.text).not.toContain("KOWALSKI");
  const entered = await ward.post(seat, "pin", { tap: asked.body.state.tap, pin: "pin-ben" });
  expect(entered.body.state).toMatchObject({ type: "in", who: { id: "ben" } });
  expect(entered.body.state.chart).toBeUndefined();
  ward.clock.pass(5_000);
  const back = await ward.post(seat, "tap", { badge: "amy" });
  expect(back.body.state).toMatchObject({
    who: { id: "amy" },
    chart: { patient: { id: "pat_kow" } },
  });
});

test("[S1] what the screen of one person asks for is never done as another's", async () => {
  await ward.signIn(seat, "amy");
  await ward.signIn(seat, "ben");
  const before = ward.app.world().next;
  for (const [path, body] of [
    ["chart/open", { patient: "pat_kow" }],
    ["act", { patient: "pat_kow", action: "note.write", text: "x" }],
    ["search", { number: "4417220" }],
    ["lock", { reason: "idle" }],
    ["sign-out", { reason: "lock" }],
    ["chart/close", {}],
    ["step-up", { pin: "pin-amy" }],
  ] as const) {
    const answer = await ward.post(seat, path, body, "amy");
    expect([path, answer.status, answer.body.error.code]).toEqual([path, 409, "occupant-changed"]);
    const nobody = await ward.post(seat, path, body);
    expect([path, nobody.status]).toEqual([path, 409]);
  }
  expect(ward.app.world().next).toBe(before);
});

test("a refusal says what, why in words, and is recorded; it names whom to ask", async () => {
  await ward.signIn(seat, "amy");
  const before = ward.app.world().next;
  const refused = await ward.post(seat, "chart/open", { patient: "pat_ose" }, "amy");
  expect(refused.body).toMatchObject({
    type: "refused",
    refusal: {
      title: "You can't open this chart",
      reasons: ["The patient is on 6A, and you are on duty for 4B."],
      position: before,
      advice: [{ type: "ask-whom", people: [{ name: "Zoe Lind" }] }],
    },
  });
  expect(await kindsSince(before)).toEqual(["decision.denied"]);
});

test("[A2] a step-up is offered where it helps, and the same request is then permitted", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  // Four busy hours later the PIN is too old for giving medication.
  for (let turn = 0; turn < 85; turn++) {
    ward.clock.pass(170_000);
    await ward.post(seat, "search", { number: "1" }, "amy");
  }
  const give = () =>
    ward.post(
      seat,
      "act",
      { patient: "pat_kow", action: "medication.administer", text: "Furosemide 40 mg" },
      "amy",
    );
  const refused = await give();
  expect(refused.body).toMatchObject({
    type: "refused",
    refusal: { remedies: [{ type: "step-up", level: 2, label: "Enter your PIN" }] },
  });
  expect((await ward.post(seat, "step-up", { pin: "no" }, "amy")).body).toMatchObject({
    type: "wrong",
  });
  expect((await ward.post(seat, "step-up", { pin: "pin-amy" }, "amy")).body).toEqual({
    type: "raised",
  });
  const done = await give();
  expect(done.body).toMatchObject({
    type: "done",
    message: "The medication is recorded as given.",
  });
  expect(JSON.stringify(done.body.state.chart.sections)).toContain("Furosemide 40 mg");
});

test("[C3] [U3] an act is decided, recorded as a contribution, and its text is in the chart only", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const before = ward.app.world().next;
  const note = { patient: "pat_kow", action: "note.write", text: "  Ate half of her lunch  " };
  const done = await ward.post(seat, "act", note, "amy");
  expect(done.body).toMatchObject({ type: "done", message: "The note is in the chart." });
  expect(await kindsSince(before)).toEqual(["decision.permitted", "care.contributed"]);
  expect(ward.charts.get("pat_kow")?.[0]).toMatchObject({
    description: "Ate half of her lunch",
    author: [{ reference: "Practitioner/amy" }],
  });
  const entries = await ward.log.read(0, { limit: 10_000 });
  const log = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
  for (const word of ["lunch", "KOWALSKI", "4417220", "Adeyemi", "pin-amy"]) {
    expect(log).not.toContain(word);
  }
});

test("[D6] a chart that comes back after a lock, or outlives its permit, is decided and recorded again", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  ward.clock.pass(5_000);
  let before = ward.app.world().next;
  const back = await ward.post(seat, "tap", { badge: "amy" });
  expect(back.body.state.chart).toBeDefined();
  expect(await kindsSince(before)).toEqual(["session.resumed", "decision.permitted"]);
  const until = back.body.state.chart.validUntil;
  before = ward.app.world().next;
  while (ward.clock.now() < until) {
    ward.clock.pass(100_000);
    await ward.post(seat, "step-up", { pin: "pin-amy" }, "amy");
  }
  const note = { patient: "pat_kow", action: "note.write", text: "x" };
  await ward.post(seat, "act", note, "amy");
  const kinds = (await kindsSince(before)).filter((kind) => kind.startsWith("decision"));
  expect(kinds).toEqual(["decision.permitted", "decision.permitted"]);
});

test("an act on another patient than the open one is not done", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const note = { patient: "pat_ngt", action: "note.write", text: "x" };
  expect(await ward.post(seat, "act", note, "amy")).toMatchObject({ status: 409 });
});

test("[C7] a search by exact number is recorded and shows who it is, and nothing else", async () => {
  await ward.signIn(seat, "amy");
  const before = ward.app.world().next;
  const found = await ward.post(seat, "search", { number: " 300 400 " }, "amy");
  expect(found.body).toEqual({
    type: "found",
    patient: {
      id: "pat_ose",
      name: "OSEI, Kofi",
      sex: "F",
      birthDate: "1958-03-12",
      number: "300400",
      ward: "6A",
      bed: "1",
    },
  });
  expect(await kindsSince(before)).toEqual(["decision.permitted", "patient.searched"]);
  for (const number of ["", "3004", "30040*", "x".repeat(10_000)]) {
    const none = await ward.post(seat, "search", { number }, "amy");
    expect(none.body).toEqual({
      type: "none",
      message: "No patient has this number. Check it and try again.",
      said: [{ code: "search.no-number", values: {}, zone: "UTC" }],
    });
  }
});

test("[M2] when the patient is moved away the chart is closed and its person told why", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  ward.clock.pass(60_000);
  await ward.adt("pat_kow", "A02", "6A", "7");
  const state = (await ward.post(seat, "search", { number: "1" }, "amy")).status === 200;
  expect(state).toBe(true);
  const tapped = await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect(tapped.text).not.toContain("KOWALSKI");
  ward.clock.pass(5_000);
  const back = await ward.post(seat, "tap", { badge: "amy" });
  expect(back.body.state).toMatchObject({ type: "in", notice: expect.stringContaining("6A") });
  expect(back.body.state.chart).toBeUndefined();
  expect([...ward.app.world().sessions.values()][0]?.patient).toBeUndefined();
});

test("the chart's store being away is said, and nobody is locked out by it", async () => {
  await ward.close();
  const away = {
    read: () => Promise.reject(new Error("KOWALSKI lost")),
    write: () => Promise.reject(new Error("no")),
  };
  ward = await openWard({ charts: away });
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  const opened = await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  expect(opened.body.state.chart.sections).toEqual([
    {
      id: "summary",
      title: "Summary",
      entries: [{ title: expect.stringContaining("cannot be read") }],
    },
  ]);
  const note = { patient: "pat_kow", action: "note.write", text: "x" };
  const act = await ward.post(seat, "act", note, "amy");
  expect(act).toMatchObject({ status: 502, body: { error: { code: "charts-unreachable" } } });
  expect(act.text).not.toContain("KOWALSKI");
});
