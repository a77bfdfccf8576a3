import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answerGrant } from "../../exceptions/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await inCharge("zoe", "6A");
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

/** Zoe has 6A's shift. */
async function inCharge(person: string, on: string): Promise<void> {
  const held = { engagement: `eng_${person}`, role: "nurse-in-charge", ward: on } as const;
  const from = ward.begin - hour;
  const to = ward.begin + 10 * hour;
  await ward.record("role.assigned", { assignment: `rol_${person}_2`, ...held, from, to });
  await ward.record("shift.rostered", { shift: `shi_${person}_2`, ...held, from, to });
}

const post = (path: string, body: object = {}, who = "amy") => ward.post(seat, path, body, who);
const wish = { kind: "patient", patient: "pat_ose", reason: "covering" } as const;
const ask = (more: object = {}) => post("grants/request", { ...wish, ...more });
const open = () => post("chart/open", { patient: "pat_ose" });
const grants = () => [...ward.app.world().grants.values()];

/** So long passes at work. */
async function keepIn(time: number): Promise<void> {
  const end = ward.clock.now() + time;
  while (ward.clock.now() < end) {
    ward.clock.pass(Math.min(minute, end - ward.clock.now()));
    await post("lock", { reason: "cancel" });
  }
}

async function approve(id = grants()[0]?.id ?? ""): Promise<void> {
  const { bundles } = ward.app;
  await ward.app.submit({
    name: "test",
    actor: { type: "person", id: "zoe" },
    handle: ({ world, at }) => {
      const bundle = bundles.current(world);
      if (bundle === undefined) throw new Error("no policy");
      const answer = { grant: id, approver: "zoe", answer: "approve" } as const;
      return { records: answerGrant({ bundle, world, at }, answer), answer: undefined };
    },
  });
}

async function records(prefix: string): Promise<readonly LogRecord[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord)
    .filter(({ kind }) => kind.startsWith(prefix));
}

