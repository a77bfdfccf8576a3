import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { day, hour, mia, pia, ReviewedHouse, start } from "./access-test-support.ts";
import { confirmOrdinary, decideAccess } from "./decide-access.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let house: ReviewedHouse;
const idsOf = ({ world }: ReviewedHouse) => [...world.roles.values()].map(({ id }) => id);
beforeEach(() => {
  house = new ReviewedHouse(bundle);
});

describe("[L8] what nobody confirms in a review ends", () => {
  test("when it is due: reminded once before, said once, and closed", () => {
    house.has("amy", "nurse", "4B");
    const campaign = house.open({ type: "role", of: "nurse" });
    house.now = start + 10 * day - 1;
    expect(house.tick()).toEqual([]);
    house.now++;
    expect(house.tick()).toEqual(["campaign.reminded"]);
    expect(house.tick()).toEqual([]);
    house.now = start + 14 * day - 1;
    expect(house.tick()).toEqual([]);
    house.now++;
    expect(house.tick()).toEqual(["campaign.ended", "role.ended", "campaign.over"]);
    expect(house.world.roles.has("amy-nurse-4B")).toBe(false);
    expect(house.items(campaign).get("amy-nurse-4B")?.decision).toEqual({
      at: start + 14 * day,
      by: "wardkey",
      how: "silence",
      outcome: "ended",
      position: house.log.findIndex(({ kind }) => kind === "campaign.ended"),
    });
    expect(house.tick()).toEqual(["campaign.closed"]);
    expect(house.tick()).toEqual([]);
  });

  test("never what was confirmed, nor what was given after the review was opened", () => {
    house.has("amy", "nurse", "4B");
    const campaign = house.open({ type: "ward", of: "4B" });
    house.has("ben", "nurse", "4B");
    const wish = { actor: mia, as: "manager", campaign, spent: 1_000, ward: "4B" } as const;
    house.run(confirmOrdinary(house, wish));
    house.now += 20 * day;
    house.tick();
    const left = idsOf(house).filter((id) => id.endsWith("4B"));
    expect(left).toEqual(["amy-nurse-4B", "ben-nurse-4B"]);
  });

  test("but for a clinical role that is rostered within 14 days, and one that is critical: these escalate, and never end by silence", () => {
    for (const each of ["amy", "ben", "eve", "fay"]) house.has(each, "nurse", "4B");
    house.has("cy", "ward-clerk", "4B");
    house.has("con", "consultant", "4B");
    house.has("doc", "doctor", "cardiology");
    house.has("amy", "nurse", "6A");
    const campaign = house.open();
    house.now += 14 * day;
    house.rostered("amy", "nurse", "4B", 13);
    house.rostered("ben", "nurse", "4B", 14);
    house.rostered("eve", "nurse", "6A", 3);
    house.rostered("cy", "ward-clerk", "4B", 1);
    const call = { engagement: "eng-doc", from: house.now, role: "doctor", service: "cardiology" };
    house.record("on-call.rostered", { onCall: "o", ...call, to: house.now + hour });
    house.tick();
    const escalated = [...house.items(campaign).values()].flatMap((item) =>
      item.escalated === true ? [item.assignment] : [],
    );
    // Eve has no role in 6A: it is by hers in 4B that she works there. Amy's in 6A nobody asks for.
    const kept = ["amy-nurse-4B", "con-consultant-4B", "doc-doctor-cardiology", "eve-nurse-4B"];
    // There is nobody but Pia who could have looked at hers.
    kept.push("pia-privacy-officer-hospital");
    expect(escalated.toSorted()).toEqual(kept);
    expect(idsOf(house).toSorted()).toEqual(kept);
    house.now += 60 * day;
    expect(house.tick()).toEqual([]);
    expect(idsOf(house).toSorted()).toEqual(kept);
    const part = house.part(campaign, "4B");
    const decision = { actor: pia, as: "successor", outcome: "ended", part, spent: 0 } as const;
    house.run(decideAccess(house, { ...decision, assignment: "amy-nurse-4B" }));
    expect(house.world.roles.has("amy-nurse-4B")).toBe(false);
    house.now = start + 165 * day;
    expect(house.tick()).toContain("campaign.settled");
    expect(house.tick()).toEqual(["campaign.closed"]);
  });

  test("nor what nobody could have decided on: silence says something only of those who could speak", () => {
    const campaign = house.open({ type: "role", of: "privacy-officer" });
    house.now += 14 * day;
    expect(house.tick()).toEqual(["campaign.escalated", "campaign.over"]);
    const other = new ReviewedHouse(bundle);
    other.has("sam", "security-engineer", "hospital");
    other.open({ type: "role", of: "privacy-officer" });
    other.now += 14 * day;
    expect(other.tick()).toContain("role.ended");
    expect(house.items(campaign).get("pia-privacy-officer-hospital")?.escalated).toBe(true);
  });

  test("a few at a time where they are many, and nothing without a policy", () => {
    for (let nth = 0; nth < 450; nth++) house.has(`n${nth}`, "nurse", "6A");
    house.open({ type: "ward", of: "6A" });
    house.now += 14 * day;
    expect(house.tick(null)).toEqual([]);
    expect(house.tick()).not.toEqual([]);
    expect(house.world.roles.size).toBe(252);
    expect(house.tick()).not.toContain("campaign.over");
    expect(house.tick()).toContain("campaign.over");
    expect(house.world.roles.size).toBe(2);
  });
});

