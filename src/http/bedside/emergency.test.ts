import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LogRecord } from "../../world/index.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let desk: TestSeat;
let bed: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  const place = { seat: "4B-b3", ward: "4B", name: "4B bed 3", bed: "3" };
  await ward.record("seat.registered", place);
  desk = await ward.seat("4B-1");
  bed = await ward.seat("4B-b3");
});
afterEach(() => ward.close());

const tap = async (seat: TestSeat, badge: string) => {
  // A badge that reads twice within a second is one tap, and one in two places at once is odd.
  ward.clock.pass(5_000);
  return (await ward.post(seat, "tap", { badge })).body;
};
const declare = async (seat: TestSeat, whom = "bed", occupant?: string) =>
  (await ward.post(seat, "emergency/declare", { type: "code-blue", whom }, occupant)).body;
const id = () => [...ward.app.world().emergencies.values()][0]?.id ?? "";
const ask = async (seat: TestSeat, path: string, occupant: string, more: object = {}) =>
  (await ward.post(seat, `emergency/${path}`, { emergency: id(), ...more }, occupant)).body;
const stateOf = async (seat: TestSeat) =>
  (await ward.post(seat, "lock", { reason: "cancel" })).body.state;

async function records(...kinds: readonly string[]): Promise<readonly LogRecord[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord)
    .filter(({ kind }) => kinds.includes(kind));
}

describe("[X16] anybody declares an emergency at a locked seat", () => {
  test("for the patient in the screen's bed, or the ward; the seat stands in the record, and nobody", async () => {
    const { declare: choices } = await stateOf(bed);
    expect(choices).toEqual([
      { type: "code-blue", title: "Code blue", whom: "bed", where: "4B, bed 3" },
      { type: "code-blue", title: "Code blue", whom: "ward", where: "4B" },
      { type: "major-incident", title: "Major incident", whom: "ward", where: "4B" },
    ]);
    const { state } = await declare(bed);
    expect(state).toMatchObject({
      type: "locked",
      calls: [{ title: "Code blue", where: "4B, bed 3", since: ward.clock.now() }],
    });
    expect(await records("emergency.declared")).toMatchObject([
      {
        actor: { type: "system", id: "wardkey" },
        seat: "4B-b3",
        body: { patient: "pat_kow", type: "code-blue", ward: "4B" },
      },
    ]);
  });

  test("[S7] a locked screen says where, and nothing else of the patient; it is on every screen of the ward", async () => {
    await declare(bed);
    const state = await stateOf(desk);
    expect(state.calls[0]).toMatchObject({ where: "4B, bed 3" });
    for (const secret of ["KOWALSKI", "Anna", "pat_kow", "4417220"]) {
      expect(JSON.stringify(state)).not.toContain(secret);
    }
    expect((await stateOf(await ward.seat("6A-1"))).calls).toEqual([]);
  });

  test("twice it is one; of a kind that the policy does not have none; where no bed is, the ward", async () => {
    await declare(bed);
    await declare(bed);
    expect(ward.app.world().emergencies.size).toBe(1);
    const odd = await ward.post(bed, "emergency/declare", { type: "code-pink", whom: "bed" });
    expect([odd.status, odd.body.error.code]).toEqual([422, "emergency-unknown-kind"]);
    await declare(desk, "bed");
    const all = [...ward.app.world().emergencies.values()];
    expect(all.map(({ patient }) => patient)).toEqual(["pat_kow", undefined]);
  });

  test("for the open chart of a patient elsewhere it is called there, and who declared it sees that it was", async () => {
    await ward.signIn(desk, "amy");
    await ward.post(desk, "glass/break", { patient: "pat_ose", reason: "covering" }, "amy");
    const { state } = await declare(desk, "chart", "amy");
    expect(await records("emergency.declared")).toMatchObject([
      { seat: "4B-1", body: { patient: "pat_ose", ward: "6A" } },
    ]);
    expect(state.declared[0]).toMatchObject({ where: "6A, bed 1", mayRespond: false });
    const there = await stateOf(await ward.seat("6A-1"));
    expect(there.calls[0]).toMatchObject({ where: "6A, bed 1" });
    expect((await stateOf(bed)).calls).toEqual([]);
  });

  test("of a kind for wards only none for a patient, in words", async () => {
    await ward.signIn(desk, "amy");
    for (const [seat, whom, occupant] of [
      [desk, "chart", "amy"],
      [bed, "bed", undefined],
    ] as const) {
      const wish = { type: "major-incident", whom };
      const { status, body } = await ward.post(seat, "emergency/declare", wish, occupant);
      expect([status, body.error]).toMatchObject([
        409,
        {
          code: "emergency-unknown-place",
          message: "This is declared for a ward, not for one patient. Choose the ward.",
        },
      ]);
    }
    expect(ward.app.world().emergencies.size).toBe(0);
  });

  test("by whoever is in, in their name; for the open chart too", async () => {
    await ward.signIn(desk, "zoe");
    const { state } = await declare(desk, "ward", "zoe");
    expect(await records("emergency.declared")).toMatchObject([
      { actor: { type: "person", id: "zoe" } },
    ]);
    // Zoe is on 6A's roster: the screen offers that she says so.
    expect(state.declared[0]).toMatchObject({ mayRespond: true });
    expect(state.declared[0].task).toBeUndefined();
  });
});

