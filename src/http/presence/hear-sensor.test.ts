import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";
import { kindsSince, report, sensorOf } from "./test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let sensor: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  sensor = await sensorOf(ward, "4B-1");
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

const see = (present: boolean, badges?: readonly string[]) =>
  report(ward, sensor, badges === undefined ? { present } : { present, badges });
const search = () => ward.post(seat, "search", { number: "4417220" }, "amy");

test("[S6] whoever is away for the pattern's time is not in any more: the next request is refused, though no ticker ran", async () => {
  expect(await see(false)).toMatchObject({ status: 200, body: { againWithin: 60_000 } });
  ward.clock.pass(9_000);
  expect((await search()).status).toBe(200);
  ward.clock.pass(1_000);
  expect(await search()).toMatchObject({
    status: 409,
    body: { error: { code: "occupant-changed" } },
  });
  const locked = await ward.post(seat, "lock", { reason: "cancel" });
  expect(locked.body.state).toMatchObject({ type: "locked", parked: [{ initials: "AA" }] });
  expect(locked.text).not.toContain("KOWALSKI");
});

test("[S6] the ticker records it, and one tap unlocks", async () => {
  await see(false);
  ward.clock.pass(10_000);
  const before = ward.app.world().next;
  await ward.app.tick();
  expect(await kindsSince(ward, before)).toEqual(["session.parked"]);
  const back = await ward.post(seat, "tap", { badge: "amy" });
  expect(back.body.state).toMatchObject({ type: "in", who: { id: "amy" } });
});

test("[S6] presence in time cancels it; a colleague's badge does not", async () => {
  await see(false, []);
  ward.clock.pass(9_000);
  await see(true, ["ben", " amy "]);
  ward.clock.pass(30_000);
  expect((await search()).status).toBe(200);
  await see(true, ["ben"]);
  ward.clock.pass(10_000);
  expect((await search()).status).toBe(409);
  await see(true, ["amy"]);
  expect((await search()).status).toBe(409);
});

test("[S6] a reader that sees badges leaves no trace of whose they are", async () => {
  const before = ward.app.world().next;
  await see(true, ["ben", "zoe", "nobody", ""]);
  await see(true, ["zoe"]);
  const entries = await ward.log.read(before, { limit: 100 });
  expect(await kindsSince(ward, before)).toEqual(["seat.deserted"]);
  const text = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join();
  expect(text).not.toMatch(/ben|zoe|nobody/);
});

test("[S6] a sensor that fell silent locks nothing, and the screen says so", async () => {
  await see(true);
  const until = ward.clock.now() + 6 * 60_000;
  while (ward.clock.now() < until) {
    ward.clock.pass(60_000);
    expect((await search()).status).toBe(200);
  }
  const { body } = await ward.post(seat, "chart/close", {}, "amy");
  const note = expect.stringContaining("presence sensor has not been heard since 19:00");
  expect(body.state).toMatchObject({ type: "in", stale: expect.arrayContaining([note]) });
  await see(true);
  const again = await ward.post(seat, "chart/close", {}, "amy");
  expect(again.body.state.stale).not.toEqual(expect.arrayContaining([note]));
});

test("the same is answered whether somebody is in or not", async () => {
  const occupied = await see(true);
  await ward.post(seat, "lock", { reason: "lock" }, "amy");
  expect((await see(true)).text).toBe(occupied.text);
});
