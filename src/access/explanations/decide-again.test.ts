import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../bundle/bundle.ts";
import { evening, hour, minute, type TestHospital, testHospital } from "../test-support.ts";
import { createAgain } from "./decide-again.ts";

let bundle: Bundle;
let hospital: TestHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = testHospital(bundle);
  const shift = [evening - hour, evening + 8 * hour] as const;
  hospital.person("ben", { role: "nurse", ward: "4B", shift: [...shift] });
  hospital.adt("anna", "A01", { ward: "6A", at: evening - 3 * hour });
});

/** Breaks the glass for Anna, and what that came to once it was decided again. */
function broken(person: string, glass = "gls") {
  const engagement = `eng-${person}`;
  const whose = { engagement, glass, patient: "anna", person, ward: "6A" };
  hospital.record("glass.broken", { ...whose, reason: "covering", until: hospital.now + hour });
  const again = createAgain(() => bundle);
  for (const record of hospital.log) again.take(record);
  return again.of(glass);
}

describe("[X20] what was asked is decided again with the change, in the world of then", () => {
  test("a shift on the patient's ward beside their own would have opened it", () => {
    expect(broken("ben")).toEqual({ byShift: true, byTime: false });
  });

  test("not a chart for assigned care only (C10)", () => {
    hospital.record("patient.marked", { mark: "vip", patient: "anna", source: "adt" });
    expect(broken("ben")?.byShift).toBe(false);
  });

  test("not where they were on no shift: a roster adds to those that there are", () => {
    hospital.person("carl", { role: "doctor", ward: "cardiology", shift: "none" });
    expect(broken("carl")?.byShift).toBe(false);
  });

  test("not what was open without asking, whatever was changed later", () => {
    hospital.record("care-team.recorded", {
      careTeam: "t1",
      patient: "anna",
      members: [{ from: 0, person: "ben", role: "nurse" }],
    });
    expect(broken("ben")).toEqual({ byShift: false, byTime: false });
    hospital.record("care-team.recorded", { careTeam: "t1", patient: "anna", members: [] });
    expect(broken("ben", "gls2")?.byShift).toBe(true);
  });

  test("a margin as long as it would have taken, and of the pattern of that ward", () => {
    hospital.record("shift.rostered", {
      engagement: "eng-ben",
      from: evening - 9 * hour,
      role: "nurse",
      shift: "before",
      to: evening - 45 * minute,
      ward: "6A",
    });
    hospital.now = evening;
    expect(broken("ben")).toEqual({ byShift: true, byTime: true });
  });

  test("a policy that nobody has decides nothing again", () => {
    broken("ben");
    const again = createAgain(() => undefined);
    for (const record of hospital.log) again.take(record);
    expect(again.of("gls")).toBeUndefined();
  });
});
