import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LogRecord } from "../../world/index.ts";
import { type DowntimeWard, openDowntimeWard } from "../downtime-support.ts";
import type { TestSeat, TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

let made: DowntimeWard;
let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  made = await openDowntimeWard();
  ward = made.ward;
  seat = await ward.seat("4B-1");
});
afterEach(async () => {
  made.database.set("there");
  await ward.close();
});

const post = (path: string, body: object = {}, who = "amy") => ward.post(seat, path, body, who);
const breakGlass = (patient = "pat_ose", who = "amy") =>
  post("glass/break", { patient, reason: "covering" }, who);
const open = (patient: string, who = "amy") => post("chart/open", { patient }, who);
const offlineOf = (records: readonly LogRecord[]) =>
  records.filter(({ offline }) => offline !== undefined);
/** Long enough after a cut that the lease is over, and the PIN was given anew. */
async function afterTheLease(): Promise<void> {
  await made.cut();
  ward.clock.pass(20 * minute);
}

describe("[X14] a seat whose node has lost the database", () => {
  test("says so, since when, and what goes on", async () => {
    const since = () => made.offline.downtime()?.since ?? 0;
    await made.cut();
    const { body } = await ward.post(seat, "lock", { reason: "cancel" });
    expect(body.state).toMatchObject({
      type: "locked",
      downtime: { since: since(), readsUntil: since() + 15 * minute, until: since() + 4 * hour },
    });
    expect(since()).toBeLessThan(ward.clock.now());
    expect((await ward.signIn(seat, "amy")).type).toBe("in");
    await made.reconnect();
    expect((await ward.post(seat, "lock", { reason: "cancel" })).body.state).not.toHaveProperty(
      "downtime",
    );
  });

  test("lets somebody rostered in by badge and PIN, finds a patient in the building, and breaks the glass", async () => {
    await afterTheLease();
    const state = await ward.signIn(seat, "amy");
    expect(state).toMatchObject({ type: "in", who: { name: "Amy Adeyemi" }, patients: [] });
    const found = await post("search/name", { family: "ose", birthDate: "1958-03-12" });
    expect(found.body).toMatchObject({
      type: "several",
      patients: [{ id: "pat_ose", name: "OSEI, Kofi" }],
    });
    expect((await post("search", { number: "300400" })).body).toMatchObject({ type: "found" });
    const { refusal } = (await open("pat_ose")).body;
    expect(refusal.remedies).toMatchObject([{ type: "break-glass", minutes: 60 }]);
    const until = ward.clock.now() + 60 * minute;
    const broken = await breakGlass();
    expect(broken.body).toMatchObject({
      type: "open",
      state: { chart: { patient: { id: "pat_ose" }, ends: { at: until } } },
    });
    expect(
      broken.body.state.chart.actions.every(({ allowed }: { allowed: boolean }) => !allowed),
    ).toBe(true);
    ward.clock.pass(61 * minute);
    expect((await ward.signIn(seat, "amy")).type).toBe("in");
    expect((await open("pat_ose")).body).toMatchObject({ type: "refused" });
  });

  test("within the lease charts are read as ever, and after it by broken glass only, one's own patients too", async () => {
    await made.cut();
    await ward.signIn(seat, "amy");
    expect((await open("pat_kow")).body.type).toBe("open");
    ward.clock.pass(16 * minute);
    await ward.signIn(seat, "amy");
    const refused = (await open("pat_kow")).body;
    expect(JSON.stringify(refused.refusal)).toContain("database does not answer");
    // A tap within grace is enough to be in, and not to break the glass (X11).
    expect((await breakGlass("pat_kow")).body.refusal.remedies).toMatchObject([
      { type: "step-up", level: 2 },
    ]);
    expect((await post("step-up", { pin: "pin-ben" })).body.type).toBe("wrong");
    expect((await post("step-up", { pin: "pin-amy" })).body.type).toBe("raised");
    expect((await breakGlass("pat_kow")).body.type).toBe("open");
  });

  test("nothing else is done: each says why and what to do, and nothing is in the journal of it", async () => {
    await made.cut();
    await ward.signIn(seat, "amy");
    await open("pat_kow");
    const before = (await made.files.journal.read()).entries.length;
    const tries: readonly (readonly [string, object])[] = [
      ["act", { patient: "pat_kow", action: "note.write", text: "slept", key: "k" }],
      [
        "drafts/save",
        { patient: "pat_kow", texts: [{ action: "note.write", text: "x", key: "k" }] },
      ],
      ["arrivals/register", { why: "unknown" }],
      ["case/open", { patient: "pat_kow" }],
    ];
    for (const [path, body] of tries) {
      const answer = await post(path, body);
      const said = JSON.stringify(answer.body);
      expect([path, said]).toEqual([path, expect.stringMatching(/database does not answer|case/)]);
      expect(answer.body.type).not.toBe("done");
    }
    const entries = (await made.files.journal.read()).entries.slice(before);
    expect(JSON.stringify(entries)).not.toMatch(
      /note\.written|care\.contributed|case\.opened|patient\.registered/,
    );
    const granted = made.offline.app.submit({
      name: "test",
      actor: { type: "system", id: "test" },
      handle: () => ({ records: [], answer: undefined }),
    });
    await expect(granted).rejects.toMatchObject({
      code: "database-away",
      message: expect.stringContaining("Emergency access goes on"),
    });
    const { side } = made.offline.app;
    await expect(side.get([])).rejects.toMatchObject({ code: "database-away" });
    await expect(side.list("names", { limit: 1 })).rejects.toMatchObject({ code: "database-away" });
  });

  test("wrong PINs count and wait, and are in the log afterwards", async () => {
    await made.cut();
    const asked = await ward.post(seat, "tap", { badge: "amy" });
    const { tap } = asked.body.state;
    for (let count = 0; count < 3; count++) {
      await ward.post(seat, "pin", { tap, pin: "pin-none" });
    }
    const waiting = await ward.post(seat, "pin", { tap, pin: "pin-amy" });
    expect(waiting.body.state).toMatchObject({ type: "pin", waitUntil: expect.any(Number) });
    await made.reconnect();
    expect(offlineOf(await made.records("pin.mistyped"))).toHaveLength(3);
    const [badge] = ward.app.world().badgesByPerson.get("amy");
    expect(ward.app.world().badges.get(badge ?? "")?.wrongPins).toBe(3);
  });

  test("knows nobody who is not rostered, and no patient who is not in the building", async () => {
    await made.cut();
    const off = await ward.post(seat, "tap", { badge: "off" });
    expect(off.body.state.type).toBe("locked");
    await ward.signIn(seat, "amy");
    const none = await post("search", { number: "999999" });
    expect(none.body).toMatchObject({ type: "none" });
  });

  test("four hours after it last knew the log, nobody comes in and nothing opens; it says so", async () => {
    await made.cut();
    ward.clock.pass(4 * hour);
    const asked = await ward.post(seat, "tap", { badge: "amy" });
    const { tap } = asked.body.state;
    const answer = await ward.post(seat, "pin", { tap, pin: "pin-amy" });
    expect(answer.status).toBe(503);
    expect(answer.body.error.message).toContain("more than four hours");
  });

  test("a shift that ends during it ends access as ever", async () => {
    await made.cut();
    ward.clock.pass(3 * hour);
    await ward.signIn(seat, "amy");
    await breakGlass();
    const state = made.offline.seats.world();
    expect(state.glasses.size).toBe(1);
    expect(state.glasses.values().next().value?.until).toBeLessThanOrEqual(ward.clock.now() + hour);
  });

  test("notices a database that keeps silent", async () => {
    await made.cut("silent");
    expect((await ward.signIn(seat, "amy")).type).toBe("in");
    expect((await breakGlass()).body.type).toBe("open");
    await made.reconnect();
    expect(offlineOf(await made.records("glass.broken"))).toHaveLength(1);
  });

  test("notices a database that can be read and takes nothing, as with a full disk", async () => {
    await made.pass(minute);
    made.database.set("read-only");
    for (let count = 0; made.offline.downtime() === undefined; count++) {
      expect(count).toBeLessThan(20);
      const { status } = await ward.post(seat, "tap", { badge: "amy" });
      expect(status).toBe(503);
      await made.pass(500);
    }
    await made.pass(10 * minute);
    expect(made.offline.downtime()).toBeDefined();
    expect((await ward.signIn(seat, "amy")).type).toBe("in");
    expect((await breakGlass()).body.type).toBe("open");
    await made.reconnect();
    expect(offlineOf(await made.records("glass.broken"))).toHaveLength(1);
  });

  test("what was under way when the database fell silent is told to be unknown, once that is known", async () => {
    made.database.set("silent");
    const nothing = () => ({
      records: [{ kind: "log.resumed", body: { gap: 1 } } as const],
      answer: 1,
    });
    const actor = { type: "system", id: "test" } as const;
    const under = [made.offline.seats, made.offline.app].flatMap((app) => [
      app.submit({ name: "test", actor, handle: nothing }),
      app.side.get([{ table: "names", key: "amy" }]),
    ]);
    const told = Promise.allSettled(under);
    await made.cut("silent");
    for (const answer of await told) {
      expect(answer).toMatchObject({ status: "rejected", reason: { code: "unsettled" } });
    }
  });
});

