import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Kind, LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let seat: TestSeat;
let other: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  other = await ward.seat("4B-2");
});
afterEach(() => ward.close());

async function records(...kinds: readonly Kind[]): Promise<readonly LogRecord[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord)
    .filter(({ kind }) => kinds.includes(kind));
}

/** Gives a person who is known another role and, if wanted, a shift. */
async function hold(person: string, role: string, on: string, shift?: readonly [number, number]) {
  const engagement = `eng_${person}`;
  const [from, to] = [ward.begin - 24 * hour, ward.begin + 1_000 * hour];
  const assignment = `rol_${person}_${role}`;
  await ward.record("role.assigned", { assignment, engagement, role, ward: on, from, to });
  if (shift === undefined) return;
  const [begins, ends] = shift;
  const period = { from: begins, to: ends };
  await ward.record("shift.rostered", {
    shift: `shf_${person}_${role}`,
    engagement,
    role,
    ward: on,
    ...period,
  });
}

/** Ben is in charge of 4B's shift. */
const inCharge = () =>
  hold("ben", "nurse-in-charge", "4B", [ward.begin - hour, ward.begin + 11 * hour]);

const nurse = { ward: "4B", role: "nurse" };

/** Olu, off duty, taps and starts a shift by the PIN. */
async function startShift(at: TestSeat, start: object = nurse, pin = "pin-off") {
  ward.clock.pass(2_000);
  const { tap } = (await ward.post(at, "tap", { badge: "off" })).body.state;
  return (await ward.post(at, "shift/begin", { ...start, tap, pin })).body;
}

const posting =
  (at: TestSeat, who: string) =>
  (path: string, body: object = {}) =>
    ward.post(at, path, body, who);
/** Work at a seat, so that it does not lock, for so many minutes. */
async function work(at: TestSeat, who: string, minutes: number): Promise<void> {
  for (let count = 0; count < minutes; count++) {
    ward.clock.pass(minute);
    await ward.post(at, "phones", {}, who);
  }
}

