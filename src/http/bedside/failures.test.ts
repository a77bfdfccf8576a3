import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DowntimeWard, openDowntimeWard } from "../downtime-support.ts";
import type { TestSeat, TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Breaking the glass in each failure that it has to work in (M6, X14). */
describe("[X14] breaking the glass works", () => {
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

  const breakGlass = () =>
    ward.post(seat, "glass/break", { patient: "pat_ose", reason: "covering" }, "amy");
  const openedFor = async () =>
    (await made.records("glass.broken", "review.opened")).map(({ kind }) => kind);
  const both = ["glass.broken", "review.opened"];

  test("with every approver absent", async () => {
    for (const person of ["zoe", "max", "ada", "pia"]) {
      await ward.record("engagement.ended", { engagement: `eng_${person}`, reason: "absent" });
    }
    await ward.signIn(seat, "amy");
    expect((await breakGlass()).body.type).toBe("open");
    expect(await openedFor()).toEqual(both);
  });

  test("with a roster that has not been heard for longer than its limit", async () => {
    await ward.record("feed.registered", { feed: "roster", type: "roster" });
    await ward.record("feed.heard", { feed: "roster" });
    const shift = { shift: "later", engagement: "eng_amy", role: "nurse", ward: "4B" };
    const from = ward.clock.now() + 29 * hour;
    await ward.record("shift.rostered", { ...shift, from, to: from + 8 * hour });
    ward.clock.pass(30 * hour);
    await ward.signIn(seat, "amy");
    const { body } = await breakGlass();
    expect(body.type).toBe("open");
    expect(body.state.stale.join(" ")).toContain("roster");
    expect(await openedFor()).toEqual(both);
  });

  test("with an ADT feed that keeps silent", async () => {
    await ward.record("feed.heard", { feed: "adt" });
    ward.clock.pass(2 * hour);
    await ward.signIn(seat, "amy");
    const { body } = await breakGlass();
    expect(body.type).toBe("open");
    expect(body.state.stale).not.toEqual([]);
    expect(await openedFor()).toEqual(both);
  });

  test("with the database down", async () => {
    await made.cut();
    ward.clock.pass(hour);
    await ward.signIn(seat, "amy");
    expect((await breakGlass()).body.type).toBe("open");
    expect(await openedFor()).toEqual([]);
    await made.reconnect();
    expect(await openedFor()).toEqual(both);
  });

  test("with the node killed before the merge, and in the middle of it: it is in the log once", async () => {
    await made.cut();
    ward.clock.pass(hour);
    await ward.signIn(seat, "amy");
    await breakGlass();
    const { journal } = made.files;
    const { entries } = await journal.read();
    // The first start after the kill is itself cut off in the middle: an entry is in the log, and nobody was told.
    made.database.set("losing");
    await expect(made.restart()).rejects.toMatchObject({ code: "log-unavailable" });
    expect((await journal.read()).entries).toEqual(entries);
    made.database.set("there");
    await made.restart();
    expect(await openedFor()).toEqual(both);
    expect(await made.records("downtime.begun", "downtime.ended")).toHaveLength(2);
    expect((await journal.read()).entries).toEqual([]);
    // A journal that is there again, of a node killed before it had forgotten what was merged.
    for (const entry of entries) await journal.append(entry);
    const { next } = await made.database.truth.head();
    await made.restart();
    expect((await made.database.truth.head()).next).toBe(next);
  });
});
