import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { PastException, ProposedChange } from "../../world/index.ts";
import type { Bundle } from "../bundle/bundle.ts";
import { day, evening, hour, minute, type TestHospital, testHospital } from "../test-support.ts";
import { countChange } from "./count-change.ts";
import { createPast } from "./past.ts";

let bundle: Bundle;
let hospital: TestHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = testHospital(bundle);
  hospital.person("ben", {
    role: "nurse",
    ward: "4B",
    shift: [evening - hour, evening + 8 * hour],
  });
});

/** Decided again every one of them would have been open, but those of these ids. */
function count(
  change: ProposedChange,
  exceptions: readonly PastException[],
  people = ["ben"],
  closed: readonly string[] = [],
) {
  const again = {
    of: (id: string) => ({ byShift: !closed.includes(id), byTime: !closed.includes(id) }),
  };
  const past = createPast();
  for (const record of hospital.log) past.take(record);
  const span = { from: evening - 30 * day, to: evening + day };
  return countChange({ past, again, bundle, exceptions, people, ...span }, change);
}

const broke = (person: string, ward: string, missed?: PastException["missed"]): PastException => ({
  id: `${person}-${ward}`,
  person,
  patient: "anna",
  ward,
  reason: "covering",
  at: evening,
  ...(missed === undefined ? {} : { missed }),
});

const time = (
  parameter: "handover-margin-before" | "handover-margin-after" | "tail",
  minutes: number,
  ward = "4B",
) => ({ type: "pattern", parameter, time: minutes * minute, ward }) as const;

describe("[X20] what a change would have done", () => {
  test("to a roster: these people's exceptions on the ward, and the patients who were there in their shifts", () => {
    hospital.adt("anna", "A01", { ward: "6A", at: evening });
    hospital.adt("later", "A01", { ward: "6A", at: evening + 10 * hour });
    hospital.adt("both", "A01", { ward: "6A", at: evening });
    hospital.adt("both", "A02", { ward: "4B", at: evening + hour });
    hospital.adt("own", "A01", { ward: "4B", at: evening });
    const change = { type: "roster", person: "ben", ward: "6A" } as const;
    const exceptions = [broke("ben", "6A"), broke("ben", "ED"), broke("eve", "6A")];
    expect(count(change, exceptions)).toEqual({ saved: 1, exposure: 1 });
    expect(count(change, exceptions, ["ben"], ["ben-6A"])).toEqual({ saved: 0, exposure: 1 });
    expect(count(change, [], [])).toEqual({ saved: 0, exposure: 0 });
  });

  test("to a margin: exceptions that it reaches under that pattern, and who was there in the time that it adds", () => {
    hospital.person("eve", {
      role: "nurse",
      ward: "6A",
      shift: [evening - 9 * hour, evening - hour],
    });
    hospital.adt("anna", "A01", { ward: "6A", at: evening });
    hospital.adt("gone", "A01", { ward: "6A", at: evening - 5 * hour });
    hospital.adt("gone", "A03", { at: evening - 2 * hour });
    const missed = { parameter: "handover-margin-after", ward: "6A", by: 60 * minute } as const;
    const exceptions = [
      broke("eve", "6A", missed),
      broke("eve", "6A", { ...missed, by: 2 * hour }),
      broke("eve", "ED", { ...missed, ward: "ED" }),
      broke("eve", "6A", { ...missed, parameter: "handover-margin-before" }),
    ];
    expect(count(time("handover-margin-after", 75), exceptions)).toEqual({ saved: 1, exposure: 1 });
    expect(count(time("handover-margin-after", 75), exceptions, [], ["eve-6A"]).saved).toBe(0);
    expect(count(time("handover-margin-after", 60), exceptions)).toEqual({ saved: 0, exposure: 0 });
    expect(count(time("handover-margin-before", 75), [])).toEqual({ saved: 0, exposure: 0 });
  });

  test("to the tail: who wrote before the patient left, and was at work in the time that it adds", () => {
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    hospital.now = evening + hour;
    hospital.record("care.contributed", { patient: "anna", person: "ben", ward: "4B" });
    hospital.record("care.contributed", { patient: "anna", person: "off", ward: "4B" });
    hospital.adt("anna", "A02", { ward: "ED", at: evening + hour });
    const missed = { parameter: "tail", ward: "4B", by: 3 * hour } as const;
    const exceptions = [broke("ben", "ED", missed)];
    expect(count(time("tail", 195), exceptions)).toEqual({ saved: 1, exposure: 1 });
  });

  test("where the ward's pattern is unknown: nothing", () => {
    expect(count(time("tail", 195, "nowhere"), [broke("ben", "4B")])).toEqual({
      saved: 0,
      exposure: 0,
    });
  });
});