describe("[X16] for a patient who is away from their bed for the moment (C3)", () => {
  const away = async () => {
    const event = { control: "away", trigger: "A09", at: ward.clock.now() } as const;
    await ward.record("adt.accepted", {
      encounter:
        [...ward.app.world().encounters.values()].find(({ patient }) => patient === "pat_kow")
          ?.id ?? "",
      event: { ...event, temporary: { ward: "6A", bed: "CT" } },
      feed: "adt",
      patient: "pat_kow",
    });
    await ward.signIn(desk, "amy");
    await ward.post(desk, "chart/open", { patient: "pat_kow" }, "amy");
  };

  test("it is called where they are, and who declared it elsewhere sees it", async () => {
    await away();
    const { state } = await declare(desk, "chart", "amy");
    expect(state.declared).toMatchObject([{ where: "6A, bed CT" }]);
    expect((await stateOf(await ward.seat("6A-1"))).calls).toMatchObject([{ where: "6A, bed CT" }]);
    expect((await stateOf(bed)).calls).toEqual([]);
  });

  test("declared at the screen of their bed it is there: somebody stands beside it", async () => {
    await away();
    expect((await declare(bed)).state.calls).toMatchObject([{ where: "4B, bed 3" }]);
  });
});

describe("[X16] a second emergency hides none", () => {
  const incident = { type: "major-incident", whom: "ward" };
  const where = (calls: readonly { readonly title: string; readonly where: string }[]) =>
    calls.map((call) => `${call.title}: ${call.where}`);
  const both = ["Code blue: 4B, bed 3", "Major incident: 4B"];
  const call = (type: string) =>
    [...ward.app.world().emergencies.values()].find((each) => each.type === type)?.id ?? "";
  const second = async () => {
    await declare(bed);
    ward.clock.pass(1_000);
    await ward.post(desk, "emergency/declare", incident);
  };

  test("every locked screen of the ward shows both, and so does a tap that is asked for its PIN", async () => {
    await second();
    for (const seat of [bed, desk]) expect(where((await stateOf(seat)).calls)).toEqual(both);
    const { state } = await tap(desk, "zoe");
    expect([state.type, where(state.calls)]).toEqual(["pin", both]);
  });

  test("[X17] a rostered one who taps at the bed is at its patient, and reads of the other too", async () => {
    await second();
    const { state } = await tap(bed, "ben");
    expect(state.chart.patient.id).toBe("pat_kow");
    expect(where(state.declared)).toEqual(both);
    expect(state.declared).toMatchObject([
      { task: "performs", mayRespond: false },
      { mayRespond: true },
    ]);
    ward.clock.pass(1_000);
    const after = (
      await ward.post(bed, "emergency/respond", { emergency: call("major-incident") }, "ben")
    ).body;
    expect(where(after.state.declared)).toEqual(both.toReversed());
    expect(after.state.declared).toMatchObject([{ task: "performs" }, { task: "performs" }]);
  });

  test("[X17] who taps says to which of them they respond, and comes to that one alone", async () => {
    await second();
    const { state: asked } = await tap(desk, "zoe");
    const wish = { emergency: call("major-incident"), tap: asked.tap };
    const { state } = (await ward.post(desk, "emergency/respond", wish)).body;
    expect(state).toMatchObject({ type: "in", who: { id: "zoe" } });
    expect(state.declared).toMatchObject([
      { title: "Major incident", task: "performs" },
      { title: "Code blue", mayRespond: true },
    ]);
    const opened = await ward.post(desk, "chart/open", { patient: "pat_ose" }, "zoe");
    expect(opened.body.type).not.toBe("open");
  });

  test("[X4] one that is stood down leaves the other", async () => {
    await second();
    await tap(bed, "ben");
    await ward.post(bed, "emergency/stand-down", { emergency: call("code-blue") }, "ben");
    expect(where((await stateOf(desk)).calls)).toEqual(["Major incident: 4B"]);
  });
});