describe("asking for access at the bedside", () => {
  test("[D3] the refusal carries the whole request, before breaking the glass", async () => {
    const { refusal } = (await open()).body;
    expect(refusal.remedies).toMatchObject([
      {
        type: "request-cover",
        label: "Ask 6A for access",
        request: { kind: "patient", patient: "pat_ose", minutes: 120 },
        wider: [
          { kind: "ward", ward: "6A", minutes: 480 },
          { kind: "role", ward: "6A", role: "nurse-in-charge", title: "nurse in charge" },
        ],
        reasons: expect.arrayContaining([
          { code: "covering", label: "Covering for somebody who is not here" },
        ]),
      },
      { type: "break-glass" },
    ]);
  });

  test("[X1] [D3] what gives more is asked for as the refusal has it, and opens the ward's charts", async () => {
    const [cover] = (await open()).body.refusal.remedies;
    const [{ kind, minutes, ward: of }] = cover.wider;
    const asked = await post("grants/request", { kind, minutes, ward: of, reason: "covering" });
    expect(asked.body).toMatchObject({
      state: { grants: [{ state: "pending", kind: "ward", wardName: "6A" }] },
    });
    await approve();
    ward.clock.pass(minute);
    await post("grants/start", { grant: grants()[0]?.id });
    expect((await open()).body.type).toBe("open");
  });

  test("[X1] from the refusal to the open chart: asked, approved, begun; the clock starts when it is begun", async () => {
    const asked = (await ask()).body;
    expect(asked).toMatchObject({
      type: "asked",
      state: { grants: [{ state: "pending", patient: { name: "OSEI, Kofi" }, own: true }] },
    });
    expect((await open()).body.type).toBe("refused");
    await approve();
    ward.clock.pass(minute);
    const { refusal } = (await open()).body;
    expect(refusal.remedies[0]).toMatchObject({ type: "start-cover", minutes: 120 });
    const begun = await post("grants/start", { grant: refusal.remedies[0].grant });
    const until = ward.clock.now() + 2 * hour;
    expect(begun.body).toMatchObject({
      type: "open",
      state: {
        chart: { patient: { id: "pat_ose" }, ends: { at: until, grant: expect.any(String) } },
        patients: expect.arrayContaining([expect.objectContaining({ id: "pat_ose" })]),
      },
    });
    const [requested, , activated] = await records("grant.");
    expect(requested).toMatchObject({ actor: { id: "amy" }, seat: "4B-1" });
    expect(activated?.body).toMatchObject({ until });
    const note = { patient: "pat_ose", action: "note.write", text: "Seen", key: "k" };
    expect((await post("act", note)).body.type).toBe("done");
  });

  test("[X4] given back: the chart closes in the batch of its end", async () => {
    await ask();
    await approve();
    const grant = grants()[0]?.id;
    await post("grants/start", { grant });
    const { state } = (await post("grants/return", { grant })).body;
    expect(state.chart).toBeUndefined();
    expect(state.grants).toEqual([]);
    expect((await open()).body.type).toBe("refused");
    const [returned] = (await records("grant.returned")).slice(-1);
    const [focused] = (await records("session.focused")).slice(-1);
    expect(focused?.batch).toBe(returned?.batch);
  });

  test("[X1] more time is a new request, offered as near to the end as an answer may take, once, and begins at the end", async () => {
    await ask();
    await approve();
    const [first] = grants();
    const begun = await post("grants/start", { grant: first?.id });
    expect(begun.body.state.grants[0].extend).toBeUndefined();
    const own = async () => (await post("lock", { reason: "cancel" })).body.state.grants;
    await keepIn(90 * minute - 1);
    expect((await own())[0].extend).toBeUndefined();
    ward.clock.pass(1);
    const until = ward.clock.now() + 30 * minute;
    const { extend } = (await own())[0];
    expect(extend).toEqual({ ...wish, from: until, minutes: 120, renews: first?.id });
    expect((await post("grants/request", extend)).body.type).toBe("asked");
    const [running, more] = await own();
    expect([running.state, running.extend]).toEqual(["active", undefined]);
    expect([more.state, more.from]).toEqual(["pending", until]);
    const [requested] = (await records("grant.requested")).slice(-1);
    expect(requested?.body).toMatchObject({ from: until, renews: first?.id });
    await approve(more.id);
    const early = await post("grants/start", { grant: more.id });
    expect(early.body.error).toMatchObject({ code: "too-early" });
    await keepIn(30 * minute);
    expect((await open()).body.refusal.remedies[0]).toMatchObject({ type: "start-cover" });
    expect((await post("grants/start", { grant: more.id })).body.state.chart.ends).toMatchObject({
      at: until + 2 * hour,
      grant: more.id,
    });
  });

  test("[X1] is over at its time to the millisecond", async () => {
    await ask({ minutes: 1 });
    await approve();
    await post("grants/start", { grant: grants()[0]?.id });
    ward.clock.pass(minute - 1);
    expect((await open()).body.type).toBe("open");
    ward.clock.pass(1);
    expect((await open()).body.type).toBe("refused");
    await ward.app.tick();
    await ward.app.tick();
    expect(await records("grant.expired")).toHaveLength(1);
    expect([...ward.app.world().endedGrants.values()]).toMatchObject([{ state: "expired" }]);
  });

  test("[X6] what a rule approves opens at once, and the rule is on record", async () => {
    const from = ward.begin - hour;
    const to = ward.begin + 10 * hour;
    const role = { role: "consultant", engagement: "eng_zoe", ward: "cardiology" } as const;
    await ward.record("role.assigned", { assignment: "rol_z3", ...role, from, to });
    const service = { name: "Cardiology", pattern: "inpatient", site: "north" } as const;
    await ward.record("ward.registered", { ...service, type: "service", ward: "cardiology" });
    const called = { engagement: "eng_max", role: "doctor", service: "cardiology" } as const;
    await ward.record("on-call.rostered", { onCall: "onc_max_2", ...called, from, to });
    const event = {
      trigger: "A08",
      at: ward.clock.now(),
      control: "c-att",
      attending: ["zoe"],
    } as const;
    const about = { feed: "adt", encounter: "enc_pat_ose", patient: "pat_ose" } as const;
    await ward.record("adt.accepted", { ...about, event });
    const other = await ward.seat("4B-2");
    await ward.signIn(other, "max");
    const answer = await ward.post(other, "grants/request", wish, "max");
    expect(answer.body).toMatchObject({ type: "open", state: { chart: {} } });
    expect((await records("grant.approved"))[0]).toMatchObject({
      actor: { type: "system" },
      body: { rule: "on-call-same-specialty" },
    });
  });

  test("[U3] words are kept beside the log in any language, and the log has their hash only", async () => {
    const words = "  Die Kollegin ist beim Röntgen – 再见 👩‍⚕️  ";
    await ask({ words });
    const [requested] = await records("grant.requested");
    expect(requested?.body).toMatchObject({ words: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const entries = await ward.log.read(0, { limit: 10_000 });
    const log = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join();
    expect(log).not.toContain("Kollegin");
    const [kept] = await ward.app.side.get([{ table: "texts", key: `grant|${grants()[0]?.id}` }]);
    expect(kept).toMatchObject({ text: words.trim(), salt: expect.any(String) });
    ward.clock.pass(hour);
    await ward.app.tick();
    ward.clock.pass(30 * 24 * hour);
    await ward.app.tick();
    expect(ward.app.world().endedGrants.size).toBe(0);
  });

  test.each([
    [{ words: "a\u0000b" }, 422, "words-refused"],
    [{ words: "a\u202eb" }, 422, "words-refused"],
    [{ words: "\ud800" }, 422, "words-refused"],
    [{ words: "x".repeat(501) }, 422, "words-refused"],
    [{ reason: "__proto__" }, 422, "reason-unknown"],
    [{ minutes: 721 }, 422, "time-refused"],
    [{ minutes: 1e300 }, 422, "time-refused"],
    [{ minutes: -5 }, 422, "time-refused"],
    [{ from: 1 }, 422, "time-refused"],
    [{ from: 8.64e15 }, 422, "time-refused"],
    [{ minutes: "120" }, 400, "bad-request"],
    [{ kind: "everything" }, 400, "bad-request"],
    [{ patient: "pat_none" }, 422, "not-grantable"],
    [{ kind: "ward", patient: undefined, ward: "9Z" }, 422, "not-grantable"],
  ])("%j: a clear answer, and nothing on record", async (more, status, code) => {
    const answer = await ask(more);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(/^[A-Z"“].*\.$/s);
    expect(await records("grant.")).toEqual([]);
  });

  test("of somebody else's, or none: not begun, not given back", async () => {
    await ask();
    await approve();
    const grant = grants()[0]?.id;
    const other = await ward.seat("4B-2");
    await ward.signIn(other, "ben");
    for (const path of ["grants/start", "grants/return"]) {
      const theirs = await ward.post(other, path, { grant }, "ben");
      expect([path, theirs.status, theirs.body.error.code]).toEqual([path, 403, "grant-not-yours"]);
      const none = await ward.post(other, path, { grant: "__proto__" }, "ben");
      expect([path, none.status]).toEqual([path, 404]);
    }
  });

  test("[S1] of a screen that shows somebody else: nothing is asked", async () => {
    const answer = await post("grants/request", wish, "ben");
    expect(answer.body.error.code).toBe("occupant-changed");
    expect(await records("grant.")).toEqual([]);
  });
});
