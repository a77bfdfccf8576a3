import { beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bodies } from "../world/index.ts";
import { day, evening, hour, minute, type TestHospital, testHospital } from "./test-support.ts";

const bundle = await shippedBundle();
const [stMarys, hillside] = ["https://st-marys.example", "https://hillside.example"];

/** Kim is a cardiologist of ours; Mary and Hill are here by passports of two other houses, on duty for cardiology; Anna is on 6A. */
let hospital: TestHospital;
beforeEach(() => {
  hospital = testHospital(bundle);
  hospital.person("kim", { role: "doctor", ward: "cardiology" });
  hospital.person("ben", { role: "nurse", ward: "4B" });
  for (const [id, issuer] of [
    ["mary", stMarys],
    ["hill", hillside],
  ] as const) {
    hospital.person(id, { role: "nurse", ward: "cardiology", type: "visiting" });
    hospital.record("engagement.proofed", {
      engagement: `eng-${id}`,
      method: "staff-passport",
      level: 2,
      passport: { index: 1, issuer, list: `${issuer}/status/1` },
      until: evening + 20 * day,
    });
  }
  for (const id of ["kim", "ben", "mary", "hill"]) hospital.session(id, { seat: "6A-1" });
  hospital.adt("anna", "A01", { ward: "6A", at: evening - day });
  hospital.adt("omar", "A01", { ward: "6A", at: evening - day });
});

const from = evening + hour;
const to = evening + 3 * hour;
const open = (more: Partial<Bodies["pathway.opened"]> = {}) =>
  hospital.record("pathway.opened", {
    pathway: "p",
    type: "shared-care",
    patient: "anna",
    service: "cardiology",
    teams: { own: true, visiting: [stMarys] },
    from,
    to,
    ...more,
  });
const ask = (person: string, patient = "anna") => hospital.ask(person, "chart.open", patient);
const letsIn = () => ["kim", "mary", "hill", "ben"].filter((id) => ask(id).type === "permit");

describe("[C11] a care pathway lets in its teams, for its duration", () => {
  test("before it nobody, and it is said from when", () => {
    open();
    hospital.now = from - 1;
    expect(letsIn()).toEqual([]);
    expect(ask("mary")).toMatchObject({
      codes: ["patient.pathway-later"],
      reasons: ["The patient's care pathway with cardiology lets your team in from 21:00."],
    });
  });

  test("within it the service's own and the other house's team at that service, and a permit says until when", () => {
    open();
    hospital.now = from;
    expect(letsIn()).toEqual(["kim", "mary"]);
    hospital.now = to - 30_000;
    expect(ask("mary")).toMatchObject({
      type: "permit",
      policies: ["pathway"],
      because: [
        "The patient's shared care with cardiology lets your team in; access ends at 23:00 at the latest.",
      ],
      validUntil: to,
      ward: "cardiology",
    });
  });

  test("after it nobody: it has no tail", () => {
    open();
    hospital.now = to;
    expect(letsIn()).toEqual([]);
    expect(ask("mary")).toMatchObject({ codes: ["patient.elsewhere"] });
  });

  test("closed it lets nobody in from that moment, and told again with other teams only these", () => {
    open();
    hospital.now = from + minute;
    hospital.record("pathway.closed", { pathway: "p" });
    expect(letsIn()).toEqual([]);
    open({ teams: { own: false, visiting: [hillside] } });
    expect(letsIn()).toEqual(["hill"]);
  });

  test("the transfer of a patient says what it is", () => {
    open({ type: "patient-transfer", teams: { own: false, visiting: [stMarys] } });
    hospital.now = from;
    expect(letsIn()).toEqual(["mary"]);
    expect(ask("mary")).toMatchObject({ because: [expect.stringContaining("transfer lets")] });
  });

  test("another patient, another service and off duty it opens nothing", () => {
    open();
    hospital.now = from;
    expect(ask("mary", "omar").type).toBe("deny");
    open({ service: "medicine" });
    expect(letsIn()).toEqual([]);
    open();
    hospital.now = to - 1;
    hospital.record("shift.cancelled", { shift: "shift-mary" });
    expect(letsIn()).toEqual(["kim"]);
  });

  test("[L1] [L7] with the engagement, its evidence or its role gone, so is the way in", () => {
    open();
    hospital.now = from;
    hospital.record("proof.lost", { engagement: "eng-mary", why: "revoked" });
    expect(letsIn()).toEqual(["kim"]);
    hospital.record("engagement.ended", { engagement: "eng-kim", reason: "hr" });
    expect(letsIn()).toEqual([]);
  });

  test("[C10] it is nobody's assigned care: a sealed chart stays closed to it", () => {
    open();
    hospital.now = from;
    hospital.record("patient.marked", { mark: "sealed", patient: "anna", source: "adt" });
    expect(letsIn()).toEqual([]);
  });

  test("[C2] it moves with the chart, and a merge that is taken back takes it back", () => {
    open();
    hospital.now = from;
    hospital.record("patient.merged", { patient: "anna", into: "omar" });
    expect(ask("mary", "omar").type).toBe("permit");
    hospital.record("patient.unmerged", { patient: "anna" });
    expect([ask("mary").type, ask("mary", "omar").type]).toEqual(["permit", "deny"]);
  });
});
