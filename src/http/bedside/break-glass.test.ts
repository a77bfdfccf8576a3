import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
});
afterEach(() => ward.close());

const post = (path: string, body: object = {}) => ward.post(seat, path, body, "amy");
const broken = (reason = "covering") => post("glass/break", { patient: "pat_ose", reason });
/** So many minutes of work at the seat: one without a touch for two locks. */
async function later(minutes: number): Promise<void> {
  for (let count = 0; count < minutes; count++) {
    ward.clock.pass(minute);
    await post("phones");
  }
}

const open = () => post("chart/open", { patient: "pat_ose" });

async function records(...kinds: readonly string[]): Promise<readonly LogRecord[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord)
    .filter(({ kind }) => kinds.includes(kind));
}

describe("breaking the glass", () => {
  beforeEach(async () => {
    await ward.signIn(seat, "amy");
  });

  test("[X10] [X13] where all is open without it, nothing is broken, announced or reviewed, and it says so", async () => {
    await post("chart/open", { patient: "pat_kow" });
    const needless = await post("glass/break", { patient: "pat_kow", reason: "covering" });
    expect(needless).toMatchObject({ status: 409, body: { error: { code: "glass-needless" } } });
    expect(needless.body.error.message).toMatch(/No glass was broken.*open the chart as usual/);
    expect(await records("glass.broken", "review.opened")).toEqual([]);
    // Whoever repeats what opened a chart is not told that it was needless.
    expect((await broken()).body.type).toBe("open");
    const again = (await broken()).body;
    expect(again).toMatchObject({ type: "open", state: { chart: { ends: { glass: {} } } } });
    expect(await records("glass.broken", "review.opened")).toHaveLength(2);
  });

  test("[X10] [D3] is offered where nothing else opens a chart, with whom to ask first, and never where the PIN is enough", async () => {
    const { refusal } = (await open()).body;
    expect(refusal.remedies).toEqual([
      {
        type: "break-glass",
        label: "Break the glass",
        minutes: 60,
        reasons: expect.arrayContaining([{ code: "life-at-risk", label: "Life or limb at risk" }]),
      },
    ]);
    expect(refusal.advice).not.toEqual([]);
    await later(241);
    await post("chart/open", { patient: "pat_kow" });
    const own = await post("act", {
      patient: "pat_kow",
      action: "medication.administer",
      text: "x",
      key: "k",
    });
    expect(own.body.refusal.remedies).toMatchObject([{ type: "step-up" }]);
  });

  test("[X10] [X13] opens just this chart, for the pattern's time, and opens a review in the same batch", async () => {
    const { body } = await broken();
    expect(body).toMatchObject({ type: "open", state: { chart: { patient: { id: "pat_ose" } } } });
    const until = ward.clock.now() + 60 * minute;
    expect(body.state.chart.ends).toMatchObject({ at: until, glass: { renewable: false } });
    const [permit, glass, review] = (
      await records("decision.permitted", "glass.broken", "review.opened")
    ).slice(-4);
    expect(permit?.body).toMatchObject({ action: "glass.break", context: { purpose: "BTG" } });
    expect(glass).toMatchObject({
      actor: { type: "person", id: "amy" },
      seat: "4B-1",
      body: { patient: "pat_ose", person: "amy", reason: "covering", ward: "6A", until },
    });
    expect(review?.body).toMatchObject({
      type: "break-glass",
      person: "amy",
      due: ward.clock.now() + 72 * 60 * minute,
    });
    expect(new Set([permit, glass, review].map((record) => record?.batch)).size).toBe(1);
    const other = await post("chart/open", { patient: "pat_other" });
    expect(other.body.type).toBe("refused");
  });

  test("[X10] what the task needs can be done: a note, a medication; what the role does not include cannot", async () => {
    const { body } = await broken();
    expect(body.state.chart.actions).toMatchObject([
      { action: "note.write", allowed: true },
      { action: "order.place", allowed: false },
      { action: "medication.administer", allowed: true },
      { action: "medication.administer-controlled", allowed: true, asks: "witness" },
    ]);
    const noted = await post("act", {
      patient: "pat_ose",
      action: "note.write",
      text: "Seen",
      key: "k1",
    });
    expect(noted.body.type).toBe("done");
  });

  test("[X10] a doctor reads the notes and places the emergency order; the glass runs on meanwhile, and nobody asks for more", async () => {
    const note = { resourceType: "DocumentReference", description: "Found on the floor at six" };
    ward.charts.set("pat_ose", [{ ...note, date: "2026-03-10" }]);
    const theirs = await ward.seat("4B-2");
    await ward.signIn(theirs, "max");
    const by = (path: string, body: object) => ward.post(theirs, path, body, "max");
    const refused = await by("chart/open", { patient: "pat_ose" });
    expect(refused.body.refusal.remedies).toContainEqual(
      expect.objectContaining({ type: "break-glass" }),
    );
    const { body } = await by("glass/break", { patient: "pat_ose", reason: "life-at-risk" });
    const notes = body.state.chart.sections.find(({ id }: { id: string }) => id === "notes");
    expect(notes.entries).toMatchObject([{ title: "Found on the floor at six" }]);
    const order = { patient: "pat_ose", action: "order.place", text: "Adrenaline 1 mg", key: "k" };
    const placed = await by("act", order);
    expect(placed.body).toMatchObject({ type: "done", state: { chart: { ends: { glass: {} } } } });
    expect(ward.charts.get("pat_ose")?.[0]).toMatchObject({ resourceType: "ServiceRequest" });
    expect(JSON.stringify(ward.charts.get("pat_ose")?.[0])).toContain("Adrenaline 1 mg");
    const [permit] = (await records("decision.permitted")).slice(-1);
    expect(permit?.body).toMatchObject({ action: "order.place", resource: { id: "pat_ose" } });
  });

  test("[X12] whoever is on duty on the patient's ward is told at once, by name, until it ends; nobody else is", async () => {
    const theirs = await ward.seat("6A-1");
    const here = await ward.seat("4B-2");
    await ward.signIn(theirs, "zoe");
    await ward.signIn(here, "ben");
    const told = async (at: TestSeat, who: string) =>
      (await ward.post(at, "chart/close", {}, who)).body.state.emergencies;
    expect(await told(theirs, "zoe")).toEqual([]);
    await broken();
    expect(await told(theirs, "zoe")).toEqual([
      expect.stringMatching(/^Amy Adeyemi has emergency access to the chart of OSEI, Kofi until /),
    ]);
    expect(await told(here, "ben")).toEqual([]);
    expect((await post("chart/close")).body.state.emergencies).toEqual([]);
    await open();
    await post("glass/return");
    expect(await told(theirs, "zoe")).toEqual([]);
  });

  test("[X11] asks for the PIN when it was not given just now, and takes only a reason of the policy's", async () => {
    await later(3);
    const asked = await broken();
    expect(asked.body).toMatchObject({
      type: "refused",
      refusal: { remedies: [{ type: "step-up", level: 2 }] },
    });
    expect(await records("glass.broken")).toEqual([]);
    await post("step-up", { pin: "pin-amy" });
    for (const reason of ["because", "", "x".repeat(10_000), "covering\u0000", "__proto__"]) {
      expect(await broken(reason)).toMatchObject({
        status: 422,
        body: { error: { code: "reason-unknown" } },
      });
    }
    expect(await records("glass.broken", "review.opened")).toEqual([]);
    expect((await broken()).body.type).toBe("open");
  });

  test("[X10] is over at its time to the millisecond, and while it lasts it is not broken again", async () => {
    await broken();
    await later(59);
    ward.clock.pass(minute - 1);
    await post("step-up", { pin: "pin-amy" });
    expect((await broken()).body.type).toBe("open");
    expect(await records("glass.broken", "review.opened")).toHaveLength(2);
    ward.clock.pass(1);
    expect((await open()).body.type).toBe("refused");
  });

  test("[X11] at its end the chart closes, and its person is told that emergency access has ended before all else", async () => {
    await broken();
    await later(59);
    await post("step-up", { pin: "pin-amy" });
    ward.clock.pass(minute);
    const { state } = (await ward.post(seat, "lock", { reason: "cancel" })).body;
    expect(state.chart).toBeUndefined();
    expect(state.notice).toMatch(/^Your emergency access to this chart has ended\. ./);
    expect(state.noticeSaid[0]).toMatchObject({ code: "glass.over" });
  });

  test("[X11] more time by one touch, from five minutes before its end, and not beyond four hours", async () => {
    await broken();
    const since = ward.clock.now();
    expect((await post("glass/renew")).body.error.code).toBe("too-early");
    for (const ends of [120, 180, 240]) {
      await later(55);
      await post("step-up", { pin: "pin-amy" });
      await open();
      const { state } = (await post("glass/renew")).body;
      expect(state.chart.ends.at - since).toBe(ends * minute);
      await later(5);
      await open();
    }
    await later(56);
    await post("step-up", { pin: "pin-amy" });
    await open();
    expect((await post("glass/renew")).body.error.code).toBe("longest-reached");
    await later(5);
    expect((await open()).body.type).toBe("refused");
    expect(await records("review.opened")).toHaveLength(1);
  });

  test("[X4] what is given back closes at once; its review stays", async () => {
    await broken();
    const { state } = (await post("glass/return")).body;
    expect(state.chart).toBeUndefined();
    expect((await open()).body.type).toBe("refused");
    expect(ward.app.world().reviews.size).toBe(1);
    expect((await post("glass/return")).body.error.code).toBe("glass-unknown");
  });

  test("[X10] [L1] ends with the engagement, and with the shift", async () => {
    await broken();
    const engagement = ward.app.world().engagementsByPerson.get("amy")[0] ?? "";
    await ward.record("engagement.ended", { engagement, reason: "hr" });
    expect((await open()).status).toBe(409);
  });

  test("of somebody who is no patient: none", async () => {
    for (const patient of ["pat_nobody", "amy", "", "__proto__"]) {
      const answer = await post("glass/break", { patient, reason: "covering" });
      expect([patient, answer.status]).toEqual([patient, 404]);
    }
  });

  test("[X10] the ticker says that it is over, once, and that its review is due", async () => {
    await broken();
    ward.clock.pass(73 * 60 * minute);
    await ward.app.tick();
    await ward.app.tick();
    expect((await records("glass.ended", "review.overdue")).map(({ kind }) => kind)).toEqual([
      "glass.ended",
      "review.overdue",
    ]);
  });
});
