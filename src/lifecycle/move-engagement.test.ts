import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { type Move, moveEngagement, previewMove } from "./move-engagement.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let house: House;
beforeEach(() => {
  house = new House(bundle);
  house.record("person.registered", { person: "eva" });
  house.engage("eva");
  const held = { engagement: "eng-eva", from: morning - day, to: morning + 200 * day };
  house.record("role.assigned", { assignment: "old", role: "nurse", ward: "4B", ...held });
});
const hour = day / 24;
const to6A: Move = { engagement: "eng-eva", role: "nurse", ward: "6A" };
const move = (more: Partial<Move> = {}, actor = mia) =>
  house.submit(moveEngagement(house, { ...to6A, ...more, actor }));
const refused = (code: string) => expect.objectContaining(refusal(code));
const held = () =>
  house.world.rolesByPerson
    .get("eva")
    .flatMap((id) => house.world.roles.get(id) ?? [])
    .map(({ role, ward, from, to }) => ({ role, ward, from, to }));
const roster = (shift: string, ward: string, from: number, to: number) =>
  house.record("shift.rostered", {
    ...{ engagement: "eng-eva", from, role: "nurse", shift, to, ward },
  });

describe("moving", () => {
  test("[L4] keeps the old role for the pattern's overlap, and no longer; what was shown is what happens", () => {
    const shown = previewMove(house, house.world, to6A, house.now);
    expect(held()).toHaveLength(1);
    const done = move();
    expect(done).toEqual(shown);
    expect(done).toMatchObject({
      lost: [{ role: "nurse", ward: "4B", until: morning + day }],
      overlap: { from: morning, until: morning + day },
      lostActions: [],
    });
    expect(held()).toEqual([
      { role: "nurse", ward: "4B", from: morning - day, to: morning + day },
      { role: "nurse", ward: "6A", from: morning, to: morning + 200 * day },
    ]);
  });

  test("[L4] from a later day, the overlap begins then", () => {
    const from = morning + 5 * day;
    move({ from });
    expect(held().map(({ from: begin, to }) => [begin, to])).toEqual([
      [morning - day, from + day],
      [from, morning + 200 * day],
    ]);
  });

  test("[L4] a ward whose pattern allows no overlap is left at once", () => {
    const place = { site: "north", type: "ward", pattern: "locum-heavy", name: "4B" } as const;
    house.record("ward.registered", { ...place, ward: "4B" });
    const done = move();
    expect(done.lost).toEqual([{ role: "nurse", ward: "4B", until: morning }]);
    expect(done).not.toHaveProperty("overlap");
    expect(held().map(({ ward }) => ward)).toEqual(["6A"]);
  });

  test("[L4] a role that ends within the overlap still ends then, and one that has yet to begin never does", () => {
    const terms = { engagement: "eng-eva", role: "nurse-in-charge", ward: "4B" };
    const soon = { from: morning - day, to: morning + hour };
    house.record("role.assigned", { assignment: "soon", ...terms, ...soon });
    const later = { from: morning + 9 * day, to: morning + 20 * day };
    house.record("role.assigned", { assignment: "later", ...terms, ...later });
    move();
    expect(house.world.roles.get("soon")?.to).toBe(morning + hour);
    expect(house.world.roles.has("later")).toBe(false);
  });

  test("[L4] what they are rostered for in the ward that they leave ends with the overlap; elsewhere it stays", () => {
    roster("today", "4B", morning - hour, morning + 8 * hour);
    roster("night", "4B", morning + 20 * hour, morning + 30 * hour);
    roster("later", "4B", morning + 3 * day, morning + 3 * day + 8 * hour);
    roster("new", "6A", morning + 4 * day, morning + 4 * day + 8 * hour);
    expect(move().unrostered).toEqual(["night", "later"]);
    const to = (shift: string) => house.world.shifts.get(shift)?.to;
    expect(to("today")).toBe(morning + 8 * hour);
    // Its margin ends with the overlap.
    expect(to("night")).toBe(morning + day - hour / 2);
    expect(to("later")).toBeUndefined();
    expect(to("new")).toBe(morning + 4 * day + 8 * hour);
  });

  test("[L4] the difference names what is gained and what is lost", () => {
    const done = move({ role: "doctor", ward: "4B" });
    expect(done.gained.actions).toContain("order.place");
    expect(done.gained.actions).not.toContain("seat.unlock");
    expect(done.lostActions).toContain("medication.administer");
    expect(done.lostActions).not.toContain("seat.unlock");
  });

  test("[L4] moved back within the overlap, the old role goes on as it was", () => {
    move();
    house.now += hour;
    move({ ward: "4B" });
    expect(house.world.roles.get("old")).toMatchObject({
      from: morning - day,
      to: morning + 200 * day,
    });
    expect(held().find(({ ward }) => ward === "6A")?.to).toBe(house.now + day);
  });

  test("[L2] never beyond the engagement, nor beyond twelve months", () => {
    house.record("engagement.extended", { engagement: "eng-eva", to: morning + 390 * day });
    expect(move().gained.to).toBe(morning + 366 * day);
    expect(() => move({ role: "doctor", from: morning + 391 * day })).toThrow(
      refused("role-refused"),
    );
  });

  test("is refused for what they have, for what nobody knows, for oneself, and after the end", () => {
    const before = house.log.length;
    expect(() => move({ ward: "4B" })).toThrow(refused("not-a-move"));
    expect(() => move({ ward: "9Z" })).toThrow(refused("role-refused"));
    expect(() => move({ role: "wizard" })).toThrow(refused("role-refused"));
    expect(() => move({}, { type: "person", id: "eva" })).toThrow(refused("own-engagement"));
    expect(() => move({ engagement: "none" })).toThrow(refused("engagement-unknown"));
    expect(house.log).toHaveLength(before);
    house.record("engagement.ended", { engagement: "eng-eva", reason: "left" });
    expect(() => move({}, ina)).toThrow(refused("engagement-ended"));
  });

  test("of a person with two engagements the other one is not touched", () => {
    const second = { engagement: "eng-second", from: morning - day, to: morning + 100 * day };
    house.record("engagement.started", { ...second, person: "eva", type: "employee" });
    const role = { assignment: "other", role: "nurse", ward: "4B", ...second };
    house.record("role.assigned", role);
    move();
    expect(house.world.roles.get("other")?.to).toBe(morning + 100 * day);
  });
});
