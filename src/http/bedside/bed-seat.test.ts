import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let desk: TestSeat;
/** The screen at bed 4 of 4B, in which Ng lies; Kowalski lies in bed 3. */
let bed: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  const place = { seat: "4B-2", ward: "4B", name: "4B bed 4", bed: "4" };
  await ward.record("seat.registered", place);
  desk = await ward.seat("4B-1");
  bed = await ward.seat("4B-2");
});
afterEach(() => ward.close());

const open = (at: TestSeat, patient: string, person = "amy") =>
  ward.post(at, "chart/open", { patient }, person);
const records = async (since: number): Promise<readonly LogRecord[]> => {
  const entries = await ward.log.read(since, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
};
/** Taps in: a session elsewhere moves here. */
const come = async (at: TestSeat, person = "amy") => {
  ward.clock.pass(5_000);
  return (await ward.post(at, "tap", { badge: person })).body.state;
};
const chartOf = (state: { readonly chart?: { readonly patient: { readonly id: string } } }) =>
  state.chart?.patient.id;
const given = (patient: string) =>
  (ward.charts.get(patient) ?? []).filter(
    ({ resourceType }) => resourceType === "MedicationAdministration",
  );
const drug = {
  patient: "pat_kow",
  action: "medication.administer",
  text: "Bisoprolol 2.5 mg by mouth",
};
const controlled = { ...drug, action: "medication.administer-controlled" };

test("[S8] [S3] who moves to a bed's screen is at that bed's patient, in the batch that brings them in, and the chart is decided on record", async () => {
  await ward.signIn(desk, "amy");
  await open(desk, "pat_kow");
  const since = ward.app.world().next;
  const state = await come(bed);
  expect(chartOf(state)).toBe("pat_ngt");
  const found = await records(since);
  const resumed = found.find(({ kind }) => kind === "session.resumed");
  const focused = found.find(({ kind }) => kind === "session.focused");
  expect(focused).toMatchObject({ batch: resumed?.batch, body: { patient: "pat_ngt" } });
  expect(found.find(({ kind }) => kind === "decision.permitted")).toMatchObject({
    body: { action: "chart.open", resource: { id: "pat_ngt" }, context: { seat: "4B-2" } },
  });
});

test("[S8] [S6] so is who comes back in after a lock there, by tap or by PIN; at a desk the chart is as it was", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_kow");
  await ward.post(bed, "lock", { reason: "lock" }, "amy");
  expect(chartOf(await come(bed))).toBe("pat_ngt");
  await open(bed, "pat_kow");
  await ward.post(bed, "lock", { reason: "lock" }, "amy");
  ward.clock.pass(5 * 3_600_000);
  expect(chartOf((await ward.signIn(bed, "amy")) as never)).toBe("pat_ngt");
  await open(bed, "pat_kow");
  expect(chartOf(await come(desk))).toBe("pat_kow");
});

test("[S8] who had no chart open comes in on their list", async () => {
  expect(chartOf((await ward.signIn(bed, "amy")) as never)).toBeUndefined();
  await ward.post(bed, "lock", { reason: "lock" }, "amy");
  expect(chartOf(await come(bed))).toBeUndefined();
});

test("[S8] with nobody in the bed, with two told of, or with somebody whose chart they may not open, they are at no patient", async () => {
  await ward.signIn(desk, "amy");
  const at = async () => {
    await open(desk, "pat_kow");
    const chart = chartOf(await come(bed));
    await come(desk);
    return chart;
  };
  await ward.adt("pat_kow", "A02", "4B", "4");
  // Two patients are told of in one bed: nobody knows which of them lies there.
  expect(await at()).toBeUndefined();
  await ward.adt("pat_kow", "A02", "4B", "3");
  await ward.adt("pat_ngt", "A02", "6A", "4");
  // The same bed number on another ward is another bed.
  expect(await at()).toBeUndefined();
  const place = { seat: "6A-1", ward: "6A", name: "6A bed 1", bed: "1" };
  await ward.record("seat.registered", place);
  const elsewhere = await ward.seat("6A-1");
  await open(desk, "pat_kow");
  expect((await come(elsewhere)).type).toBe("pin");
  const since = ward.app.world().next;
  const away = await ward.signIn(elsewhere, "amy");
  expect([away.type, chartOf(away as never)]).toEqual(["in", undefined]);
  // Nothing was asked for there, so nothing is refused on record.
  expect((await records(since)).filter(({ kind }) => kind === "decision.denied")).toEqual([]);
});

test("[S8] [S2] what was half-written on the other chart is there when that chart is chosen again", async () => {
  await ward.signIn(desk, "amy");
  await open(desk, "pat_kow");
  const note = { action: "note.write", text: "Slept badly, says the", key: "k1" };
  const half = { patient: "pat_kow", texts: [note], form: "note.write" };
  await ward.post(desk, "drafts/save", half, "amy");
  await come(bed);
  const read = (patient: string) => ward.post(bed, "drafts/read", { patient }, "amy");
  expect((await read("pat_ngt")).body).toEqual({ texts: [] });
  expect((await read("pat_kow")).body.error.code).toBe("occupant-changed");
  await open(bed, "pat_kow");
  expect((await read("pat_kow")).body).toEqual({ texts: [note], form: "note.write" });
});

