import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let other: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  other = await ward.seat("4B-2");
  await ward.signIn(seat, "amy");
  await open();
});
afterEach(() => ward.close());

const open = (patient = "pat_kow") => ward.post(seat, "chart/open", { patient }, "amy");
const look = (section: string, patient = "pat_kow", person = "amy") =>
  ward.post(seat, "chart/section", { patient, section }, person);
const tap = async (at: TestSeat, person: string) => {
  ward.clock.pass(5_000);
  return (await ward.post(at, "tap", { badge: person })).body.state;
};
const next = () => ward.app.world().next;
const since = async (position: number) => {
  const entries = await ward.log.read(position, { limit: 100 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
};

test("[S2] [S3] the part of the chart survives a lock and a tap-over, and goes along to another seat", async () => {
  expect((await open()).body.state.chart).not.toHaveProperty("section");
  expect((await look("medications")).body).toEqual({ type: "kept" });
  await ward.post(seat, "lock", { reason: "idle" }, "amy");
  expect(await tap(seat, "amy")).toHaveProperty("chart.section", "medications");
  ward.clock.pass(5_000);
  await ward.signIn(seat, "ben");
  const moved = await tap(other, "amy");
  expect(moved).toMatchObject({ chart: { patient: { id: "pat_kow" }, section: "medications" } });
});

test("[S6] what was chosen in the last moment goes with the lock", async () => {
  const section = { patient: "pat_kow", section: "notes" };
  await ward.post(seat, "lock", { reason: "lock", section }, "amy");
  expect(await tap(seat, "amy")).toHaveProperty("chart.section", "notes");
});

test("one record for each change, with the person as its actor, and none for the same again", async () => {
  const before = next();
  await look("results");
  await look("results");
  expect(await since(before)).toMatchObject([
    {
      kind: "session.focused",
      actor: { type: "person", id: "amy" },
      seat: "4B-1",
      body: { patient: "pat_kow", screen: "results" },
    },
  ]);
});

test("another chart begins at its first part; of one that is not open nothing is kept", async () => {
  await look("results");
  const opened = await open("pat_ngt");
  expect(opened.body.state.chart).not.toHaveProperty("section");
  const before = next();
  expect((await look("notes")).body).toEqual({ type: "kept" });
  await ward.post(seat, "chart/close", {}, "amy");
  await look("notes", "pat_ngt");
  expect((await since(before)).map(({ body }) => body.patient)).toEqual([undefined]);
});

test("[S1] it is the occupant's to say, of the parts that a chart has", async () => {
  expect((await look("results", "pat_kow", "ben")).body.error.code).toBe("occupant-changed");
  expect((await look("secrets")).body.error.code).toBe("bad-request");
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  const before = next();
  expect((await look("results")).status).toBe(409);
  expect(next()).toBe(before);
});
