import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { hour, mia, pia, ReviewedHouse } from "./access-test-support.ts";
import { type AccessWish, confirmOrdinary, decideAccess } from "./decide-access.ts";
import { delegateAccess } from "./delegate-access.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let house: ReviewedHouse;
let campaign: string;
beforeEach(() => {
  house = new ReviewedHouse(bundle);
  for (const each of ["amy", "ben", "eve"]) house.has(each, "nurse", "4B");
  house.has("eve", "administrator", "4B");
  house.has("ina", "nurse-in-charge", "4B");
  house.has("fay", "nurse", "6A");
  campaign = house.open();
  house.now += hour;
});

const confirm = (more: Partial<Parameters<typeof confirmOrdinary>[1]> = {}) => {
  const wish = { actor: mia, as: "manager", campaign, spent: 20_000, ward: "4B" } as const;
  return house.run(confirmOrdinary(house, { ...wish, ...more }));
};
const decide = (assignment: string, more: Partial<AccessWish> = {}) => {
  const part = house.part(campaign, "4B");
  const wish = { actor: mia, as: "manager", outcome: "confirmed", part, spent: 5_000 } as const;
  house.run(decideAccess(house, { ...wish, assignment, ...more }));
};
const decided = (assignment: string) => house.items(campaign).get(assignment)?.decision;

describe("[L8] what is ordinary is confirmed in one act", () => {
  test("all of the ward, and nothing that is exceptional, somebody's own or another ward's", () => {
    expect(confirm()).toBe(4);
    const how = { by: "mia", how: "together", outcome: "confirmed", spent: 20_000 };
    for (const each of ["amy-nurse-4B", "ben-nurse-4B", "eve-nurse-4B"]) {
      expect(decided(each)).toMatchObject(how);
    }
    for (const each of ["eve-administrator-4B", "mia-ward-manager-4B", "fay-nurse-6A"]) {
      expect(decided(each)).toBeUndefined();
    }
    expect(confirm()).toBe(0);
  });

  test("nor what has ended or become another role since it was listed", () => {
    house.record("role.ended", { assignment: "amy-nurse-4B" });
    const {
      id: assignment,
      person: _,
      ...ben
    } = house.world.roles.get("ben-nurse-4B") ?? {
      engagement: "",
      from: 0,
      id: "",
      person: "",
      role: "",
      to: 0,
      ward: "",
    };
    house.record("role.assigned", { ...ben, assignment, role: "doctor" });
    expect(confirm()).toBe(2);
    expect(decided("amy-nurse-4B")).toBeUndefined();
    expect(decided("ben-nurse-4B")).toBeUndefined();
  });

  test("by one who runs the ward only", () => {
    for (const [actor, as] of [
      [{ type: "person", id: "ina" }, "manager"],
      [{ type: "person", id: "ina" }, "delegate"],
    ] as const) {
      expect(() => confirm({ actor, as })).toThrow(/before those who run the ward/);
    }
    expect(() => confirm({ ward: "9Z" })).toThrow(/no such open access review/);
    // Privacy takes over what nobody there can decide: nothing of this ward's ordinary.
    expect(confirm({ actor: pia, as: "successor" })).toBe(0);
    expect(confirm({ actor: pia, as: "successor", ward: "6A" })).toBe(1);
  });
});

describe("[L8] what is exceptional is decided one by one", () => {
  test("it goes on, or ends at once, in the same batch as the decision", () => {
    decide("amy-nurse-4B");
    expect(decided("amy-nurse-4B")).toMatchObject({ how: "singly", outcome: "confirmed" });
    expect(house.world.roles.has("amy-nurse-4B")).toBe(true);
    decide("eve-administrator-4B", { outcome: "ended" });
    expect(decided("eve-administrator-4B")).toMatchObject({ outcome: "ended", spent: 5_000 });
    expect(house.world.roles.has("eve-administrator-4B")).toBe(false);
    const [said, ended] = house.log.slice(-2);
    expect([said?.kind, ended?.kind]).toEqual(["campaign.ended", "role.ended"]);
    expect(ended?.causedBy).toBe(said?.id);
  });

  test("once; and not what has ended by itself", () => {
    decide("amy-nurse-4B");
    expect(() => decide("amy-nurse-4B", { outcome: "ended" })).toThrow(/decided on this/);
    house.record("role.ended", { assignment: "ben-nurse-4B" });
    expect(() => decide("ben-nurse-4B")).toThrow(/decided on this/);
    expect(() => decide("nobody")).toThrow(/decided on this/);
    expect(() => decide("amy-nurse-4B", { part: "none" })).toThrow(/no such open/);
  });

  test("[X19] never by its holder, nor by whoever reports to them", () => {
    expect(() => decide("mia-ward-manager-4B")).toThrow(/their own access/);
    house.run(delegateAccess(house, { actor: mia, campaign, to: "ina", ward: "4B" }));
    const ina = { actor: { type: "person", id: "ina" }, as: "delegate" } as const;
    expect(() => decide("mia-ward-manager-4B", ina)).toThrow(/whom they report to/);
    decide("amy-nurse-4B", ina);
    expect(decided("amy-nurse-4B")?.by).toBe("ina");
    decide("mia-ward-manager-4B", { actor: pia, as: "successor" });
  });

  test("those who take over have what nobody whose work it is could decide, and nothing else", () => {
    const successor = { actor: pia, as: "successor" } as const;
    expect(() => decide("amy-nurse-4B", successor)).toThrow(/before those who run the ward/);
    decide("fay-nurse-6A", { ...successor, part: house.part(campaign, "6A") });
    expect(decided("fay-nurse-6A")?.by).toBe("pia");
  });

  test("no longer is believed to have been looked than the review has been open", () => {
    decide("amy-nurse-4B", { spent: 9 * hour });
    decide("ben-nurse-4B", { spent: -5 });
    expect(decided("amy-nurse-4B")?.spent).toBe(hour);
    expect(decided("ben-nurse-4B")?.spent).toBe(0);
  });
});
