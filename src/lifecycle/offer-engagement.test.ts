import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { EngagementType } from "../world/index.ts";
import { activateEngagement, proofEngagement } from "./index.ts";
import { offerEngagement } from "./offer-engagement.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

let bundle: Bundle;
let house: House;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  house = new House(bundle);
});

const kinds: readonly EngagementType[] = ["employee", "locum", "contractor", "student", "visiting"];

describe("offering", () => {
  test.each(kinds)("[L2] a %s is offered with an end, and so is each role", (type) => {
    const { engagement, person } = house.offer({ type });
    const to = morning + 30 * day;
    expect(house.world.engagements.get(engagement)).toMatchObject({ state: "offered", type, to });
    const [role] = house.world.rolesByPerson.get(person);
    expect(house.world.roles.get(role ?? "")).toMatchObject({ role: "nurse", ward: "4B", to });
  });

  test("[L1] [L7] what is offered gives nothing until somebody has shown who they are and it is activated", () => {
    const { engagement } = house.offer();
    expect(() => house.submit(activateEngagement({ engagement, actor: mia }))).toThrow(
      expect.objectContaining(refusal("proof-missing")),
    );
    const until = morning + 400 * day;
    const seen = { engagement, method: "photo-id", level: 2, until, actor: ina } as const;
    house.submit(proofEngagement(seen));
    expect(house.state(engagement)).toBe("proofed");
    expect(house.world.engagements.get(engagement)?.proof).toEqual({
      at: morning,
      by: "ina",
      level: 2,
      method: "photo-id",
      until,
    });
    house.submit(activateEngagement({ engagement, actor: mia }));
    expect(house.state(engagement)).toBe("active");
  });

  test.each([
    ["ends before it begins", { from: morning + day, to: morning }, "ends-before-beginning"],
    ["ends as it begins", { from: morning, to: morning }, "ends-before-beginning"],
    ["has no end", { to: Number.POSITIVE_INFINITY }, "ends-before-beginning"],
    ["is over already", { from: morning - 2 * day, to: morning - day }, "ends-in-the-past"],
    ["lasts too long", { to: morning + 400 * day }, "ends-too-late"],
  ])("[L2] one that %s is refused", (_what, times, code) => {
    const before = house.world.next;
    expect(() => house.offer(times)).toThrow(expect.objectContaining(refusal(code)));
    expect(house.world.next).toBe(before);
  });

  test.each([
    ["no end of its own within it", { to: morning + 31 * day }],
    ["an end before its beginning", { from: morning + 2 * day, to: morning + day }],
    ["a beginning before it", { from: morning - day }],
    ["an unknown ward", { ward: "9Z" }],
    ["an unknown role", { role: "wizard" }],
  ])("[L2] a role with %s is refused, and nothing is offered", (_what, more) => {
    const roles = [{ role: "nurse", ward: "4B", ...more }];
    expect(() => house.offer({ roles })).toThrow(expect.objectContaining(refusal("role-refused")));
    expect(house.world.people.size).toBe(2);
  });

  test("[L6] whoever is not employed here has a sponsor, who works here and is somebody else", () => {
    const { sponsor: _none, ...unsponsored } = {
      name: "Eva",
      type: "locum" as const,
      from: morning,
      to: morning + day,
      sponsor: "mia",
      roles: [],
      actor: mia,
    };
    expect(() => house.submit(offerEngagement(house, unsponsored))).toThrow(
      expect.objectContaining(refusal("sponsor-missing")),
    );
    const other = expect.objectContaining(refusal("sponsor-not-engaged"));
    expect(() => house.offer({ sponsor: "nobody" })).toThrow(other);
    expect(() => house.offer({ person: "ina", sponsor: "ina" })).toThrow(other);
    house.now = morning + 201 * day;
    expect(() => house.offer()).toThrow(other);
  });

  test("names of every script and of one name only are kept beside the log, and none in it (U3)", () => {
    const names = [
      "Élodie van der Berg",
      "Suharto",
      "王小明",
      "محمد علي",
      "𠮷田 太郎",
      "  Ben   Okafor ",
    ];
    const people = names.map((name) => house.offer({ name }).person);
    expect(people.map((person) => house.side.get(`names|${person}`))).toEqual([
      { type: "person", display: "Élodie van der Berg", initials: "ÉB" },
      { type: "person", display: "Suharto", initials: "S" },
      { type: "person", display: "王小明", initials: "王" },
      { type: "person", display: "محمد علي", initials: "مع" },
      { type: "person", display: "𠮷田 太郎", initials: "𠮷太" },
      { type: "person", display: "Ben Okafor", initials: "BO" },
    ]);
    expect(JSON.stringify(house.log)).not.toMatch(/Suharto|Okafor|王/);
    const unnamed = expect.objectContaining(refusal("sponsored-unknown"));
    expect(() => house.offer({ name: "  " })).toThrow(unnamed);
    expect(() => house.offer({ person: "nobody" })).toThrow(unnamed);
  });

  test("an agency is known by one id, however its name is written, and the log does not name it (U3)", () => {
    const agencies = ["Staff Now", " staff now "].map((agency) => {
      const { engagement } = house.offer({ agency });
      return house.world.engagements.get(engagement)?.agency;
    });
    expect(agencies[0]).toMatch(/^agy/);
    expect(agencies[1]).toBe(agencies[0]);
    expect(house.side.get(`names|${agencies[0]}`)).toEqual({
      type: "agency",
      display: "Staff Now",
    });
    expect(JSON.stringify(house.log)).not.toMatch(/staff now/i);
  });

  test("somebody who is known here has one more engagement, told apart from the first", () => {
    const { engagement } = house.offer({ person: "ina" });
    expect(house.world.engagementsByPerson.get("ina")).toEqual(["eng-ina", engagement]);
    expect([house.state("eng-ina"), house.state(engagement)]).toEqual(["active", "offered"]);
  });
});
