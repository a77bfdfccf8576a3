import { afterEach, beforeEach, expect, test } from "vitest";
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

const notMe = (shown: string) => ward.post(seat, "lock", { reason: "not-me" }, shown);

test("[S6] [S7] whoever finds another's name on the screen locks it; it is recorded as such, and not as that person's doing", async () => {
  const since = ward.app.world().next;
  const { body } = await notMe("amy");
  expect(body.state).toMatchObject({ type: "locked", parked: [{ initials: "AA" }] });
  expect(JSON.stringify(body)).not.toMatch(/kowalski|4417220|Adeyemi/i);
  const entries = await ward.log.read(since, { limit: 10 });
  const records = entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
  expect(records).toMatchObject([
    {
      kind: "session.parked",
      seat: "4B-1",
      actor: { type: "system", id: "wardkey" },
      body: { reason: "not-me" },
    },
  ]);
  // Nothing of theirs is lost: one tap, and they are where they were.
  ward.clock.pass(5_000);
  const back = (await ward.post(seat, "tap", { badge: "amy" })).body.state;
  expect(back).toMatchObject({ type: "in", chart: { patient: { id: "pat_kow" } } });
});

test("[S1] said of somebody who is not in any more, it locks nobody", async () => {
  await ward.signIn(seat, "ben");
  expect((await notMe("amy")).body.error.code).toBe("occupant-changed");
  expect((await ward.post(seat, "chart/close", {}, "ben")).body.state.type).toBe("in");
});
