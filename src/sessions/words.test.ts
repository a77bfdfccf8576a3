import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { dutiesOf, sayDuty, sayOffDuty, sayRefusal, sayTime, sceneOf, tap } from "./index.ts";
import { hour, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

test("times are the site's, and carry their day where it could be mistaken", () => {
  const zone = "Europe/London";
  expect(sayTime(start, start, zone)).toBe("19:00");
  expect(sayTime(start + 12 * hour, start, zone)).toBe("07:00");
  expect(sayTime(start + 36 * hour, start, zone)).toBe("Thu 07:00");
  expect(sayTime(start + 24 * 10 * hour, start, zone)).toBe("Fri 2026-03-20 19:00");
  // London is an hour ahead of UTC from 29 March.
  expect(sayTime(Date.parse("2026-03-30T06:30:00Z"), start, zone)).toContain("07:30");
});

test("a duty is said with its place, and where in it we are", () => {
  const hospital = new SmallHospital(bundle);
  const say = (person: string) => {
    const scene = sceneOf(hospital.deps, hospital.world, hospital.now);
    return dutiesOf(scene, person).map((duty) => sayDuty(hospital.world, duty, hospital.now));
  };
  expect(say("amy")).toEqual(["Shift on 4B to 19:30"]);
  expect(say("ben")).toEqual(["Shift on 4B from 19:30"]);
  expect(say("cleo")).toEqual(["On call for cardiology to Wed 15:00"]);
  hospital.now += hour - 1;
  expect(say("amy")).toEqual(["Shift on 4B ended 19:30, handover"]);
});

test("off duty one is told when one may come, an unknown badge is told nothing", () => {
  const hospital = new SmallHospital(bundle);
  const say = (number: string) => {
    const answer = hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: number }));
    if (answer.type === "off-duty")
      return sayOffDuty(answer.next, hospital.world, hospital.now, true);
    if (answer.type !== "refused") throw new Error("not refused");
    return sayRefusal(answer, hospital.world, hospital.now);
  };
  expect(say("number-dan")).toMatch(
    /^You are off duty.*on 4B from Thu 07:00.*from Thu 06:30\..*start your shift/,
  );
  hospital.record("badge.ended", { badge: "bdg-ben", reason: "lost" });
  expect(say("number-ben")).toBe(say("nobody"));
});
