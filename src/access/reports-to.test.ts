import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { reportsTo } from "./reports-to.ts";
import { day, evening, type TestHospital, testHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: TestHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = testHospital(bundle);
});

const managers = (person: string) =>
  [...hospital.world.people.values()]
    .map(({ id }) => id)
    .filter((boss) => reportsTo(bundle, hospital.world, person, boss, hospital.now))
    .toSorted();

function engaged(person: string, more: { manager?: string; sponsor?: string }): void {
  for (const id of [person, ...Object.values(more)]) {
    hospital.record("person.registered", { person: id });
  }
  hospital.record("engagement.started", {
    engagement: `eng-${person}`,
    from: evening - day,
    person,
    to: evening + 300 * day,
    type: "contractor",
    ...more,
  });
}

describe("[X19] whom somebody reports to", () => {
  test("nobody, where nobody is on record", () => {
    hospital.person("ben", { role: "nurse", ward: "4B" });
    expect(managers("ben")).toEqual([]);
    expect(managers("nobody")).toEqual([]);
  });

  test("whom HR names, who answers for the engagement, and their managers too; no circle is endless", () => {
    engaged("ann", { manager: "ben", sponsor: "cat" });
    engaged("ben", { manager: "dan" });
    engaged("dan", { manager: "ann" });
    expect(managers("ann")).toEqual(["ben", "cat", "dan"]);
  });

  test("who runs a ward that they have a role in; two who run it are equals", () => {
    hospital.person("ben", { role: "nurse", ward: "4B" });
    hospital.person("mia", { role: "ward-manager", ward: "4B" });
    hospital.person("mo", { role: "ward-manager", ward: "4B" });
    hospital.person("max", { role: "ward-manager", ward: "6A" });
    expect(managers("ben")).toEqual(["mia", "mo"]);
    expect(managers("mia")).toEqual([]);
  });

  test("only while the engagement and the role last", () => {
    engaged("ann", { manager: "ben" });
    hospital.person("eve", { role: "nurse", ward: "4B" });
    hospital.person("mia", { role: "ward-manager", ward: "4B" });
    hospital.record("engagement.ended", { engagement: "eng-mia", reason: "left" });
    hospital.record("engagement.ended", { engagement: "eng-ann", reason: "left" });
    hospital.now += 1;
    expect(managers("ann")).toEqual([]);
    expect(managers("eve")).toEqual([]);
  });
});