describe("a shift that the roster does not have", () => {
  test("[L9] [D3] whoever taps off duty is told so, and may start a shift in a role of their own", async () => {
    const { state } = (await ward.post(seat, "tap", { badge: "off" })).body;
    expect(state).toMatchObject({
      type: "pin",
      why: "You are off duty: no shift is on the roster for you. If you are at work now, start your shift.",
      starts: [
        {
          ward: "4B",
          role: "nurse",
          label: "Nurse on 4B",
          said: { code: "roster.start", values: { role: "nurse" } },
          unless: ward.clock.now() + 30 * minute,
          to: expect.any(Number),
        },
      ],
    });
    // The PIN alone opens nothing: what is started is chosen.
    const bare = await ward.post(seat, "pin", { tap: state.tap, pin: "pin-off" });
    expect(bare.body).toMatchObject({ state: { type: "locked" } });
    expect(await records("duty.declared")).toEqual([]);
  });

  test("[L9] it opens what the role opens on that ward, at once and for half an hour, and is announced", async () => {
    await inCharge();
    expect(await startShift(seat)).toMatchObject({
      state: { type: "in", duty: expect.stringMatching(/not confirmed yet$/) },
    });
    const [permit, declared] = (await records("decision.permitted", "duty.declared")).slice(-2);
    expect(permit?.body).toMatchObject({ action: "shift.start" });
    expect(declared?.batch).toBe(permit?.batch);
    const post = posting(seat, "off");
    expect((await post("chart/open", { patient: "pat_kow" })).body).toMatchObject({
      type: "open",
      state: {
        chart: { because: [expect.stringMatching(/^You started a shift on 4B; it ends at/)] },
      },
    });
    expect((await post("chart/open", { patient: "pat_ose" })).body.type).toBe("refused");
    await ward.signIn(other, "ben");
    const { roster } = (await ward.post(other, "chart/close", {}, "ben")).body.state;
    expect(roster.waiting).toMatchObject([
      {
        who: { name: "Olu Off" },
        text: expect.stringMatching(/^Nurse on 4B since 19:00, to 06:00/),
        said: { code: "roster.waiting", values: { role: "nurse" } },
      },
    ]);
    await work(seat, "off", 29);
    expect((await post("chart/open", { patient: "pat_kow" })).body.type).toBe("open");
    ward.clock.pass(minute);
    expect((await post("chart/open", { patient: "pat_kow" })).body.error.code).toBe(
      "occupant-changed",
    );
  });

  test("[L9] confirmed by whoever is in charge it is the roster's, with its margin, and the session goes on", async () => {
    await inCharge();
    await startShift(seat);
    await ward.signIn(other, "ben");
    const [duty] = [...ward.app.world().declared.values()].map(({ id }) => id);
    const answers = { confirm: [duty], refuse: [] };
    const done = (await ward.post(other, "shifts/answer", answers, "ben")).body;
    expect(done).toMatchObject({ type: "done", state: { roster: { waiting: [] } } });
    const batch = (await records("decision.permitted", "duty.confirmed", "shift.rostered")).slice(
      -3,
    );
    expect(batch.map(({ kind }) => kind)).toEqual([
      "decision.permitted",
      "duty.confirmed",
      "shift.rostered",
    ]);
    expect(new Set(batch.map((each) => each.batch)).size).toBe(1);
    await work(seat, "off", 45);
    const open = (await ward.post(seat, "chart/open", { patient: "pat_kow" }, "off")).body;
    expect(open).toMatchObject({ type: "open", state: { duty: "Shift on 4B to 06:00" } });
    expect(ward.app.world().reviews.size).toBe(0);
  });

  test("[L9] [X2] nobody confirms their own, nor does anybody whose own shift is not confirmed", async () => {
    await hold("off", "nurse-in-charge", "4B");
    await startShift(seat, { ward: "4B", role: "nurse-in-charge" });
    const [duty] = [...ward.app.world().declared.values()].map(({ id }) => id);
    const answers = { confirm: [duty], refuse: [] };
    const own = (await ward.post(seat, "shifts/answer", answers, "off")).body;
    expect(own).toMatchObject({
      type: "refused",
      refusal: { reasons: ["The shift that you started is not confirmed yet."] },
    });
    // In charge by the roster too, it still is not theirs to confirm.
    await hold("off", "nurse-in-charge", "4B", [ward.begin - hour, ward.begin + 8 * hour]);
    const still = await ward.post(seat, "shifts/answer", answers, "off");
    expect(still.body.error.code).toBe("own-shift");
    await ward.signIn(other, "amy");
    const nobody = (await ward.post(other, "shifts/answer", answers, "amy")).body;
    expect(nobody.type).toBe("refused");
    expect(await records("duty.confirmed")).toEqual([]);
  });

  test("[L9] a whole list is one act; one word that is not so, and nothing of it is done", async () => {
    await inCharge();
    await startShift(seat);
    await ward.post(seat, "lock", { reason: "lock" }, "off");
    for (const person of ["una", "vic"]) {
      const engagement = `eng_${person}`;
      const to = ward.begin + 100 * hour;
      await ward.record("person.registered", { person });
      await ward.record("engagement.started", {
        engagement,
        person,
        type: "employee",
        from: 0,
        to,
      });
      await ward.record("duty.declared", {
        duty: `dty_${person}`,
        engagement,
        person,
        role: "nurse",
        to: ward.clock.now() + hour,
        until: ward.clock.now() + minute,
        ward: "4B",
      });
    }
    await ward.signIn(other, "ben");
    const all = [...ward.app.world().declared.values()].map(({ id }) => id);
    const wrong = { confirm: [...all, "dty_none"], refuse: [] };
    expect((await ward.post(other, "shifts/answer", wrong, "ben")).body.error.code).toBe(
      "shift-unknown",
    );
    expect(await records("duty.confirmed")).toEqual([]);
    await ward.post(other, "shifts/answer", { confirm: all, refuse: [] }, "ben");
    const confirmed = await records("duty.confirmed");
    expect(confirmed).toHaveLength(3);
    expect(new Set(confirmed.map(({ batch }) => batch)).size).toBe(1);
  });

  test("[L9] refused it ends at once; not confirmed, in time: both are reviewed, and none is started there again for a while", async () => {
    await inCharge();
    await startShift(seat);
    await ward.signIn(other, "ben");
    const [duty] = [...ward.app.world().declared.values()].map(({ id }) => id);
    await ward.post(other, "shifts/answer", { confirm: [], refuse: [duty] }, "ben");
    const gone = await ward.post(seat, "chart/open", { patient: "pat_kow" }, "off");
    expect(gone.body.error.code).toBe("occupant-changed");
    expect([...ward.app.world().reviews.values()]).toMatchObject([
      { type: "unrostered-shift", person: "off", reason: "refused", about: duty, ward: "4B" },
    ]);
    ward.clock.pass(2_000);
    expect((await ward.post(seat, "tap", { badge: "off" })).body).toMatchObject({
      message: expect.stringMatching(/^You are off duty/),
    });
    ward.clock.pass(12 * hour);
    expect(await startShift(seat)).toMatchObject({ state: { type: "in" } });
    ward.clock.pass(31 * minute);
    await ward.app.tick();
    expect([...ward.app.world().reviews.values()].map(({ reason }) => reason)).toEqual([
      "refused",
      "lapsed",
    ]);
    await ward.app.tick();
    expect(ward.app.world().reviews.size).toBe(2);
  });

  test("[L9] one that lapsed can still be confirmed, and goes on then", async () => {
    await inCharge();
    await startShift(seat);
    ward.clock.pass(40 * minute);
    await ward.app.tick();
    await ward.signIn(other, "ben");
    const { roster } = (await ward.post(other, "chart/close", {}, "ben")).body.state;
    expect(roster.waiting).toMatchObject([{ lapsed: true }]);
    const confirm = [roster.waiting[0].id];
    await ward.post(other, "shifts/answer", { confirm, refuse: [] }, "ben");
    expect(await ward.signIn(seat, "off")).toMatchObject({
      type: "in",
      duty: "Shift on 4B to 06:00",
    });
  });

  test("[L9] [C4] while the roster is stale it may be started again, and again reviewed", async () => {
    await ward.record("feed.registered", { feed: "rota", type: "roster", wards: ["4B"] });
    ward.clock.pass(25 * hour);
    expect(await startShift(seat)).toMatchObject({ state: { type: "in" } });
    ward.clock.pass(31 * minute);
    await ward.app.tick();
    expect(await startShift(seat)).toMatchObject({ state: { type: "in" } });
    await ward.record("feed.heard", { feed: "rota" });
    ward.clock.pass(31 * minute);
    await ward.app.tick();
    expect((await ward.post(seat, "tap", { badge: "off" })).body.state.type).toBe("locked");
    expect(ward.app.world().reviews.size).toBe(2);
  });

  test("[X10] with a shift that nobody has confirmed the glass is broken only while the roster is stale", async () => {
    await startShift(seat);
    const post = posting(seat, "off");
    const refused = (await post("chart/open", { patient: "pat_ose" })).body.refusal;
    expect(refused.remedies.map(({ type }: { type: string }) => type)).not.toContain("break-glass");
    const breaking = { patient: "pat_ose", reason: "covering" };
    expect((await post("glass/break", breaking)).body.refusal.reasons).toEqual([
      "The shift that you started is not confirmed yet.",
    ]);
    await ward.record("feed.registered", { feed: "rota", type: "roster", wards: ["4B"] });
    await post("sign-out");
    ward.clock.pass(25 * hour);
    await startShift(seat);
    expect((await post("glass/break", breaking)).body.type).toBe("open");
  });

  test("[L5] a locum is offered none; [L1] nor is anybody whose engagement has ended", async () => {
    const person = "lou";
    const [from, to] = [ward.begin - hour, ward.begin + 100 * hour];
    await ward.record("engagement.ended", { engagement: "eng_off", reason: "left" });
    const engagement = "eng_off_locum";
    const body = { engagement, person: "off", type: "locum", from, to } as const;
    await ward.record("engagement.started", body);
    const role = { assignment: `rol_${person}`, engagement, role: "nurse", ward: "4B", from, to };
    await ward.record("role.assigned", role);
    expect((await ward.post(seat, "tap", { badge: "off" })).body.state.type).toBe("locked");
    expect(await records("duty.declared")).toEqual([]);
  });

  test("[L9] [D3] on duty elsewhere, the chart's refusal leads to a shift on a ward of one's own, before the glass", async () => {
    await hold("amy", "nurse", "6A");
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    const { refusal } = (await post("chart/open", { patient: "pat_ose" })).body;
    expect(refusal.remedies).toMatchObject([
      { type: "start-shift", ward: "6A", role: "nurse", minutes: 30, label: "Start a shift on 6A" },
      { type: "break-glass" },
    ]);
    const start = { ward: "6A", role: "nurse" };
    expect((await post("shift/start", start)).body.type).toBe("done");
    expect((await post("chart/open", { patient: "pat_ose" })).body.type).toBe("open");
    expect((await post("shift/start", start)).body.error.code).toBe("start-unknown");
    const elsewhere = (await post("shift/start", { ward: "cardiology", role: "nurse" })).body;
    expect(elsewhere.type).toBe("refused");
    await work(seat, "amy", 31);
    expect((await post("chart/open", { patient: "pat_ose" })).body.type).toBe("refused");
    expect((await post("chart/open", { patient: "pat_kow" })).body.type).toBe("open");
  });

  test("bad input: what cannot be started, a wrong PIN, another's tap", async () => {
    const wrong = await startShift(seat, nurse, "pin-amy");
    expect(wrong).toMatchObject({
      state: { type: "pin" },
      message: expect.stringMatching(/not the right PIN/),
    });
    for (const start of [
      { ward: "6A", role: "nurse" },
      { ward: "4B", role: "doctor" },
      { ward: "", role: "__proto__" },
    ]) {
      const { error, message } = await startShift(seat, start);
      expect(error?.code ?? message).toMatch(/start-unknown|You have no role|No rule/);
    }
    const stale = await ward.post(seat, "shift/begin", {
      ...nurse,
      tap: "tap_none",
      pin: "pin-off",
    });
    expect(stale.body.error.code).toBe("occupant-changed");
    expect(await records("duty.declared")).toEqual([]);
  });
});

