import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
});
afterEach(() => ward.close());

const drug = "Morphine 5 mg subcutaneously";
const act = { patient: "pat_kow", action: "medication.administer-controlled", text: drug };
const ask = () => ward.post(seat, "witness/ask", act, "amy");
const tap = (badge: string) => ward.post(seat, "tap", { badge });
const pin = (tapped: string, value: string, occupant = "amy") =>
  ward.post(seat, "witness/pin", { tap: tapped, pin: value }, occupant);
const given = () =>
  (ward.charts.get("pat_kow") ?? []).filter(
    ({ resourceType }) => resourceType === "MedicationAdministration",
  );
const records = async (since: number): Promise<readonly LogRecord[]> => {
  const entries = await ward.log.read(since, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
};

test("[S10] a controlled drug is given with a colleague's tap and PIN, and one record holds both names", async () => {
  const since = ward.app.world().next;
  const refused = await ward.post(seat, "act", act, "amy");
  expect(refused.body).toMatchObject({
    type: "refused",
    refusal: {
      reasons: ["This needs a colleague who witnesses it at this screen."],
      remedies: [{ type: "witness", label: "Ask a colleague to witness it here" }],
    },
  });
  const asked = await ask();
  expect(asked.body).toMatchObject({
    type: "asked",
    state: {
      type: "in",
      who: { id: "amy" },
      witness: { label: "Give this controlled drug", text: drug },
    },
  });
  const tapped = await tap("ben");
  const { colleague } = tapped.body.state.witness;
  expect(tapped.body.state).toMatchObject({ type: "in", who: { id: "amy" } });
  expect(colleague).toMatchObject({
    who: { name: "Ben Okafor" },
    why: expect.stringContaining("PIN"),
  });
  const done = await pin(colleague.tap, "pin-ben");
  expect(done.body).toMatchObject({ type: "done", state: { type: "in", who: { id: "amy" } } });
  expect(done.body.state.witness).toBeUndefined();
  expect(given()).toMatchObject([
    {
      medicationCodeableConcept: { text: drug },
      performer: [
        { function: { coding: [{ code: "performer" }] }, actor: { reference: "Practitioner/amy" } },
        { function: { coding: [{ code: "witness" }] }, actor: { reference: "Practitioner/ben" } },
      ],
    },
  ]);
  const permits = (await records(since)).filter(({ kind }) => kind === "decision.permitted");
  expect(permits.map(({ body }) => body)).toMatchObject([
    { subject: { id: "ben" }, action: "medication.witness", context: { seat: "4B-1" } },
    { subject: { id: "amy" }, action: act.action, context: { witness: "ben", seat: "4B-1" } },
  ]);
  const [used] = (await records(since)).filter(({ kind }) => kind === "witness.used");
  expect(used).toMatchObject({ body: { person: "amy", witness: "ben", patient: "pat_kow" } });
  expect([...ward.app.world().sessions.values()].map(({ person }) => person)).toEqual(["amy"]);
  expect(JSON.stringify(await records(since))).not.toContain("Morphine");
});

test("[S10] a witness is used once: the next drug asks for one again", async () => {
  await ask();
  const tapped = await tap("ben");
  await pin(tapped.body.state.witness.colleague.tap, "pin-ben");
  const again = await pin(tapped.body.state.witness.colleague.tap, "pin-ben");
  expect([again.status, again.body.error.code]).toEqual([409, "witness-over"]);
  expect((await ward.post(seat, "act", act, "amy")).body.type).toBe("refused");
  expect(given()).toHaveLength(1);
});

test("[S10] whether somebody may witness the policy decides, on record under their own name", async () => {
  await ask();
  for (const [person, name, why] of [
    ["max", "Max Weber", "Your role as doctor does not include this."],
    ["zoe", "Zoe Lind", "The patient is on 4B, and you are on duty for 6A."],
    ["off", "Olu Off", "You are off duty, and no shift is rostered for you."],
  ] as const) {
    ward.clock.pass(2_000);
    const since = ward.app.world().next;
    const tapped = await tap(person);
    const no = await pin(tapped.body.state.witness.colleague.tap, `pin-${person}`);
    expect(no.body).toMatchObject({ type: "no", message: expect.any(String) });
    // Two people read it: it says to whom, what came of it, and how it goes on.
    expect(no.body.message).toBe(
      `${name}, you can't witness this. ${why} Nothing was done. Another colleague can tap to witness it, or go back to the text.`,
    );
    expect(no.body.state.witness.colleague).toBeUndefined();
    const denied = (await records(since)).find(({ kind }) => kind === "decision.denied");
    expect(denied).toMatchObject({
      actor: { id: person },
      body: { subject: { id: person }, action: "medication.witness" },
    });
  }
  expect(given()).toEqual([]);
});

test("[S10] [A3] a wrong PIN counts against the colleague, and the screen stays the occupant's", async () => {
  await ask();
  const tapped = await tap("ben");
  const wrong = await pin(tapped.body.state.witness.colleague.tap, "0000");
  expect(wrong.body).toMatchObject({
    type: "wrong",
    state: { type: "in", who: { id: "amy" }, witness: { colleague: { who: { id: "ben" } } } },
  });
  expect(ward.app.world().badges.get(badgeOf("ben"))?.wrongPins).toBe(1);
  expect(ward.app.world().badges.get(badgeOf("amy"))?.wrongPins).toBe(0);
});

const badgeOf = (person: string) => ward.app.world().badgesByPerson.get(person)[0] ?? "";

test("[S10] a third person's tap takes the pad: one's PIN is never tried on another's badge", async () => {
  await ask();
  const first = await tap("max");
  const second = await tap("ben");
  expect(second.body.state.witness.colleague.who.id).toBe("ben");
  const stale = await pin(first.body.state.witness.colleague.tap, "pin-max");
  expect(stale.body.error.code).toBe("witness-over");
  const done = await pin(second.body.state.witness.colleague.tap, "pin-ben");
  expect(done.body.type).toBe("done");
});

test("[S10] one touch takes the request back, another the colleague's pad only", async () => {
  await ask();
  await tap("ben");
  const notMe = await ward.post(seat, "lock", { reason: "cancel" });
  expect(notMe.body.state).toMatchObject({ type: "in", witness: { text: drug } });
  expect(notMe.body.state.witness.colleague).toBeUndefined();
  const cancelled = await ward.post(seat, "witness/cancel", {}, "amy");
  expect(cancelled.body.state).toMatchObject({ type: "in", who: { id: "amy" } });
  expect(cancelled.body.state.witness).toBeUndefined();
  ward.clock.pass(2_000);
  const over = await tap("ben");
  expect(over.body.state).toMatchObject({ type: "pin", initials: "BO" });
});

test("[S10] [S7] a lock in the middle: nothing is witnessed, and the locked screen holds nothing of it", async () => {
  await ask();
  const tapped = await tap("ben");
  const locked = await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect(locked.text).not.toContain("Morphine");
  expect(locked.text).not.toContain("Okafor");
  const late = await pin(tapped.body.state.witness.colleague.tap, "pin-ben");
  expect(late.body.error.code).toBe("occupant-changed");
  ward.clock.pass(2_000);
  const back = await tap("amy");
  expect(back.body.state).toMatchObject({ type: "in", who: { id: "amy" } });
  expect(back.body.state.witness).toBeUndefined();
  expect(given()).toEqual([]);
});

test("[S10] after five minutes nobody is asked any more", async () => {
  await ask();
  const tapped = await tap("ben");
  for (let n = 0; n < 5; n++) {
    ward.clock.pass(60_000);
    await ward.post(seat, "search", { number: "4417220" }, "amy");
  }
  const late = await pin(tapped.body.state.witness.colleague.tap, "pin-ben");
  expect(late.body.error.code).toBe("witness-over");
  expect(given()).toEqual([]);
});

test("[S10] what a witness does not help with is refused as what it is, and bad input as bad input", async () => {
  const nothing = await ward.post(seat, "witness/ask", { ...act, text: " " }, "amy");
  expect(nothing.body.error.code).toBe("bad-request");
  const unknown = await ward.post(seat, "witness/ask", { ...act, action: "constructor" }, "amy");
  expect(unknown.body.error.code).toBe("bad-request");
  const other = await ward.post(seat, "witness/ask", { ...act, patient: "pat_ngt" }, "amy");
  expect(other.body.error.code).toBe("occupant-changed");
  const order = await ward.post(seat, "witness/ask", { ...act, action: "order.place" }, "amy");
  expect(order.body).toMatchObject({ type: "refused" });
  const stranger = await ward.post(seat, "witness/pin", { tap: "tap_x", pin: "1" }, "amy");
  expect(stranger.body.error.code).toBe("witness-over");
});

test("[S10] a chart that cannot be written says so; the witness is spent with the permit", async () => {
  await ask();
  const tapped = await tap("ben");
  ward.charts.set("pat_kow", Object.freeze([]) as never);
  const { set } = ward.charts;
  ward.charts.set = () => {
    throw new Error("no");
  };
  const failed = await pin(tapped.body.state.witness.colleague.tap, "pin-ben");
  ward.charts.set = set;
  expect([failed.status, failed.body.error.code]).toEqual([502, "charts-unreachable"]);
  expect((await ward.post(seat, "act", act, "amy")).body.type).toBe("refused");
});
