import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { LogRecord } from "../world/index.ts";
import { day, hour, ReviewedHouse, start } from "./access-test-support.ts";
import { type UseWatch, watchUses } from "./watch-uses.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let house: ReviewedHouse;
let watch: UseWatch;
beforeEach(() => {
  house = new ReviewedHouse(bundle);
  watch = watchUses(house, { type: "system", id: "wardkey" });
  house.has("amy", "nurse", "4B");
  house.has("amy", "nurse", "6A");
  house.has("amy", "ward-clerk", "6A");
});

/** Something was permitted to Amy. */
function permitted(action: string, resource = { type: "ward", id: "4B" }): void {
  const subject = { type: "person", id: "amy" };
  const about = { context: { purpose: "TREAT" }, policies: [], bundle: "", decider: 1 };
  const body = { action, resource, subject, ...about };
  const record = { kind: "decision.permitted", at: house.now, body } as unknown as LogRecord;
  watch.follow([record], house.world);
}

/** What is written now. */
function written(all = false): readonly string[] {
  const before = house.log.length;
  const command = watch.due(house.now, all);
  if (command !== undefined) house.run(command);
  return house.log
    .slice(before)
    .flatMap((record) => (record.kind === "role.used" ? record.body.assignments : []));
}

test("[L8] the last use of a role is written an hour after the first permit by it, once a day", () => {
  permitted("chart.open");
  expect(written()).toEqual([]);
  house.now += hour;
  permitted("note.write");
  expect(written()).toEqual(["amy-nurse-4B"]);
  expect(house.world.roleUses.get("amy-nurse-4B")?.at).toBe(start + hour);
  permitted("chart.open");
  expect(written(true)).toEqual([]);
  house.now += day;
  permitted("chart.open");
  expect(written(true)).toEqual(["amy-nurse-4B"]);
  expect(house.world.roleUses.get("amy-nurse-4B")?.at).toBe(start + day + hour);
});

test("of several roles those count that include the action and are of the place; where none is, all that include it", () => {
  permitted("medication.administer", { type: "ward", id: "6A" });
  expect(written(true)).toEqual(["amy-nurse-6A"]);
  permitted("patient.search", { type: "hospital", id: "hospital" });
  expect(written(true)).toEqual(["amy-nurse-4B", "amy-ward-clerk-6A"]);
  permitted("review.close");
  expect(written(true)).toEqual([]);
});

test("what has ended meanwhile is not written, and a role that ends is forgotten with its use", () => {
  permitted("chart.open");
  house.record("role.ended", { assignment: "amy-nurse-4B" });
  expect(written(true)).toEqual([]);
  permitted("chart.open");
  expect(written(true)).toEqual(["amy-nurse-6A"]);
  house.record("role.ended", { assignment: "amy-nurse-6A" });
  expect(house.world.roleUses.size).toBe(0);
});
