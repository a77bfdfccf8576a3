import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endEngagement } from "../../lifecycle/index.ts";
import type { Ward } from "../../world/index.ts";
import type { SeatState } from "../bedside-contract.ts";
import { report, sensorOf } from "../presence/test-support.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let base: string;
const closing: AbortController[] = [];

beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  base = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const controller of closing.splice(0)) controller.abort();
  await ward.close();
});

interface Stream {
  /** The next state that is sent. */
  next(): Promise<SeatState>;
  /** The next state for which it holds, within two seconds. */
  until(holds: (state: SeatState) => boolean): Promise<SeatState>;
}

async function open(from: TestSeat): Promise<Stream> {
  const path = "/bedside/api/stream";
  const dpop = await ward.proof(from, "GET", path, { htu: `${base}${path}` });
  const controller = new AbortController();
  closing.push(controller);
  const response = await fetch(`${base}${path}`, { headers: { dpop }, signal: controller.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  const next = async (): Promise<SeatState> => {
    for (;;) {
      const end = buffer.indexOf("\n\n");
      if (end >= 0) {
        const event = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        const data = event.split("\n").find((line) => line.startsWith("data: "));
        if (data !== undefined) return JSON.parse(data.slice(6)) as SeatState;
        continue;
      }
      const read = await reader?.read();
      if (read === undefined || read.done) throw new Error("the stream ended");
      buffer += read.value;
    }
  };
  const within = <T>(promise: Promise<T>): Promise<T> =>
    Promise.race([
      promise,
      new Promise<T>((_resolve, reject) => {
        setTimeout(() => reject(new Error("nothing came")), 2_000).unref();
      }),
    ]);
  return {
    next: () => within(next()),
    async until(holds) {
      for (;;) {
        const state = await within(next());
        if (holds(state)) return state;
      }
    },
  };
}

test("a stream begins with the present state, and tells of a tap at once", async () => {
  const stream = await open(seat);
  expect(await stream.next()).toMatchObject({ type: "locked", seat: "4B-1" });
  await ward.post(seat, "tap", { badge: "amy" });
  expect(await stream.next()).toMatchObject({ type: "pin", initials: "AA" });
  ward.clock.pass(2_000);
  await ward.signIn(seat, "amy");
  expect(await stream.until(({ type }) => type === "in")).toMatchObject({ who: { id: "amy" } });
});

test("[M2] a transfer closes the open chart at once, with the reason in words", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const stream = await open(seat);
  expect(await stream.next()).toMatchObject({ chart: { patient: { id: "pat_kow" } } });
  ward.clock.pass(120_000);
  await ward.adt("pat_kow", "A02", "6A", "7");
  const state = await stream.until((now) => now.type === "in" && now.chart === undefined);
  expect(state).toMatchObject({
    type: "in",
    notice: expect.stringMatching(/^The patient moved to 6A.*4B's access ended/),
    noticeSaid: [{ code: "reasons/patient.moved", values: { to: "6A", ward: "4B" } }],
    patients: [{ id: "pat_ngt" }],
  });
  const [session] = ward.app.world().sessions.values();
  expect(session?.patient).toBeUndefined();
});

test("[S7] a transfer takes the chart of an open case off a locked screen at once", async () => {
  const { id, ...place } = ward.app.world().wards.get("4B") as Ward;
  await ward.record("ward.registered", { ...place, ward: id, pattern: "theatre-icu" });
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  await ward.post(seat, "case/open", { patient: "pat_kow" }, "amy");
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  const stream = await open(seat);
  expect(await stream.next()).toMatchObject({ type: "locked", case: { patient: { bed: "3" } } });
  await ward.adt("pat_kow", "A02", "4B", "9");
  expect(await stream.next()).toMatchObject({ type: "locked", case: { patient: { bed: "9" } } });
  await ward.adt("pat_kow", "A02", "6A", "7");
  const state = await stream.next();
  expect([state.type, JSON.stringify(state).includes("Kow")]).toEqual(["locked", false]);
  expect(state).not.toHaveProperty("case");
});

test("[C3] for whoever wrote, the chart stays open to finish, and says until when", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const note = { patient: "pat_kow", action: "note.write", text: "Ate well" };
  await ward.post(seat, "act", note, "amy");
  const stream = await open(seat);
  await stream.next();
  ward.clock.pass(120_000);
  await ward.adt("pat_kow", "A02", "6A", "7");
  const state = await stream.until((now) => now.type === "in" && now.chart?.ends !== undefined);
  expect(state).toMatchObject({
    chart: {
      patient: { ward: "6A", bed: "7" },
      ends: { text: expect.stringContaining("You can finish here until") },
    },
  });
});

test("[S3] the seat that a session moved away from locks at once", async () => {
  await ward.signIn(seat, "amy");
  const stream = await open(seat);
  expect(await stream.next()).toMatchObject({ type: "in" });
  const other = await ward.seat("4B-2");
  ward.clock.pass(10_000);
  await ward.post(other, "tap", { badge: "amy" });
  expect(await stream.until(({ type }) => type === "locked")).toMatchObject({ parked: [] });
});

test("[S5] when the time on the roster is over the seat locks, and says so", async () => {
  await ward.signIn(seat, "amy");
  const stream = await open(seat);
  await stream.next();
  ward.clock.pass(12 * 3_600_000);
  await ward.app.tick();
  const state = await stream.until(({ type }) => type === "locked");
  expect(state).toMatchObject({ notice: expect.stringContaining("signed out") });
});

test.each([
  ["badge-ended", "The badge that you came in with has ended"],
  ["pin-replaced", "Your PIN has been replaced"],
  ["passkey-ended", "The passkey that you came in with has ended"],
  ["signed-out", "You have been signed out. Tap your badge"],
] as const)(
  "[S5] closed by %s elsewhere, the seat says that and not the roster",
  async (reason, said) => {
    await ward.signIn(seat, "amy");
    const stream = await open(seat);
    await stream.next();
    const [session = ""] = ward.app.world().sessionsByPerson.get("amy");
    const closing = { kind: "session.closed", body: { session, reason }, seat: "4B-1" } as const;
    await ward.app.submit({
      name: "test",
      actor: { type: "system", id: "test" },
      handle: () => ({ records: [closing], answer: undefined }),
    });
    const state = await stream.until(({ type }) => type === "locked");
    expect(state).toMatchObject({ notice: expect.stringContaining(said) });
  },
);

test("[S5] an engagement that ends says so, and nothing of the roster", async () => {
  await ward.signIn(seat, "amy");
  const stream = await open(seat);
  await stream.next();
  await ward.record("engagement.ended", { engagement: "eng_amy", reason: "left" });
  const state = await stream.until(({ type }) => type === "locked");
  expect(state).toMatchObject({
    notice: expect.stringContaining("do not work here at the moment"),
  });
});

test("[L3] whoever leaves while they are in sees a clear screen: nothing of the patient, and nothing parked", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const stream = await open(seat);
  expect(JSON.stringify(await stream.next())).toContain("KOWALSKI");
  const actor = { type: "person", id: "ada" } as const;
  const wish = { engagement: "eng_amy", reason: "left", actor } as const;
  const { ended } = await ward.app.submit(endEngagement(ward.app, wish));
  expect(ended.sessions).toHaveLength(1);
  const state = await stream.until(({ type }) => type === "locked");
  expect(state).toMatchObject({ parked: [], notice: expect.stringContaining("do not work here") });
  expect(JSON.stringify(state)).not.toMatch(/KOWALSKI|pat_kow|Adeyemi/);
  expect(ward.app.world().sessionsByPerson.get("amy")).toEqual([]);
});

