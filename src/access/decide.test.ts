import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "./index.ts";
import {
  evening,
  hour,
  minute,
  nightShift,
  type TestHospital,
  testHospital,
} from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const night = (): TestHospital => nightShift(bundle);

describe("[D1] deny unless a policy permits, and forbid wins", () => {
  test("[D1] on shift where the patient is: permitted, and it is said why", () => {
    const answer = night().ask("ben", "chart.open", "anna");
    expect(answer).toMatchObject({
      type: "permit",
      policies: ["on-shift"],
      because: ["You are on shift on 4B."],
      ward: "4B",
      bundle: bundle.hash,
    });
  });

  test("[D1] nothing permits an action, a resource or a subject that is not known", () => {
    const hospital = night();
    expect(hospital.ask("ben", "chart.burn", "anna")).toMatchObject({
      type: "deny",
      cause: "no-policy",
      codes: ["unknown-action"],
    });
    expect(hospital.ask("nobody", "chart.open", "anna")).toMatchObject({
      codes: ["unknown-subject"],
    });
    expect(hospital.ask("ben", "chart.open", { type: "ward", id: "4B" }).type).toBe("deny");
    expect(hospital.ask("ben", "chart.open", "nobody")).toMatchObject({
      cause: "no-policy",
      codes: ["patient.unknown"],
    });
  });

  test("[D1] a forbid outweighs every permit", () => {
    const hospital = night();
    const answer = hospital.ask("ben", "chart.open", "anna", { purpose: "HMARKT" });
    expect(answer).toMatchObject({
      type: "deny",
      cause: "forbidden",
      policies: ["not-for-treatment"],
      reasons: ["Patients can be opened for treatment only."],
    });
  });

  test("a policy that cannot be evaluated denies, as a denial of its own kind", async () => {
    const broken = await shippedBundle({
      "own.cedar": `@id("overflows") @title("Overflows")
          forbid (principal, action == Action::"chart.open", resource)
          when { context.level + 9223372036854775807 > 0 };`,
    });
    const hospital = testHospital(broken);
    hospital.person("ben", { role: "nurse", ward: "4B" });
    hospital.session("ben");
    hospital.adt("anna", "A01", { ward: "4B" });
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      type: "deny",
      cause: "error",
      codes: ["cannot-decide"],
    });
    expect(hospital.ask("ben", "note.write", "anna").type).toBe("permit");
  });
});

describe("[D3] ways forward", () => {
  test("[D3] a remedy that would not lead to a permit is never offered", () => {
    const hospital = night();
    hospital.now += 5 * hour;
    hospital.adt("ned", "A01", { ward: "6A" });
    expect(hospital.ask("ben", "medication.administer", "ned")).toMatchObject({
      codes: ["patient.elsewhere"],
      // The PIN alone would be of no use; broken glass comes with it (X10, X11).
      remedies: [{ type: "break-glass", lasts: hour }],
    });
  });

  test("[D3] whom to ask: who is in charge where the patient is now", () => {
    const hospital = night();
    hospital.adt("anna", "A02", { ward: "6A" });
    hospital.person("ann", { role: "nurse", ward: "6A" });
    hospital.person("ida", { role: "nurse-in-charge", ward: "6A" });
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      advice: [
        { type: "ask-whom", text: "Ask the nurse in charge of 6A.", people: ["ida"], ward: "6A" },
      ],
    });
  });

  test("[D3] a patient on no ward: who was responsible last, while engaged, else the records office", () => {
    const hospital = night();
    hospital.person("con", { role: "consultant", ward: "cardiology", shift: "none" });
    hospital.adt("anna", "A08", { ward: "4B", attending: ["con"] });
    hospital.now += hour;
    hospital.adt("anna", "A03", { ward: "4B" });
    const asked = () => hospital.ask("ben", "chart.open", "anna");
    expect(asked()).toMatchObject({
      type: "deny",
      advice: [{ text: "Ask who was responsible for this patient last.", people: ["con"] }],
    });
    hospital.record("engagement.ended", { engagement: "eng-con", reason: "left" });
    expect(asked()).toMatchObject({
      advice: [{ text: "Ask the medical records office.", people: [] }],
    });
  });

  test("[D3] nobody there who may: the service on call, else the ward manager", () => {
    const hospital = night();
    expect(hospital.ask("ben", "order.place", "anna")).toMatchObject({
      advice: [{ text: "Ask the ward manager of 4B.", people: [] }],
    });
    hospital.person("reg", { role: "doctor", ward: "cardiology", shift: "none" });
    hospital.record("on-call.rostered", {
      onCall: "oc",
      engagement: "eng-reg",
      role: "doctor",
      service: "cardiology",
      from: evening,
      to: evening + hour,
    });
    expect(hospital.ask("ben", "order.place", "anna")).toMatchObject({
      advice: [{ text: "Ask who is on call for cardiology.", people: ["reg"] }],
    });
  });

  test("remedies and advice are left out when they are not wanted", () => {
    const hospital = night();
    hospital.now += 5 * hour;
    expect(
      hospital.ask("ben", "medication.administer", "anna", {}, { remedies: false }),
    ).toMatchObject({ remedies: [], advice: [] });
  });
});

describe("[D4] [D6]", () => {
  test("[D4] the purpose is TREAT unless told", () => {
    const hospital = night();
    expect(hospital.ask("ben", "chart.open", "anna", { purpose: "TREAT" })).toEqual(
      hospital.ask("ben", "chart.open", "anna"),
    );
  });

  test("[D6] valid for the pattern's maxValidity, longer for callers with a revocation stream", () => {
    const hospital = night();
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      validUntil: evening + minute,
    });
    expect(hospital.ask("ben", "chart.open", "anna", {}, { revocationStream: true })).toMatchObject(
      { validUntil: evening + 10 * minute },
    );
  });

  test("[D6] a fact that lapses ends it; one that begins, or that another replaces, does not", () => {
    const hospital = night();
    hospital.now = evening + 12 * hour - 20_000;
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      validUntil: evening + 12 * hour,
    });
    hospital.record("shift.rostered", {
      shift: "next",
      engagement: "eng-ben",
      role: "nurse",
      ward: "4B",
      from: evening + 12 * hour + 10 * minute,
      to: evening + 20 * hour,
    });
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      validUntil: hospital.now + minute,
    });
  });
});
