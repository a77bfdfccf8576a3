import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { bookLocum, engagementsOver, receiveEngagement } from "./index.ts";
import { day, House, ina, morning, refusal } from "./test-support.ts";

const hour = day / 24;
const margin = hour / 2;

let bundle: Bundle;
let house: House;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  house = new House(bundle);
});

const [from, to] = [morning + 10 * hour, morning + 22 * hour];
const book = (more: Partial<Parameters<typeof bookLocum>[1]> = {}) => {
  const shift = { name: "Eva Silva", role: "nurse", ward: "4B", from, to, booker: "mia" };
  return house.submit(bookLocum(house, { ...shift, ...more }));
};
const seen = { method: "photo-id", level: 2, until: morning + 400 * day, actor: ina } as const;
const refused = (code: string) => expect.objectContaining(refusal(code));

describe("booking a locum", () => {
  test("[L2] [L5] is an engagement, a role and a shift that end with the shift and its margin, in one batch", () => {
    const before = house.world.next;
    const { engagement, person, shift } = book({ agency: "Staff Now" });
    expect(house.kindsSince(before)).toEqual([
      "person.registered",
      "engagement.offered",
      "role.assigned",
      "shift.rostered",
    ]);
    expect(house.world.engagements.get(engagement)).toMatchObject({
      type: "locum",
      state: "offered",
      sponsor: "mia",
      from: morning,
      to: to + margin,
    });
    expect(house.world.shifts.get(shift)).toMatchObject({ engagement, from, to, ward: "4B" });
    const [role = ""] = house.world.rolesByPerson.get(person);
    const span = { from: from - margin, to: to + margin };
    expect(house.world.roles.get(role)).toMatchObject({ role: "nurse", ...span });
  });

  test.each([
    ["ends before it begins", { from: to, to: from }],
    ["is over", { from: morning - 2 * hour, to: morning }],
    ["lasts longer than a day", { to: from + day + 1 }],
    ["begins in more than a month", { from: from + 31 * day, to: to + 31 * day }],
    ["is at no time at all", { from: Number.NaN }],
  ])("[L2] for a shift that %s is refused, and nothing is booked", (_what, times) => {
    const before = house.world.next;
    expect(() => book(times)).toThrow(refused("shift-refused"));
    expect(house.world.next).toBe(before);
  });

  test.each(["nurse-in-charge", "ward-manager", "administrator", "ward-clerk", "wizard"])(
    "as %s is refused: a locum is in charge of nobody, and holds no office",
    (role) => {
      expect(() => book({ role })).toThrow(refused("role-refused"));
    },
  );

  test("for a ward that is none is refused", () => {
    expect(() => book({ ward: "9Z" })).toThrow(refused("role-refused"));
  });

  test("somebody who was here before is booked again, but not for two shifts at a time", () => {
    const { person } = book();
    expect(() => book({ person, from: to - 1, to: to + hour })).toThrow(refused("shift-overlaps"));
    const { engagement } = book({ person, from: to, to: to + hour });
    expect(house.world.engagementsByPerson.get(person)).toHaveLength(2);
    expect(house.world.engagements.get(engagement)?.person).toBe(person);
  });
});

describe("receiving a locum", () => {
  test("[L7] who they are is seen and they are active, in one batch, by somebody else", () => {
    const { engagement, person } = book();
    const before = house.world.next;
    const own = { ...seen, engagement, actor: { type: "person", id: person } } as const;
    expect(() => house.submit(receiveEngagement(own))).toThrow(refused("own-engagement"));
    house.submit(receiveEngagement({ ...seen, engagement }));
    expect(house.kindsSince(before)).toEqual(["engagement.proofed", "engagement.activated"]);
    expect(house.world.engagements.get(engagement)).toMatchObject({
      state: "active",
      proof: { by: "ina", level: 2, method: "photo-id" },
    });
    const again = { ...seen, engagement };
    expect(() => house.submit(receiveEngagement(again))).toThrow(refused("not-offered"));
  });

  test("[L7] evidence that is too weak or has expired lets nobody in", () => {
    const { engagement } = book();
    const receive = (more: object) => () =>
      house.submit(receiveEngagement({ ...seen, engagement, ...more }));
    expect(receive({ level: 3 })).toThrow(refused("proof-too-weak"));
    expect(receive({ until: morning })).toThrow(refused("proof-expired"));
    expect(house.state(engagement)).toBe("offered");
  });

  test("[L1] [L5] at the end of the shift and its margin it is over, and needs nobody", () => {
    const { engagement } = book();
    house.submit(receiveEngagement({ ...seen, engagement }));
    house.now = to + margin - 1;
    expect(overNow()).toEqual([]);
    house.now = to + margin;
    expect(overNow()).toContain("engagement.ended");
    const late = { ...seen, engagement, until: house.now + day };
    expect(() => house.submit(receiveEngagement(late))).toThrow(refused("not-offered"));
  });
});

function overNow(): readonly string[] {
  const { now: at, world } = house;
  return engagementsOver(house, { at, id: (prefix) => prefix, world }, 10).map(({ kind }) => kind);
}