test("[S8] a tap at the seat of a patient who is well comes to the ward's emergency and opens no other patient's chart", async () => {
  await ward.record("seat.registered", { seat: "4B-b9", ward: "4B", name: "4B bed 9", bed: "9" });
  await ward.adt("pat_ose", "A02", "4B", "9");
  await declare(await ward.seat("4B-b9"));
  const { state } = await tap(bed, "ben");
  expect(state).toMatchObject({ type: "in", declared: [{ where: "4B, bed 9", task: "performs" }] });
  expect(state.chart?.patient.id).not.toBe("pat_ose");
});

describe("[X17] responders", () => {
  test("a rostered one taps, past grace or on their first tap of the day, and is at the patient's chart", async () => {
    await declare(bed);
    const { state } = await tap(bed, "ben");
    expect(state).toMatchObject({
      type: "in",
      who: { id: "ben" },
      chart: {
        patient: { name: "KOWALSKI, Anna" },
        because: expect.arrayContaining([expect.stringMatching(/responding to an emergency/)]),
      },
      declared: [{ task: "performs", patient: "pat_kow", mayRespond: false }],
    });
    expect(await records("emergency.joined")).toMatchObject([
      { actor: { id: "ben" }, body: { how: "rostered", person: "ben" } },
    ]);
    expect(await records("review.opened")).toEqual([]);
    expect(ward.pinWork).toEqual([]);
  });

  test("any other clinician taps, says it with one more touch, and is announced and reviewed", async () => {
    await ward.signIn(desk, "amy");
    await declare(bed);
    // On duty elsewhere: asked for the PIN, or to say it.
    const asked = await tap(bed, "zoe");
    expect(asked.state).toMatchObject({ type: "pin", calls: [{ title: "Code blue" }] });
    const { state } = (
      await ward.post(bed, "emergency/respond", { emergency: id(), tap: asked.state.tap })
    ).body;
    expect(state).toMatchObject({ type: "in", chart: { patient: { id: "pat_kow" } } });
    expect(await records("review.opened")).toMatchObject([
      { body: { type: "responding", person: "zoe", patient: "pat_kow", reason: "code-blue" } },
    ]);
    const seen = (await ward.post(desk, "chart/close", {}, "amy")).body.state;
    expect(seen.emergencies).toEqual(["Zoe Lind says they are responding to the code blue on 4B."]);
    const cookie = (
      await send(
        ward.server,
        "POST",
        "/console/api/sign-in",
        { badge: "pia", pin: "pin-pia" },
        { origin },
      )
    ).headers["set-cookie"];
    const look = (page: string) =>
      send(ward.server, "GET", `/console/api/${page}`, undefined, {
        origin,
        cookie: String(cookie).split(";")[0] as string,
      });
    const reviews = await look("reviews");
    const said = (await look("records")).body.records.map(
      ({ summary }: { readonly summary: string }) => summary,
    );
    expect(said).toEqual(
      expect.arrayContaining([
        "Zoe Lind responds to an emergency (said-so)",
        "An emergency was declared on 4B, with nobody in at the screen (code-blue)",
      ]),
    );
    expect(reviews.body.reviews).toMatchObject([
      { who: { name: "Zoe Lind" }, reason: "Said: I am responding (Code blue)", ward: "4B" },
    ]);
  });

  test("off duty too: no PIN is asked for, only whether they are responding", async () => {
    expect((await tap(bed, "off")).state.why).toMatch(/^You are off duty/);
    await declare(bed);
    const { state: asked } = await tap(bed, "off");
    expect(asked).toMatchObject({ type: "pin", offDuty: true, calls: [{ where: "4B, bed 3" }] });
    const pin = await ward.post(bed, "pin", { tap: asked.tap, pin: "pin-off" });
    expect(pin.body.message).toMatch(/off duty/);
    const again = await tap(bed, "off");
    const { state } = (
      await ward.post(bed, "emergency/respond", { emergency: id(), tap: again.state.tap })
    ).body;
    expect(state).toMatchObject({ type: "in", who: { id: "off" }, chart: { patient: {} } });
    expect(state.patients).toMatchObject([{ id: "pat_kow" }]);
  });

  test("nobody who is no clinician; nobody from another ward without going there", async () => {
    await declare(bed);
    // Pia is the privacy officer, and off duty.
    expect((await tap(bed, "pia")).message).toMatch(/^You are off duty/);
    const six = await ward.seat("6A-1");
    await ward.signIn(six, "zoe");
    const answer = await ask(six, "respond", "zoe");
    expect(answer.error.code).toBe("not-here");
    expect((await ask(six, "stand-down", "zoe")).error.code).toBe("not-responding");
  });

  test("who is in already says it by one touch", async () => {
    await ward.signIn(desk, "amy");
    await declare(bed);
    const { state } = await ask(desk, "respond", "amy");
    expect(state).toMatchObject({ chart: { patient: { id: "pat_kow" } } });
    expect(await records("emergency.joined")).toMatchObject([{ body: { how: "rostered" } }]);
  });

  test("[X11] who says so of themselves opens nothing else by a tap: not their own ward, and no other glass before their PIN", async () => {
    await declare(bed);
    const asked = await tap(bed, "zoe");
    const respond = { emergency: id(), tap: asked.state.tap };
    const { state } = (await ward.post(bed, "emergency/respond", respond)).body;
    // Whom it is about, and none of those whom Zoe has a shift for.
    expect(state.patients).toMatchObject([{ id: "pat_kow" }]);
    const breaking = { patient: "pat_ose" };
    const refused = (await ward.post(bed, "glass/break", breaking, "zoe")).body;
    expect(refused).toMatchObject({
      type: "refused",
      refusal: { reasons: ["This needs your PIN."], remedies: [{ type: "step-up", level: 2 }] },
    });
    expect(await records("glass.broken")).toEqual([]);
    const own = (await ward.post(bed, "chart/open", breaking, "zoe")).body;
    expect(own).toMatchObject({ type: "refused", refusal: { reasons: ["This needs your PIN."] } });
    expect((await ward.post(bed, "search", { number: "4417221" }, "zoe")).body.type).toBe(
      "refused",
    );
    await ward.post(bed, "step-up", { pin: "pin-zoe" }, "zoe");
    expect((await ward.post(bed, "chart/open", breaking, "zoe")).body.type).toBe("open");
  });

  test("[X11] whom the roster calls needs a PIN for what the emergency is not about, but for the glass of another patient", async () => {
    await declare(bed);
    await tap(bed, "ben");
    const other = (await ward.post(bed, "chart/open", { patient: "pat_ose" }, "ben")).body;
    expect(other.type).toBe("refused");
    const six = await ward.seat("6A-1");
    // Not from elsewhere: there they are in by no emergency.
    expect((await tap(six, "ben")).state.type).toBe("pin");
  });

  test("[X11] another patient's glass is broken without a PIN and without a reason, and closes with it", async () => {
    await declare(bed);
    await tap(bed, "ben");
    const broken = await ward.post(bed, "glass/break", { patient: "pat_ose" }, "ben");
    expect(broken.body).toMatchObject({ type: "open" });
    expect(await records("review.opened")).toMatchObject([
      { body: { type: "break-glass", reason: "declared-emergency", person: "ben" } },
    ]);
    // With a reason it is no more than without.
    expect(await records("glass.broken")).toMatchObject([{ body: { emergency: id() } }]);
    await ask(bed, "stand-down", "ben");
    expect(await records("glass.ended")).toMatchObject([{ body: { reason: "emergency-over" } }]);
    await ward.signIn(desk, "ben");
    const after = await ward.post(desk, "chart/open", { patient: "pat_ose" }, "ben");
    expect(after.body.type).toBe("refused");
    expect(
      (await ward.post(desk, "glass/break", { patient: "pat_ose" }, "ben")).body.error?.code,
    ).toBe("reason-unknown");
  });
});