test("[S8] at a bed a drug for somebody else is given only once that patient is confirmed; asking back is no denial", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_kow");
  const since = ward.app.world().next;
  const asked = await ward.post(bed, "act", drug, "amy");
  expect(asked.body).toEqual({
    type: "confirm",
    patient: expect.objectContaining({ id: "pat_kow", number: "4417220", birthDate: "1958-03-12" }),
    bed: {
      ward: "4B",
      bed: "4",
      patient: expect.objectContaining({ id: "pat_ngt", name: "NG, Thu" }),
    },
  });
  for (const confirmed of [false, undefined]) {
    const again = await ward.post(bed, "act", { ...drug, confirmed }, "amy");
    expect(again.body.type).toBe("confirm");
  }
  expect([await records(since), given("pat_kow")]).toEqual([[], []]);
  const done = await ward.post(bed, "act", { ...drug, confirmed: true }, "amy");
  expect([done.body.type, given("pat_kow").length]).toEqual(["done", 1]);
  // Each act is confirmed by itself.
  expect((await ward.post(bed, "act", drug, "amy")).body.type).toBe("confirm");
});

test("[S8] the bed's own patient, a note, and any patient at a desk need no confirmation", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_kow");
  const note = { patient: "pat_kow", action: "note.write", text: "Slept" };
  expect((await ward.post(bed, "act", note, "amy")).body.type).toBe("done");
  await open(bed, "pat_ngt");
  const own = { ...drug, patient: "pat_ngt" };
  expect((await ward.post(bed, "act", own, "amy")).body.type).toBe("done");
  await come(desk);
  await open(desk, "pat_kow");
  expect((await ward.post(desk, "act", drug, "amy")).body.type).toBe("done");
});

test("[S8] an order is confirmed as a drug is; the name of whoever is in the bed is not said to who may not see the chart", async () => {
  await ward.adt("pat_ngt", "A02", "4B", "9");
  await ward.adt("pat_ose", "A02", "4B", "4");
  await ward.signIn(bed, "max");
  await open(bed, "pat_kow", "max");
  const order = { patient: "pat_kow", action: "order.place", text: "Chest X-ray" };
  const asked = await ward.post(bed, "act", order, "max");
  expect(asked.body).toMatchObject({ type: "confirm", bed: { patient: { id: "pat_ose" } } });
  const sure = await ward.post(bed, "act", { ...order, confirmed: true }, "max");
  expect(sure.body.type).toBe("done");
  // Zoe is on duty elsewhere, and broke the glass for Kowalski only.
  await ward.signIn(bed, "zoe");
  await ward.post(bed, "glass/break", { patient: "pat_kow", reason: "life-at-risk" }, "zoe");
  const hers = await ward.post(bed, "act", drug, "zoe");
  expect(hers.body).toMatchObject({ type: "confirm", bed: { bed: "4" } });
  expect(hers.body.bed.patient).toBeUndefined();
  expect(hers.text).not.toContain("OSEI");
});

test("[S8] what may not be done at all is refused on record, confirmed or not", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_kow");
  const order = { patient: "pat_kow", action: "order.place", text: "Chest X-ray", confirmed: true };
  expect((await ward.post(bed, "act", order, "amy")).body.type).toBe("refused");
});

test("[S8] [S10] a witness is asked for only once the patient is confirmed, and the act is then done as confirmed", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_kow");
  expect((await ward.post(bed, "witness/ask", controlled, "amy")).body.type).toBe("confirm");
  const asked = await ward.post(bed, "witness/ask", { ...controlled, confirmed: true }, "amy");
  expect(asked.body.type).toBe("asked");
  const tapped = await ward.post(bed, "tap", { badge: "ben" });
  const { tap } = tapped.body.state.witness.colleague;
  const done = await ward.post(bed, "witness/pin", { tap, pin: "pin-ben" }, "amy");
  expect([done.body.type, given("pat_kow").length]).toEqual(["done", 1]);
});

test("[S8] [S10] a bed that has got another patient while a witness was awaited stops the drug that nobody confirmed", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_ngt");
  const own = { ...controlled, patient: "pat_ngt" };
  expect((await ward.post(bed, "witness/ask", own, "amy")).body.type).toBe("asked");
  await ward.adt("pat_ngt", "A02", "4B", "9");
  const tapped = await ward.post(bed, "tap", { badge: "ben" });
  const { tap } = tapped.body.state.witness.colleague;
  const stopped = await ward.post(bed, "witness/pin", { tap, pin: "pin-ben" }, "amy");
  expect([stopped.status, stopped.body.error.code]).toEqual([409, "unconfirmed"]);
  expect(given("pat_ngt")).toEqual([]);
});

test("[S8] [D2] a bed that gets another patient between the request and its record stops the drug too, and asks back", async () => {
  await ward.signIn(bed, "amy");
  await open(bed, "pat_ngt");
  const { app } = ward;
  const submit = app.submit.bind(app);
  const late: typeof app.submit = async (command) => {
    if (command.name !== "decision.record") return submit(command);
    Object.assign(app, { submit });
    await ward.adt("pat_ngt", "A02", "4B", "9");
    return submit(command);
  };
  Object.assign(app, { submit: late });
  const own = { ...drug, patient: "pat_ngt" };
  const asked = await ward.post(bed, "act", own, "amy");
  expect(asked.body).toMatchObject({ type: "confirm", patient: { id: "pat_ngt", bed: "9" } });
  expect(given("pat_ngt")).toEqual([]);
  const sure = await ward.post(bed, "act", { ...own, confirmed: true }, "amy");
  expect(sure.body.type).toBe("done");
});