test("[S5] time alone locks it, without a record", async () => {
  const to = ward.clock.now() + 100_000;
  await ward.record("engagement.extended", { engagement: "eng_amy", to });
  await ward.signIn(seat, "amy");
  ward.clock.pass(to - ward.clock.now() - 300);
  await ward.post(seat, "search", { number: "1" }, "amy");
  const stream = await open(seat);
  expect(await stream.next()).toMatchObject({ type: "in" });
  const before = ward.app.world().next;
  ward.clock.pass(400);
  expect(await stream.until(({ type }) => type === "locked")).toMatchObject({ parked: [] });
  expect(ward.app.world().next).toBe(before);
});

test("[S6] a screen that was silent for longer than its idle lock comes back locked", async () => {
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  ward.clock.pass(4 * 60_000);
  const stream = await open(seat);
  const state = await stream.next();
  expect(state).toMatchObject({ type: "locked", parked: [{ initials: "AA" }] });
});

test("what does not concern the seat is not told", async () => {
  await ward.signIn(seat, "amy");
  const stream = await open(seat);
  const first = await stream.next();
  const other = await ward.seat("6A-1");
  await ward.signIn(other, "zoe");
  await ward.adt("pat_ose", "A08", "6A", "2");
  await ward.adt("pat_ngt", "A03");
  const next = await stream.next();
  expect(first).toMatchObject({ patients: [{ id: "pat_kow" }, { id: "pat_ngt" }] });
  expect(next).toMatchObject({ patients: [{ id: "pat_kow" }] });
});

test("closing the server ends the streams", async () => {
  const stream = await open(seat);
  await stream.next();
  await ward.server.close();
  await expect(stream.next()).rejects.toThrow("the stream ended");
});

test("[S6] a screen whose occupant has walked away locks at once, and one that is opened later is locked though no ticker ran", async () => {
  const sensor = await sensorOf(ward, "4B-1");
  await ward.signIn(seat, "amy");
  const stream = await open(seat);
  await stream.until(({ type }) => type === "in");
  await report(ward, sensor, { present: false });
  ward.clock.pass(10_000);
  expect(await (await open(seat)).next()).toMatchObject({ type: "locked" });
  await ward.app.tick();
  expect(await stream.until(({ type }) => type === "locked")).toMatchObject({
    parked: [{ initials: "AA" }],
  });
});

test("[S6] a tab that is closed and never speaks again is locked all the same: the server hears that it fell silent", async () => {
  await ward.signIn(seat, "amy");
  const stream = await open(seat);
  await stream.until(({ type }) => type === "in");
  const session = () =>
    [...ward.app.world().sessions.values()].find(({ person }) => person === "amy");
  while (session()?.heardAt === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const controller of closing.splice(0)) controller.abort();
  ward.clock.pass(5 * 60_000);
  await ward.app.tick();
  expect(session()?.state).toBe("open");
  ward.clock.pass(30_000);
  await ward.app.tick();
  expect(session()?.state).toBe("parked");
});