/** To the end of the night shift: 11 hours from the beginning. */
async function toShiftEnd(minutes = 0): Promise<void> {
  ward.clock.pass(ward.begin + 11 * hour + minutes * minute - ward.clock.now());
}

describe("staying past a shift", () => {
  const note = { patient: "pat_kow", action: "note.write", text: "Slept well", key: "k" };

  test("[S9] relief has not come: assigned patients for an hour at a time, nobody else's; it is told and reviewed once", async () => {
    await toShiftEnd(-60);
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    await post("chart/open", { patient: "pat_kow" });
    expect((await post("act", note)).body.type).toBe("done");
    const early = await post("shift/stay", { ward: "4B" });
    expect(early.body.error.code).toBe("too-early");
    await work(seat, "amy", 61);
    expect((await post("chart/close")).body.state.roster.stay).toEqual({
      ward: "4B",
      wardName: "4B Cardiology",
    });
    expect((await post("shift/stay", { ward: "4B" })).body.type).toBe("done");
    await work(seat, "amy", 45);
    const state = (await post("chart/close")).body.state;
    expect(state).toMatchObject({ duty: expect.stringMatching(/^Relief on 4B has not come/) });
    expect(state.patients.map(({ id }: { id: string }) => id)).toEqual(["pat_kow"]);
    expect((await post("chart/open", { patient: "pat_kow" })).body).toMatchObject({
      state: { chart: { because: [expect.stringMatching(/^Nobody has come to take over on 4B/)] } },
    });
    expect((await post("act", { ...note, key: "k2" })).body.type).toBe("done");
    for (const patient of ["pat_ngt", "pat_ose"]) {
      const refused = (await post("chart/open", { patient })).body;
      expect(refused.type).toBe("refused");
      const types = refused.refusal.remedies.map(({ type }: { type: string }) => type);
      expect(types).not.toContain("break-glass");
    }
    await post("shift/stay", { ward: "4B" });
    await work(seat, "amy", 59);
    expect((await post("chart/open", { patient: "pat_kow" })).body.type).toBe("open");
    ward.clock.pass(minute);
    expect((await post("chart/open", { patient: "pat_kow" })).status).toBe(409);
    expect([...ward.app.world().reviews.values()]).toMatchObject([
      { type: "no-relief", person: "amy", about: "shf_amy", ward: "4B" },
    ]);
    expect(await records("relief.missed")).toHaveLength(2);
  });

  test("[S9] whoever is in charge is told that relief has not come", async () => {
    await hold("ben", "nurse-in-charge", "4B", [ward.begin + 10 * hour, ward.begin + 20 * hour]);
    await toShiftEnd(1);
    await ward.signIn(seat, "amy");
    await ward.post(seat, "shift/stay", { ward: "4B" }, "amy");
    await ward.signIn(other, "ben");
    const { roster } = (await ward.post(other, "chart/close", {}, "ben")).body.state;
    expect(roster.staying).toEqual([
      expect.stringMatching(/^Relief for Amy Adeyemi has not come on 4B: they stay/),
    ]);
  });

  test("[S9] past the margin one's own draft can be finished for two hours, under one's own name; nothing else can be done", async () => {
    await toShiftEnd(20);
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    await post("chart/open", { patient: "pat_kow" });
    const texts = [{ action: "note.write", text: "Slept", key: "k" }];
    await post("drafts/save", { patient: "pat_kow", texts });
    expect(await records("draft.begun")).toHaveLength(1);
    await work(seat, "amy", 30);
    expect((await post("chart/close")).body.state).toMatchObject({
      duty: expect.stringMatching(/^To finish what you began on 4B, to 08:30/),
      patients: [{ id: "pat_kow" }],
    });
    expect((await post("chart/open", { patient: "pat_kow" })).body).toMatchObject({
      state: { chart: { because: [expect.stringMatching(/^You are finishing what you began/)] } },
    });
    for (const patient of ["pat_ngt", "pat_ose"]) {
      expect((await post("chart/open", { patient })).body.type).toBe("refused");
    }
    expect((await post("search", { number: "100200" })).body.type).toBe("refused");
    const given = { ...note, action: "medication.administer" };
    expect((await post("act", given)).body.type).toBe("refused");
    // What is begun now is new work, and no draft of the shift.
    const later = [{ action: "medication.administer", text: "Given", key: "k2" }];
    await post("drafts/save", { patient: "pat_kow", texts: later });
    expect((await post("act", given)).body.type).toBe("refused");
    expect((await post("act", note)).body.type).toBe("done");
    expect(ward.charts.get("pat_kow")?.[0]).toMatchObject({ resourceType: "DocumentReference" });
    expect((await post("chart/open", { patient: "pat_kow" })).status).toBe(409);
  });

  test("[S9] [S5] after two hours it is over, draft or not; who signs in again within them finds it", async () => {
    await toShiftEnd(-10);
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    await post("chart/open", { patient: "pat_kow" });
    const texts = [{ action: "note.write", text: "Slept", key: "k" }];
    await post("drafts/save", { patient: "pat_kow", texts });
    await post("lock", { reason: "lock" });
    await toShiftEnd(140);
    await ward.app.tick();
    expect(await ward.signIn(seat, "amy")).toMatchObject({ type: "in" });
    await post("chart/open", { patient: "pat_kow" });
    const kept = await post("drafts/read", { patient: "pat_kow" });
    expect(kept.body.texts).toMatchObject([{ text: "Slept" }]);
    await work(seat, "amy", 9);
    expect((await post("chart/open", { patient: "pat_kow" })).body.type).toBe("open");
    ward.clock.pass(minute);
    expect((await post("chart/open", { patient: "pat_kow" })).status).toBe(409);
    await ward.app.tick();
    expect(ward.app.world().drafts.size).toBe(0);
  });

  test("[S9] a draft that is emptied is none; of one's text nothing stands in the log (U3)", async () => {
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    await post("chart/open", { patient: "pat_kow" });
    const save = (text: string) =>
      post("drafts/save", {
        patient: "pat_kow",
        texts: [{ action: "note.write", text, key: "k" }],
      });
    await save("Slept");
    await save("Slept well");
    await save("");
    expect((await records("draft.begun", "draft.ended")).map(({ kind }) => kind)).toEqual([
      "draft.begun",
      "draft.ended",
    ]);
    const entries = await ward.log.read(0, { limit: 10_000 });
    const text = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
    expect(text).not.toContain("Slept");
  });
});

