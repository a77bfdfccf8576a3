import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Actor } from "../world/index.ts";
import { watchRegistrations } from "./lapse-registrations.ts";
import { resumeEngagement } from "./resume-engagement.ts";
import { day, House, mia, morning, refusal } from "./test-support.ts";

const system: Actor = { type: "system", id: "wardkey" };
const hour = day / 24;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let house: House;
let watch: ReturnType<typeof watchRegistrations>;
beforeEach(() => {
  house = new House(bundle);
  watch = watchRegistrations(house, system);
});

function join(person: string, until: number, role = "nurse"): void {
  house.record("person.registered", { person });
  house.engage(person);
  const held = { engagement: `eng-${person}`, from: morning - day, to: morning + 200 * day };
  house.record("role.assigned", { assignment: `rol-${person}`, role, ward: "4B", ...held });
  house.record("registration.recorded", { person, register: "nmc", until });
}
function shift(person: string, from: number, to: number, id = `shi-${person}`): void {
  const engagement = `eng-${person}`;
  house.record("shift.rostered", { engagement, from, role: "nurse", shift: id, to, ward: "4B" });
}
/** Time passes until then, a look each minute of the last hour and each hour before. */
function until(time: number): void {
  while (house.now < time) {
    house.now = Math.min(time, house.now + (time - house.now > hour ? hour : 60_000));
    look();
  }
}
function look(): number {
  const before = house.log.length;
  const command = watch.due(house.world, house.now);
  if (command !== undefined) house.submit(command);
  return house.log.length - before;
}
const lapsed = (person: string) => house.world.registrations.get(`${person}|nmc`)?.lapsed;

test("[L7] an expired registration suspends at the end of the running shift, and not before; what is open ends", () => {
  join("eva", morning + 2 * hour);
  shift("eva", morning - hour, morning + 6 * hour);
  shift("eva", morning + 7 * hour, morning + 15 * hour, "shi-later");
  until(morning + 6 * hour - 1);
  expect(lapsed("eva")).toMatchObject({ why: "expired", effect: morning + 6 * hour, takeOver: [] });
  expect(house.state("eng-eva")).toBe("active");
  house.asked.length = 0;
  until(morning + 6 * hour);
  expect(house.world.engagements.get("eng-eva")).toMatchObject({
    state: "suspended",
    suspended: { at: morning + 6 * hour, reason: "registration" },
  });
  expect(house.asked.map(({ engagement, what }) => [engagement.id, what])).toEqual([
    ["eng-eva", "open"],
  ]);
});

test("[L7] off shift it takes effect at once; before its end nothing happens", () => {
  join("eva", morning + 2 * hour);
  shift("eva", morning + 3 * hour, morning + 6 * hour);
  until(morning + 2 * hour - 1);
  expect([lapsed("eva"), house.state("eng-eva")]).toEqual([undefined, "active"]);
  until(morning + 2 * hour);
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] a shift that is cut short does not keep it waiting, and one that is put on afterwards does not put it off", () => {
  join("eva", morning + 2 * hour);
  shift("eva", morning - hour, morning + 6 * hour);
  until(morning + 2 * hour);
  shift("eva", morning - hour, morning + 3 * hour);
  shift("eva", morning + 3 * hour, morning + 20 * hour, "shi-more");
  until(morning + 3 * hour);
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] a period on call that lasts for days puts it off for a day at most", () => {
  join("eva", morning + hour);
  const terms = { engagement: "eng-eva", role: "nurse", service: "4B" };
  const week = { from: morning - day, to: morning + 6 * day };
  house.record("on-call.rostered", { onCall: "onc-eva", ...terms, ...week });
  until(morning + day + hour - 1);
  expect(house.state("eng-eva")).toBe("active");
  until(morning + day + hour);
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] what gives no clinical role goes on; whoever works here no more is let be", () => {
  join("eva", morning + hour, "ward-clerk");
  join("lee", morning + hour);
  house.record("engagement.ended", { engagement: "eng-lee", reason: "left" });
  const before = house.log.length;
  until(morning + 2 * hour);
  expect(house.kindsSince(before)).toEqual([]);
  expect(lapsed("lee")).toBeUndefined();
});