describe("[X18] who performs, who records, and the end", () => {
  const order = { patient: "pat_kow", action: "order.place", text: "Adrenaline 1 mg" };
  /** Max, a doctor of the ward, and Ben, a nurse, at the bed; Ben is the one at the screen. */
  const both = async () => {
    await declare(bed);
    await tap(bed, "max");
    await tap(bed, "ben");
  };

  test("kept apart: the record of each act names both, and so does the chart", async () => {
    await both();
    const act = { ...order, performer: "max" };
    expect((await ask(bed, "act", "ben", act)).type).toBe("refused");
    const { state } = await ask(bed, "task", "ben", { task: "records" });
    expect(state.declared[0].responders).toMatchObject([
      { who: { id: "max" }, task: "performs" },
      { who: { id: "ben" }, task: "records" },
    ]);
    const done = await ask(bed, "act", "ben", act);
    expect(done).toMatchObject({ type: "done", message: "The order is placed." });
    const [permit] = (await records("decision.permitted")).slice(-1);
    expect(permit).toMatchObject({
      actor: { id: "ben" },
      seat: "4B-b3",
      body: { subject: { id: "max" }, action: "order.place", policies: expect.any(Array) },
    });
    expect(await records("act.recorded")).toMatchObject([
      { actor: { id: "ben" }, body: { performer: "max", scribe: "ben", patient: "pat_kow" } },
    ]);
    expect(ward.charts.get("pat_kow")?.[0]).toMatchObject({
      requester: { reference: "Practitioner/max" },
      contained: [
        {
          resourceType: "Provenance",
          agent: [{ who: {} }, { who: { reference: "Practitioner/ben" } }],
        },
      ],
    });
    const own = await ask(bed, "act", "ben", { ...order, performer: "ben" });
    expect(own.error.code).toBe("performs-alone");
    // Nor by the chart's own buttons: what is written down of oneself is no matter of performing.
    const drug = { ...order, action: "medication.administer" };
    const alone = await ward.post(bed, "act", drug, "ben");
    expect([alone.status, alone.body.error?.code]).toEqual([409, "performs-alone"]);
    const note = { ...order, action: "note.write" };
    expect((await ward.post(bed, "act", note, "ben")).body.type).toBe("done");
    await ask(bed, "task", "ben", { task: "performs" });
    expect((await ward.post(bed, "act", drug, "ben")).body.type).toBe("done");
    await ask(bed, "task", "ben", { task: "records" });
    // A doctor gives no drug here, and a nurse who writes it down does not make it so.
    const given = { ...act, action: "medication.administer" };
    expect((await ask(bed, "act", "ben", given)).type).toBe("refused");
  });

  test("the performer signs by tap and PIN afterwards, and it is gone from their screen", async () => {
    await both();
    await ask(bed, "task", "ben", { task: "records" });
    await ask(bed, "act", "ben", { ...order, performer: "max" });
    await ask(bed, "stand-down", "ben");
    const signing = (occupant: string) =>
      ward.post(desk, "emergency/sign", { patient: "pat_kow" }, occupant);
    const state = await ward.signIn(desk, "max");
    expect(state).toMatchObject({
      unsigned: [{ label: "Place this order", recordedBy: "Ben Okafor", patient: {} }],
    });
    ward.clock.pass(130_000);
    await ward.post(desk, "phones", {}, "max");
    expect((await signing("max")).body.refusal.remedies).toMatchObject([{ type: "step-up" }]);
    await ward.post(desk, "step-up", { pin: "pin-max" }, "max");
    expect((await signing("max")).body).toMatchObject({ type: "done", state: { unsigned: [] } });
    expect(await records("act.signed")).toMatchObject([{ actor: { id: "max" } }]);
    // Nobody signs for somebody else.
    expect(
      (await signing("max")).body.type === "done" ? await records("act.signed") : [],
    ).toHaveLength(1);
  });

  test("what the tap alone let through is signed for, too; what it did not need more for is not", async () => {
    await declare(bed);
    await tap(bed, "ben");
    const act = (action: string) =>
      ward.post(bed, "act", { patient: "pat_kow", action, text: "x" }, "ben");
    expect((await act("medication.administer")).body.type).toBe("done");
    expect((await act("note.write")).body.type).toBe("done");
    expect(await records("act.recorded")).toMatchObject([
      { body: { action: "medication.administer", performer: "ben" } },
    ]);
    expect((await records("act.recorded"))[0]?.body).not.toHaveProperty("scribe");
  });

  test("not signed in time: a review of it opens once, and closing that ends it", async () => {
    await both();
    await ask(bed, "task", "ben", { task: "records" });
    await ask(bed, "act", "ben", { ...order, performer: "max" });
    ward.clock.pass(24 * hour);
    await ward.app.tick();
    await ward.app.tick();
    expect(await records("act.overdue")).toHaveLength(1);
    const [review] = ward.app.world().reviews.values();
    expect(review).toMatchObject({ type: "unsigned-act", person: "max", reason: "order.place" });
    await ward.record("review.closed", { outcome: "justified", review: review?.id ?? "" });
    expect(ward.app.world().unsignedActs.size).toBe(0);
  });

  test("renewed by one touch of a responder shortly before its end, never beyond the longest", async () => {
    await declare(bed);
    await tap(bed, "ben");
    expect((await ask(bed, "renew", "ben")).error.code).toBe("too-early");
    const until = () => ward.app.world().emergencies.get(id())?.until ?? 0;
    const declaredAt = until() - hour;
    for (let count = 0; count < 3; count++) {
      ward.clock.pass(until() - 5 * minute - ward.clock.now());
      // Idle meanwhile: the seat has locked.
      const { state } = await tap(bed, "ben");
      expect(state.declared[0].renewable).toBe(true);
      await ask(bed, "renew", "ben");
    }
    expect(until()).toBe(declaredAt + 4 * hour);
    ward.clock.pass(until() - 5 * minute - ward.clock.now());
    expect((await tap(bed, "ben")).state.declared[0].renewable).toBe(false);
    expect((await ask(bed, "renew", "ben")).error.code).toBe("longest-reached");
  });

  test("[X4] a stand-down closes it and what it opened, at every seat, at once", async () => {
    await declare(bed);
    await tap(bed, "ben");
    const { state: asked } = await tap(desk, "off");
    await ward.post(desk, "emergency/respond", { emergency: id(), tap: asked.tap });
    const { state } = await ask(bed, "stand-down", "ben");
    expect(state.type).toBe("locked");
    expect(state.calls).toEqual([]);
    expect((await stateOf(desk)).type).toBe("locked");
    expect(await records("emergency.ended")).toMatchObject([
      { actor: { id: "ben" }, body: { reason: "stood-down" } },
    ]);
    // The one on duty gives the PIN again; the one who is not, is not let in.
    expect((await tap(bed, "ben")).state.type).toBe("pin");
    expect((await tap(desk, "off")).state.why).toMatch(/^You are off duty/);
  });

  test("run out, nobody is in by it any more, before any record says so", async () => {
    await declare(bed);
    await tap(bed, "ben");
    const ends = (ward.app.world().emergencies.get(id())?.until ?? 0) - ward.clock.now();
    for (let passed = 0; passed < ends; passed += minute) {
      expect((await ward.post(bed, "phones", {}, "ben")).status).toBe(200);
      ward.clock.pass(Math.min(minute, ends - passed));
    }
    expect((await ward.post(bed, "phones", {}, "ben")).body.error.code).toBe("occupant-changed");
    expect((await stateOf(bed)).calls).toEqual([]);
    await ward.app.tick();
    expect(await records("emergency.ended")).toMatchObject([{ body: { reason: "over" } }]);
  });
});