describe("handing over", () => {
  test("[L10] patients are handed from one to another by name, in one act, and it is a record each", async () => {
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    const { takers } = (await post("handover/takers")).body;
    expect(takers.map(({ name }: { name: string }) => name)).toEqual(["Ben Okafor", "Max Weber"]);
    const patients = ["pat_kow", "pat_ngt"];
    const done = (await post("handover", { patients, to: "ben" })).body;
    expect(done).toMatchObject({ type: "done", message: "Handed over to Ben Okafor." });
    const given = await records("handover.given");
    expect(given.map(({ body }) => body)).toMatchObject(
      patients.map((patient) => ({ from: "amy", patient, role: "nurse", to: "ben", ward: "4B" })),
    );
    expect(new Set(given.map(({ batch }) => batch)).size).toBe(1);
    const members = (patient: string) =>
      ward.app
        .world()
        .careTeamsByPatient.get(patient)
        .flatMap((id) => ward.app.world().careTeams.get(id)?.members ?? [])
        .map(({ person }) => person);
    expect(members("pat_kow")).toEqual(["ben"]);
    await ward.signIn(other, "ben");
    const back = { patients: ["pat_kow"], to: "amy" };
    expect((await ward.post(other, "handover", back, "ben")).body.type).toBe("done");
    expect(members("pat_kow")).toEqual(["amy"]);
    expect(members("pat_ngt")).toEqual(["ben"]);
  });

  test("[L10] only one's own patients, to somebody who is on duty there, and not to oneself: else nothing of it is done", async () => {
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    const mixed = await post("handover", { patients: ["pat_kow", "pat_ose"], to: "ben" });
    expect(mixed.body.type).toBe("refused");
    const cases = [
      ["zoe", "taker-off-duty"],
      ["off", "taker-off-duty"],
      ["amy", "own-handover"],
      ["nobody", "taker-off-duty"],
    ] as const;
    for (const [to, code] of cases) {
      const { body } = await post("handover", { patients: ["pat_kow"], to });
      expect([to, body.error?.code]).toEqual([to, code]);
    }
    expect(await records("handover.given")).toEqual([]);
  });

  test("[L10] [S9] who has handed a patient on has nobody left to stay for", async () => {
    await toShiftEnd(-30);
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    await post("chart/open", { patient: "pat_kow" });
    await post("act", { patient: "pat_kow", action: "note.write", text: "x", key: "k" });
    await post("handover", { patients: ["pat_kow"], to: "max" });
    await work(seat, "amy", 31);
    await post("shift/stay", { ward: "4B" });
    await work(seat, "amy", 35);
    expect((await post("chart/close")).body.state.patients).toEqual([]);
  });
});