test("[L7] what was renewed in time goes on, and what is renewed later is resumed in one step, not before", () => {
  join("eva", morning + hour);
  join("lee", morning + hour + day);
  house.record("registration.recorded", {
    person: "eva",
    register: "nmc",
    until: morning + 300 * day,
  });
  until(morning + day + hour);
  expect([house.state("eng-eva"), house.state("eng-lee")]).toEqual(["active", "suspended"]);
  const resume = resumeEngagement({ engagement: "eng-lee", actor: mia });
  expect(() => house.submit(resume)).toThrow(expect.objectContaining(refusal("proof-missing")));
  house.record("registration.recorded", {
    person: "lee",
    register: "nmc",
    until: morning + 300 * day,
  });
  house.submit(resume);
  look();
  expect(house.state("eng-lee")).toBe("active");
});

test("[L7] whoever is engaged or resumed with a registration that is over is suspended again within a minute", () => {
  join("eva", morning + hour);
  until(morning + hour);
  house.record("engagement.resumed", { engagement: "eng-eva" });
  look();
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] of a register that does not answer no date counts, until it answers or is asked no more", () => {
  join("eva", morning + hour);
  house.record("register.failed", { asked: 1, register: "nmc" });
  until(morning + 5 * day);
  expect(house.state("eng-eva")).toBe("active");
  house.record("register.answered", { asked: 1, register: "nmc", unknown: 0, whole: true });
  look();
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] a register that nobody asks any more leaves the date that is on record", () => {
  join("eva", morning + hour);
  house.record("register.answered", { asked: 1, register: "nmc", unknown: 0, whole: true });
  until(morning + 7 * day - 1);
  expect(house.state("eng-eva")).toBe("active");
  until(morning + 7 * day);
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] many at once are not believed: nobody is suspended, that is on record once a day, and somebody may say that they are meant", () => {
  for (const person of ["eva", "lee", "pia"]) join(person, morning + hour);
  const before = house.log.length;
  until(morning + 23 * hour);
  expect(house.kindsSince(before)).toEqual(["registrations.stopped"]);
  expect(house.log.at(-1)?.body).toEqual({ lapses: 3, live: 3, register: "nmc" });
  until(morning + 26 * hour);
  expect(house.kindsSince(before)).toHaveLength(2);
  const meant = (lapses: number) =>
    house.record("registrations.released", { lapses, register: "nmc", until: house.now + day });
  meant(2);
  look();
  expect(house.state("eng-eva")).toBe("active");
  meant(3);
  look();
  expect(["eva", "lee", "pia"].map((person) => house.state(`eng-${person}`))).toEqual(
    Array(3).fill("suspended"),
  );
});

test("[L7] one after the other within a day is many at once too", () => {
  join("eva", morning + hour);
  join("lee", morning + 2 * hour);
  until(morning + 24 * hour);
  expect([house.state("eng-eva"), house.state("eng-lee")]).toEqual(["suspended", "active"]);
  until(morning + 26 * hour);
  expect(house.state("eng-lee")).toBe("suspended");
});

test("nothing is looked at twice where nothing has changed, and two nodes do it once", () => {
  join("eva", morning + hour);
  house.now = morning + hour;
  const [mine, theirs] = [watch, watchRegistrations(house, system)].map((one) =>
    one.due(house.world, house.now),
  );
  if (mine === undefined || theirs === undefined) throw new Error("both have something to do");
  house.submit(mine);
  const before = house.log.length;
  house.submit(theirs);
  expect(house.log.length).toBe(before);
  expect([look(), look()]).toEqual([0, 0]);
});
