import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { AccessReviewRules, Bundle } from "../access/index.ts";
import type { CampaignScope } from "../world/index.ts";
import { day, ReviewedHouse, start } from "./access-test-support.ts";
import { listAccess, runningRoles } from "./list-access.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let house: ReviewedHouse;
beforeEach(() => {
  house = new ReviewedHouse(bundle);
});

function listed(scope: CampaignScope = { type: "all" }) {
  const { world, now: at } = house;
  const rules = bundle.reviews?.access as AccessReviewRules;
  return listAccess({ at, bundle, rules, world }, scope);
}

/** Why each is exceptional, by assignment. */
const because = (scope?: CampaignScope) =>
  Object.fromEntries(listed(scope).map((each) => [each.assignment, each.because]));

describe("[L8] an access review lists", () => {
  test("as ordinary what is neither privileged nor odd, and by itself what reaches over others", () => {
    house.has("amy", "nurse", "4B");
    expect(because()).toEqual({
      "amy-nurse-4B": [],
      "mia-ward-manager-4B": ["privileged"],
      "pia-privacy-officer-hospital": ["privileged"],
    });
  });

  test("by itself what hardly any of those who do the same work in the same place have; of few people it concludes nothing", () => {
    for (let nth = 0; nth < 5; nth++) house.has(`n${nth}`, "nurse", "4B");
    house.has("n0", "nurse", "6A");
    // Four others do the same work there.
    expect(because()["n0-nurse-6A"]).toEqual([]);
    house.has("n5", "nurse", "4B");
    const odd = listed().find(({ assignment }) => assignment === "n0-nurse-6A");
    expect(odd).toMatchObject({ because: ["outlier"], peers: { have: 0, of: 5 } });
    house.has("n1", "nurse", "6A");
    expect(because()["n0-nurse-6A"]).toEqual([]);
    expect(because()["n0-nurse-4B"]).toEqual([]);
  });

  test("by itself what gives clinical actions that their own role does not, and not what only gives more of the ward's", () => {
    house.has("cy", "ward-clerk", "4B");
    house.has("bo", "ward-clerk", "4B");
    house.has("cy", "nurse", "6A");
    expect(because()["cy-nurse-6A"]).toEqual(["out-of-role"]);
    for (const each of ["amy", "ben", "eve"]) house.has(each, "nurse", "4B");
    house.has("amy", "nurse-in-charge", "4B");
    expect(because()["amy-nurse-in-charge-4B"]).toEqual([]);
  });

  test("by itself what is in a ward that they moved away from, whichever ward has more people", () => {
    house.has("amy", "nurse", "4B");
    house.has("ben", "nurse", "4B");
    house.has("amy", "nurse", "6A");
    const left = { dutyUntil: start, role: "nurse", until: start, ward: "4B" };
    const to = { from: start, role: "nurse", unrostered: [], ward: "6A" };
    house.record("engagement.moved", { engagement: "eng-amy", left: [left], ...to });
    expect(because()["amy-nurse-4B"]).toEqual(["former-ward"]);
    expect(because()["amy-nurse-6A"]).toEqual([]);
  });

  test("by itself what was not used for 60 days, once it has been counted for so long", () => {
    house.has("amy", "nurse", "4B");
    house.has("ben", "nurse", "4B");
    expect(because()["amy-nurse-4B"]).toEqual([]);
    house.record("role.used", { assignments: ["amy-nurse-4B", "ben-nurse-4B"] });
    house.now += 59 * day;
    house.has("eve", "nurse", "4B", { from: house.now });
    house.record("role.used", { assignments: ["ben-nurse-4B"] });
    expect(because()["amy-nurse-4B"]).toEqual([]);
    house.now += day;
    const amy = listed().find(({ assignment }) => assignment === "amy-nurse-4B");
    expect(amy).toMatchObject({ because: ["unused"], usedAt: start });
    expect(because()["ben-nurse-4B"]).toEqual([]);
    // It has not been theirs for as long.
    expect(because()["eve-nurse-4B"]).toEqual([]);
  });

  test("what is in its scope: a ward, a role, a risk, a person to whom something happened", () => {
    house.has("amy", "nurse", "4B");
    house.has("amy", "nurse", "6A");
    const ids = (scope: CampaignScope) => listed(scope).map(({ assignment }) => assignment);
    expect(ids({ type: "ward", of: "6A" })).toEqual(["amy-nurse-6A"]);
    expect(ids({ type: "role", of: "ward-manager" })).toEqual(["mia-ward-manager-4B"]);
    expect(ids({ type: "event", of: "amy" })).toEqual(["amy-nurse-4B", "amy-nurse-6A"]);
    const privileged = ["mia-ward-manager-4B", "pia-privacy-officer-hospital"];
    expect(ids({ type: "risk" })).toEqual(privileged);
    expect(ids({ type: "risk", of: "privileged" })).toEqual(privileged);
    expect(ids({ type: "risk", of: "unused" })).toEqual([]);
  });

  test("whoever is suspended too, and nothing that has ended or not begun", () => {
    house.has("amy", "nurse", "4B");
    house.has("ben", "nurse", "4B");
    house.has("eve", "nurse", "4B", { to: start });
    house.has("una", "nurse", "4B", { from: start + day });
    house.record("engagement.suspended", { engagement: "eng-amy", reason: "leave" });
    house.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
    expect(listed({ type: "role", of: "nurse" }).map(({ person }) => person)).toEqual(["amy"]);
  });
});

test("[L8] of whatever people have, all is listed, and once", () => {
  const roles = ["nurse", "doctor", "ward-clerk", "administrator", "no-such-role"];
  const had = fc.record({
    person: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
    role: fc.constantFrom(...roles),
    ward: fc.constantFrom("4B", "6A", "hospital"),
    from: fc.integer({ min: -300, max: 2 }),
    lasts: fc.integer({ min: 1, max: 365 }),
  });
  fc.assert(
    fc.property(fc.array(had, { maxLength: 40 }), (all) => {
      house = new ReviewedHouse(bundle);
      for (const { from, lasts, person, role, ward } of all) {
        const begins = start + from * day;
        house.has(person, role, ward, { from: begins, to: begins + lasts * day });
      }
      const found = listed();
      const ids = found.map(({ assignment }) => assignment);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.toSorted()).toEqual(
        runningRoles(house.world, house.now)
          .map(({ id }) => id)
          .toSorted(),
      );
    }),
  );
});
