import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, send, type TestSeat, type TestWard } from "../test-support.ts";
import { kindsSince, report, sensorOf, url } from "./test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let sensor: TestSeat;
let mark: number;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  sensor = await sensorOf(ward, "4B-1");
  await ward.signIn(seat, "amy");
  mark = ward.app.world().next;
});
afterEach(() => ward.close());

const away = { present: false };
const send1 = (headers: Record<string, string>, body: unknown = away) =>
  send(ward.server, "POST", url, body, headers);
const unrecorded = async () => expect(await kindsSince(ward, mark)).toEqual([]);

test("[S0] without a proof a report is nothing", async () => {
  expect((await send1({})).body.error.code).toBe("proof-refused");
  await unrecorded();
});

test("[S0] an unknown sensor can do nothing, and a seat's own key is no sensor's", async () => {
  for (const stranger of [await sensorOf(ward), seat]) {
    const answer = await report(ward, stranger, away);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "sensor-unknown" } } });
  }
  await unrecorded();
});

test("[S0] a sensor is no seat: its key opens nothing at the bedside", async () => {
  const answer = await ward.post(sensor, "tap", { badge: "amy" });
  expect(answer.body.error.code).toBe("seat-unknown");
});

test("[S0] a proof is good once", async () => {
  const dpop = await ward.proof(sensor, "POST", url);
  expect((await send1({ dpop }, { present: true })).status).toBe(200);
  expect((await send1({ dpop })).body.error.code).toBe("proof-refused");
});

test.each([
  ["another address", { htu: "http://localhost:8080/bedside/api/tap" }],
  ["another host", { htu: `http://evil.example${url}` }],
  ["another method", { htm: "PUT" }],
  ["long ago", { iat: Date.parse("2026-03-10T18:58:00Z") / 1000 }],
  ["some day", { iat: Date.parse("2026-03-10T19:02:00Z") / 1000 }],
])("[S0] a proof made for %s is refused", async (_name, claims) => {
  const dpop = await ward.proof(sensor, "POST", url, claims);
  expect((await send1({ dpop })).body.error.code).toBe("proof-refused");
  await unrecorded();
});

test("[S0] a sensor that was withdrawn or replaced is unknown at once, though a table still has it", async () => {
  await ward.record("sensor.withdrawn", { seat: "4B-1" });
  expect((await report(ward, sensor, away)).body.error.code).toBe("sensor-unknown");
  await sensorOf(ward, "4B-1");
  expect((await report(ward, sensor, away)).body.error.code).toBe("sensor-unknown");
});

test("[S0] a sensor tells of its own seat only", async () => {
  const other = await sensorOf(ward, "4B-2");
  await report(ward, other, { ...away, seat: "4B-1" });
  expect(await kindsSince(ward, mark)).toEqual(["sensor.enrolled", "sensor.heard"]);
  ward.clock.pass(60_000);
  const answer = await ward.post(seat, "search", { number: "4417220" }, "amy");
  expect(answer.status).toBe(200);
});

test("[S6] a report that was held back does not undo a newer one", async () => {
  const held = await ward.proof(sensor, "POST", url);
  ward.clock.pass(5_000);
  expect((await report(ward, sensor, away)).status).toBe(200);
  const late = await send1({ dpop: held }, { present: true });
  expect(late).toMatchObject({ status: 409, body: { error: { code: "report-overtaken" } } });
  ward.clock.pass(10_000);
  const answer = await ward.post(seat, "search", { number: "4417220" }, "amy");
  expect(answer.status).toBe(409);
});

test.each([
  [{ host: "evil.example" }],
  [{ origin: "http://evil.example" }],
  [{ "sec-fetch-site": "cross-site" }],
])("a page of somebody else is refused: %j", async (headers) => {
  const dpop = await ward.proof(sensor, "POST", url);
  const answer = await send1({ dpop, ...headers } as unknown as Record<string, string>);
  expect(answer).toMatchObject({ status: 403, body: { error: { code: "foreign-origin" } } });
  await unrecorded();
});

test.each([
  [{}],
  [{ present: "no" }],
  [{ present: 0 }],
  [{ present: null }],
  [[]],
  ["{"],
  [{ present: true, badges: "amy" }],
  [{ present: true, badges: [17] }],
  [{ present: true, badges: ["x".repeat(201)] }],
  [{ present: true, badges: Array.from({ length: 33 }, () => "x") }],
])("what is no report is refused: %j", async (body) => {
  const dpop = await ward.proof(sensor, "POST", url);
  expect((await send1({ dpop }, body)).status).toBe(400);
  await unrecorded();
});

test("odd badge numbers are nobody's", async () => {
  const badges = ["", " ", "💳", "' or 1=1 --", "a|b", "\u0000", "__proto__"];
  expect((await report(ward, sensor, { present: true, badges })).status).toBe(200);
  expect(await kindsSince(ward, mark)).toEqual(["seat.deserted"]);
});