test("[L2] [L8] no assignment without an end: whatever is decided and rostered, what nobody confirmed has ended or waits for somebody, and what goes on ends by itself", () => {
  const had = fc.record({
    person: fc.constantFrom("a", "b", "c", "d", "e"),
    role: fc.constantFrom("nurse", "consultant", "ward-clerk", "administrator"),
    ward: fc.constantFrom("4B", "6A"),
    lasts: fc.integer({ min: 1, max: 300 }),
  });
  const act = fc.record({
    does: fc.constantFrom("confirm", "keep", "end", "roster", "leave", "wait", "give"),
    nth: fc.nat({ max: 30 }),
  });
  fc.assert(
    fc.property(fc.array(had, { maxLength: 15 }), fc.array(act, { maxLength: 25 }), (all, acts) => {
      house = new ReviewedHouse(bundle);
      for (const { lasts, person, role, ward } of all) {
        house.has(person, role, ward, { from: start - day, to: start + lasts * day });
      }
      const campaign = house.open();
      const listed = [...house.items(campaign).values()];
      const quietly = (work: () => void) => {
        try {
          work();
        } catch (error) {
          if ((error as Error).name !== "ReviewError") throw error;
        }
      };
      for (const { does, nth } of acts) {
        const item = listed[nth % listed.length];
        if (item === undefined) break;
        const { assignment, engagement, person, role, ward } = item;
        const by = { actor: mia, as: "manager", spent: 0 } as const;
        const part = house.part(campaign, ward);
        const outcome = does === "end" ? "ended" : "confirmed";
        if (does === "confirm")
          quietly(() => house.run(confirmOrdinary(house, { ...by, campaign, ward })));
        if (does === "keep" || does === "end") {
          quietly(() => house.run(decideAccess(house, { ...by, assignment, outcome, part })));
        }
        if (does === "roster") house.rostered(person, role, ward, nth);
        if (does === "leave") house.record("engagement.ended", { engagement, reason: "left" });
        if (does === "wait") house.now += nth * hour;
        if (does === "give") house.has(person, "doctor", ward, { to: start + 200 * day });
        house.tick();
      }
      house.now = Math.max(house.now, start + 14 * day);
      for (let turn = 0; turn < 3; turn++) house.tick();
      for (const { assignment, decision, escalated } of house.items(campaign).values()) {
        const role = house.world.roles.get(assignment);
        if (decision === undefined) expect(escalated).toBe(true);
        else if (decision.outcome === "ended") expect(role).toBeUndefined();
        // Whoever left has no role any more, whatever was confirmed before.
        if (role !== undefined) expect(role.to).toBeLessThanOrEqual(start + 366 * day);
      }
      house.now = start + 366 * day;
      for (let turn = 0; turn < 2; turn++) house.tick();
      expect(house.world.campaigns.get(campaign)?.closedAt).toBeDefined();
    }),
  );
});