describe("swapping shifts", () => {
  const day = 24 * hour;
  const swapOf = () => [...ward.app.world().swaps.values()][0]?.id;

  async function coming(person: string, days: number): Promise<string> {
    const shift = `shf_${person}_${days}`;
    const from = ward.begin + days * day;
    const period = { from, to: from + 12 * hour };
    const body = { shift, engagement: `eng_${person}`, role: "nurse", ward: "4B", ...period };
    await ward.record("shift.rostered", body);
    return shift;
  }

  test("[L9] two agree, somebody in charge confirms, and the roster has it so", async () => {
    await inCharge();
    const [amys, offs] = [await coming("amy", 2), await coming("off", 3)];
    await ward.signIn(seat, "amy");
    const { shifts } = (await ward.post(seat, "swap/choices", {}, "amy")).body;
    expect(shifts).toMatchObject([
      {
        shift: amys,
        colleagues: expect.arrayContaining([
          {
            who: expect.objectContaining({ id: "off" }),
            shifts: [
              {
                shift: offs,
                label: expect.stringMatching(/^Nurse on 4B/),
                said: expect.objectContaining({ code: "roster.shift" }),
              },
            ],
          },
        ]),
      },
    ]);
    const wish = { shift: amys, colleague: "off", inReturn: offs };
    expect((await ward.post(seat, "swap/propose", wish, "amy")).body.type).toBe("done");
    // Nobody agrees for another, and nobody confirms what is not agreed.
    const agrees = { swap: swapOf(), agrees: true };
    expect((await ward.post(seat, "swap/answer", agrees, "amy")).body.error.code).toBe(
      "swap-unknown",
    );
    await ward.signIn(other, "ben");
    const answers = { confirm: [swapOf()], refuse: [] };
    expect((await ward.post(other, "shifts/answer", answers, "ben")).body.error.code).toBe(
      "shift-unknown",
    );
    await startShift(seat);
    expect((await ward.post(seat, "swap/answer", agrees, "off")).body.type).toBe("done");
    await ward.post(other, "shifts/answer", answers, "ben");
    const of = (person: string) =>
      ward.app
        .world()
        .shiftsByPerson.get(person)
        .map((id) => ward.app.world().shifts.get(id)?.from)
        .filter((from) => (from ?? 0) > ward.clock.now());
    expect([of("amy"), of("off")]).toEqual([[ward.begin + 3 * day], [ward.begin + 2 * day]]);
    expect(ward.app.world().swaps.size).toBe(0);
  });

  test("[L9] agreed but not confirmed, the shift is theirs for half an hour from its beginning", async () => {
    const amys = await coming("amy", 2);
    await ward.signIn(seat, "amy");
    await ward.post(seat, "swap/propose", { shift: amys, colleague: "off" }, "amy");
    await startShift(seat);
    await ward.post(seat, "swap/answer", { swap: swapOf(), agrees: true }, "off");
    await ward.post(seat, "sign-out", {}, "off");
    ward.clock.pass(ward.begin + 2 * day - ward.clock.now());
    expect(await ward.signIn(seat, "off")).toMatchObject({
      type: "in",
      duty: "Shift on 4B to 19:30, not confirmed yet",
    });
    await work(seat, "off", 30);
    expect((await ward.post(seat, "chart/open", { patient: "pat_kow" }, "off")).status).toBe(409);
  });

  test("[L9] a swap is declined or taken back; a shift that has begun, or somebody without the role, cannot be in one", async () => {
    const amys = await coming("amy", 2);
    await ward.signIn(seat, "amy");
    const post = posting(seat, "amy");
    const bad = [
      [{ shift: "shf_amy", colleague: "off" }, "swap-unknown"],
      [{ shift: amys, colleague: "max" }, "swap-unknown"],
      [{ shift: amys, colleague: "amy" }, "own-swap"],
      [{ shift: amys, colleague: "ben", inReturn: amys }, "swap-unknown"],
    ] as const;
    for (const [wish, code] of bad) {
      expect((await post("swap/propose", wish)).body.error?.code).toBe(code);
    }
    await post("swap/propose", { shift: amys, colleague: "ben" });
    expect((await post("swap/propose", { shift: amys, colleague: "off" })).body.error.code).toBe(
      "swap-unknown",
    );
    await post("swap/answer", { swap: swapOf(), agrees: false });
    expect(ward.app.world().swaps.size).toBe(0);
    await post("swap/propose", { shift: amys, colleague: "ben" });
    await ward.signIn(other, "ben");
    const { roster } = (await ward.post(other, "chart/close", {}, "ben")).body.state;
    expect(roster.swaps).toMatchObject([
      {
        toAnswer: true,
        text: expect.stringMatching(/^Ben Okafor does the shift on 4B.* for Amy/),
        said: { code: expect.stringMatching(/^roster\.swap/), values: { colleague: "Ben Okafor" } },
      },
    ]);
    await ward.post(other, "swap/answer", { swap: swapOf(), agrees: false }, "ben");
    expect((await records("swap.ended")).map(({ body }) => body)).toMatchObject([
      { reason: "withdrawn" },
      { reason: "declined" },
    ]);
  });
});
