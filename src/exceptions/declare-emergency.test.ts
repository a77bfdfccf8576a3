import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { declareEmergency, type EmergencyCall } from "./index.ts";
import { Hospital, hour, minute, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const call = (more: Partial<EmergencyCall> = {}) =>
  declareEmergency(hospital, { seat: "seat-amy", type: "code-blue", ...more });

describe("calling for help", () => {
  test("[X16] whoever is in stands in the record; where nobody is, the seat alone does", () => {
    const until = morning + hour;
    const { records, answer } = hospital.submit(call({ person: "amy" }));
    const { emergency } = answer;
    expect(records).toEqual([
      { kind: "emergency.declared", body: { emergency, type: "code-blue", until, ward: "4B" } },
    ]);
    const amy = { type: "person", id: "amy" };
    expect(hospital.log.at(-1)).toMatchObject({ actor: amy, seat: "seat-amy" });
    const { emergency: other } = hospital.submit(call({ type: "major-incident" })).answer;
    expect(hospital.log.at(-1)).toMatchObject({
      actor: { type: "system", id: "wardkey" },
      seat: "seat-amy",
      body: { emergency: other, type: "major-incident", until: morning + 4 * hour },
    });
  });

  test("[X16] for a patient, of a kind that is declared for patients", () => {
    const { emergency } = hospital.submit(call({ patient: "kow" })).answer;
    expect(hospital.world.emergencies.get(emergency)?.patient).toBe("kow");
    const refused = { code: "emergency-unknown-place", recorded: [] };
    for (const whose of [{ patient: "kow" }, { forPatient: true }]) {
      const incident = call({ ...whose, type: "major-incident" });
      expect(hospital.refusal(incident)).toEqual(refused);
    }
  });

  test("[X16] declared twice it is one, whoever declares it, while it lasts", () => {
    const { emergency } = hospital.submit(call()).answer;
    hospital.now += minute;
    const again = hospital.submit(call({ person: "ben", seat: "seat-ben" }));
    expect(again).toMatchObject({ records: [], answer: { emergency } });
    hospital.now = morning + hour;
    const { records, answer } = hospital.submit(call());
    expect(records.map(({ kind }) => kind)).toEqual(["emergency.declared"]);
    expect(answer.emergency).not.toBe(emergency);
  });

  test("[X16] [C2] for another patient it is another; for one whose charts were merged the same", () => {
    hospital.admit("kov", "4B");
    const { emergency: one } = hospital.submit(call({ patient: "kow" })).answer;
    const { emergency: other } = hospital.submit(call({ patient: "anna" })).answer;
    expect(other).not.toBe(one);
    hospital.record("patient.merged", { patient: "kow", into: "kov" });
    for (const patient of ["kov", "kow"]) {
      const again = hospital.submit(call({ patient }));
      expect(again).toMatchObject({ records: [], answer: { emergency: one } });
    }
  });

  test("[X16] for a patient where they lie, wherever it is declared; where they lie in no ward, at the screen's", () => {
    const wardOf = (patient: string) => {
      const { emergency } = hospital.submit(call({ patient })).answer;
      return hospital.world.emergencies.get(emergency)?.ward;
    };
    expect(wardOf("anna")).toBe("6A");
    expect(wardOf("kow")).toBe("4B");
    hospital.adt("otto", "A03", {});
    expect(wardOf("otto")).toBe("4B");
    // From elsewhere it is the one that was declared at the bed.
    hospital.record("seat.registered", { name: "6A bed 1", seat: "seat-6A", ward: "6A" });
    const again = hospital.submit(call({ patient: "anna", seat: "seat-6A" }));
    expect(again.records).toEqual([]);
  });

  test("[X16] of the kinds in the policy only", () => {
    const unknown = call({ type: "code-mauve" });
    expect(hospital.refusal(unknown)).toEqual({ code: "emergency-unknown-kind", recorded: [] });
  });

  test("[X16] at a screen that is a seat; for a patient, where the policy has it for patients only", () => {
    const nowhere = { code: "emergency-unknown-place", recorded: [] };
    expect(hospital.refusal(call({ seat: "seat-none" }))).toEqual(nowhere);
    const blue = bundle.emergencies.get("code-blue");
    if (blue === undefined) throw new Error("no code blue is shipped");
    const emergencies = new Map([["code-blue", { ...blue, forWard: false }]]);
    const bundles = { ...hospital.bundles, current: () => ({ ...bundle, emergencies }) };
    const seat = { seat: "seat-amy", type: "code-blue" };
    expect(hospital.refusal(declareEmergency({ bundles }, seat))).toEqual(nowhere);
    const forKow = declareEmergency({ bundles }, { ...seat, patient: "kow" });
    expect(hospital.refusal(forKow).code).toBe("none");
  });
});