describe("[X14] at the merge", () => {
  test("what was done is in the log once: its real time, on what it rests, its review with its due, its downtime", async () => {
    const seen = (await made.database.truth.head()).next;
    await afterTheLease();
    await ward.signIn(seat, "amy");
    await breakGlass();
    const at = ward.clock.now();
    ward.clock.pass(10 * minute);
    await made.reconnect();
    const [began] = await made.records("downtime.begun");
    const [glass] = await made.records("glass.broken");
    expect(glass).toMatchObject({
      occurredAt: at,
      offline: began?.offline,
      causedBy: began?.id,
      actor: { type: "person", id: "amy" },
      seat: "4B-1",
    });
    expect(began?.offline).toBeGreaterThanOrEqual(seen);
    expect(glass?.at).toBeGreaterThanOrEqual(at + 10 * minute);
    const permits = offlineOf(await made.records("decision.permitted"));
    expect(permits.map(({ body }) => "action" in body && body.action)).toEqual([
      "glass.break",
      "chart.open",
    ]);
    const [review] = ward.app.world().reviews.values();
    expect(review).toMatchObject({ type: "break-glass", openedAt: at, due: at + 72 * hour });
    const [ended] = await made.records("downtime.ended");
    expect(ended?.body).toMatchObject({ refused: 0, damaged: 0 });
    expect((await made.files.journal.read()).entries).toEqual([]);
    expect(await made.records("incident.opened")).toEqual([]);
  });

  test("glass goes on to its end; sessions of the downtime do not, and one tap more is asked", async () => {
    await made.cut();
    await ward.signIn(seat, "amy");
    await breakGlass();
    await made.reconnect();
    expect(ward.app.world().sessionsByPerson.get("amy")).toEqual([]);
    const { state } = (await ward.post(seat, "lock", { reason: "cancel" })).body;
    expect(state).toMatchObject({
      type: "locked",
      notice: expect.stringContaining("answers again"),
    });
    expect((await ward.signIn(seat, "amy")).type).toBe("in");
    expect((await open("pat_ose")).body.type).toBe("open");
    expect(await made.records("glass.broken")).toHaveLength(1);
  });

  test("a screen that was locked during it stays locked", async () => {
    await ward.signIn(seat, "amy");
    await made.cut();
    await post("lock", { reason: "lock" });
    await made.reconnect();
    const state = (await ward.post(seat, "lock", { reason: "cancel" })).body.state;
    expect(state).toMatchObject({ type: "locked", parked: [{ initials: "AA" }] });
  });

  const ends: readonly (readonly [string, string, () => Promise<void>])[] = [
    [
      "after-engagement-ended",
      "her engagement",
      () => ward.record("engagement.ended", { engagement: "eng_amy", reason: "left" }),
    ],
    [
      "after-badge-ended",
      "her badge",
      () => {
        const [badge = ""] = ward.app.world().badgesByPerson.get("amy");
        return ward.record("badge.ended", { badge, reason: "lost" });
      },
    ],
    ["after-role-ended", "her role", () => ward.record("role.ended", { assignment: "rol_amy" })],
  ];
  test.each(ends)(
    "%s: an access after another node ended %s opens one incident by itself",
    async (cause, _what, end) => {
      // Another node ends it while this one is cut off: its node sees the log, ours does not.
      await made.cut();
      made.database.set("there");
      await end();
      made.database.set("away");
      ward.clock.pass(20 * minute);
      await ward.signIn(seat, "amy");
      expect((await breakGlass()).body.type).toBe("open");
      await made.reconnect();
      const incidents = await made.records("incident.opened");
      expect(incidents.map(({ body }) => body)).toEqual([
        expect.objectContaining({ cause, person: "amy", patient: "pat_ose", reason: "covering" }),
      ]);
      const [glass] = await made.records("glass.broken");
      expect(incidents[0]?.body).toMatchObject({
        about: glass?.body && "glass" in glass.body && glass.body.glass,
      });
      expect(ward.app.world().reviews.size).toBe(1);
    },
  );

  test("reading within the lease after an end is an incident too, one however often it was read", async () => {
    await made.cut();
    made.database.set("there");
    await ward.record("engagement.ended", { engagement: "eng_amy", reason: "left" });
    made.database.set("away");
    ward.clock.pass(2_000);
    await ward.signIn(seat, "amy");
    for (let count = 0; count < 2; count++) {
      expect((await open("pat_kow")).body.type).toBe("open");
      ward.clock.pass(minute);
    }
    await made.reconnect();
    const incidents = await made.records("incident.opened");
    expect(incidents.map(({ body }) => body)).toEqual([
      expect.objectContaining({
        cause: "after-engagement-ended",
        type: "offline",
        patient: "pat_kow",
      }),
    ]);
  });
});
