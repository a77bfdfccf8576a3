import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../bundle/bundle.ts";
import { day, evening, hour, type TestHospital, testHospital } from "../test-support.ts";
import { explainAccess } from "./explain-access.ts";
import { createPast } from "./past.ts";

let bundle: Bundle;
let hospital: TestHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = testHospital(bundle);
});

/** What explains it: each as type and place. */
function explain(person: string, patient: string, at: number = hospital.now): readonly string[] {
  const past = createPast();
  for (const record of hospital.log) past.take(record);
  return explainAccess(past, bundle, { person, patient, at }).map(({ type, place, contact }) =>
    [type, contact, place].filter((part) => part !== undefined).join(" "),
  );
}

const nurse = (id: string, ward: string, shift: readonly [number, number]) =>
  hospital.person(id, { role: "nurse", ward, shift });

describe("[X15] what explains an access", () => {
  test("nothing: it is unexplained", () => {
    nurse("ben", "4B", [evening - hour, evening + hour]);
    hospital.adt("kofi", "A01", { ward: "6A", at: evening - 3 * day });
    expect(explain("ben", "kofi")).toEqual([]);
    expect(explain("nobody", "kofi")).toEqual([]);
    expect(explain("ben", "unknown")).toEqual([]);
  });

  test("on duty where the patient was, both within a day, and not beyond it", () => {
    nurse("ben", "4B", [evening - hour, evening + hour]);
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    expect(explain("ben", "anna")).toEqual(["on-duty 4B"]);
    expect(explain("ben", "anna", evening + 24 * hour)).toEqual(["on-duty 4B"]);
    expect(explain("ben", "anna", evening + 26 * hour)).toEqual([]);
    hospital.now = evening + 2 * hour;
    hospital.adt("anna", "A02", { ward: "6A" });
    expect(explain("ben", "anna", evening + 24 * hour)).toEqual(["on-duty 4B"]);
  });

  test.each(["vip", "sealed", "colleague"] as const)(
    "[C10] a chart that is marked %s opens for nobody by the ward, so neither a shift there nor a call explains it",
    (mark) => {
      nurse("ben", "4B", [evening - hour, evening + hour]);
      hospital.adt("anna", "A01", { ward: "4B", at: evening - day, attending: ["max"] });
      expect(explain("ben", "anna")).toEqual(["on-duty 4B"]);
      hospital.record("patient.marked", { mark, patient: "anna", source: "console" });
      expect(explain("ben", "anna")).toEqual([]);
      expect(explain("max", "anna")).toEqual(["care-team"]);
      hospital.record("patient.unmarked", { mark, patient: "anna", source: "console" });
      expect(explain("ben", "anna")).toEqual(["on-duty 4B"]);
    },
  );

  test("[C10] nor a colleague's chart, and one's own nothing at all", () => {
    nurse("ben", "4B", [evening - hour, evening + hour]);
    nurse("eve", "4B", [evening - hour, evening + hour]);
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day, attending: ["eve"] });
    hospital.record("patient.linked", { patient: "anna", person: "eve" });
    expect(explain("ben", "anna")).toEqual([]);
    expect(explain("eve", "anna")).toEqual([]);
  });

  test("on duty where the patient was for the moment, from when they went there", () => {
    nurse("ida", "ED", [evening - hour, evening + hour]);
    hospital.adt("anna", "A01", { ward: "4B", at: evening - 9 * day });
    hospital.adt("anna", "A09", { temporary: "ED", at: evening });
    hospital.adt("anna", "A10", { ward: "4B", at: evening + hour });
    expect(explain("ida", "anna")).toEqual(["on-duty ED"]);
    expect(explain("ida", "anna", evening - 2 * day)).toEqual([]);
  });

  test("a shift that the world has put away still explains; one cancelled explains nothing", () => {
    nurse("ben", "4B", [evening - hour, evening + hour]);
    nurse("eve", "4B", [evening - hour, evening + hour]);
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    hospital.record("shift.cancelled", { shift: "shift-eve" });
    hospital.now = evening + 5 * day;
    hospital.record("shift.ended", { shift: "shift-ben" });
    expect(explain("ben", "anna", evening)).toEqual(["on-duty 4B"]);
    expect(explain("eve", "anna", evening)).toEqual([]);
  });

  test("a shift of an engagement that had ended explains nothing (L1)", () => {
    nurse("ben", "4B", [evening + hour, evening + 9 * hour]);
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    hospital.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
    expect(explain("ben", "anna", evening + 2 * hour)).toEqual([]);
  });

  test("in the care team, also when another team has been recorded since", () => {
    nurse("ben", "6A", [evening - hour, evening + hour]);
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    const member = { person: "ben", role: "nurse", from: evening - day };
    hospital.record("care-team.recorded", { careTeam: "t", members: [member], patient: "anna" });
    hospital.now = evening + hour;
    hospital.record("care-team.recorded", { careTeam: "t", members: [], patient: "anna" });
    expect(explain("ben", "anna")).toEqual(["care-team"]);
    expect(explain("ben", "anna", evening + 3 * day)).toEqual([]);
  });

  test("attending or consulting at any time of the stay, and for thirty days after it", () => {
    hospital.person("dora", { role: "consultant", ward: "6A", shift: "none" });
    hospital.adt("anna", "A01", { ward: "4B", at: evening - 5 * day, attending: ["dora"] });
    hospital.adt("anna", "A08", { ward: "4B", at: evening - 4 * day, attending: ["other"] });
    expect(explain("dora", "anna")).toEqual(["care-team"]);
    hospital.adt("anna", "A03", { at: evening });
    hospital.record("encounter.settled", { encounter: "enc-anna" });
    expect(explain("dora", "anna", evening + 29 * day)).toEqual(["care-team"]);
    expect(explain("dora", "anna", evening + 32 * day)).toEqual([]);
  });

  test.each([
    ["named in it", { role: "doctor", ward: "ED", shift: "none" } as const, "dora"],
    ["rostered in a ward of the service", { role: "doctor", ward: "4B" } as const, undefined],
    [
      "with a role in the service",
      { role: "doctor", ward: "cardiology", shift: "none" } as const,
      undefined,
    ],
  ])("an order or referral to somebody %s", (_how, options, person) => {
    hospital.person("dora", options);
    hospital.adt("kofi", "A01", { ward: "6A", at: evening - 3 * day });
    const request = { patient: "kofi", service: "cardiology", from: evening, to: evening + hour };
    const named = person === undefined ? {} : { person };
    hospital.record("service-request.placed", {
      ...request,
      ...named,
      serviceRequest: "r",
      type: "consult",
    });
    expect(explain("dora", "kofi")).toContain("contact consult cardiology");
    expect(explain("dora", "kofi", evening + 3 * day)).toEqual([]);
    hospital.now = evening + hour / 2;
    hospital.record("service-request.revoked", { serviceRequest: "r" });
    expect(explain("dora", "kofi", evening)).toContain("contact consult cardiology");
  });

  test("[C11] a care pathway that let their team in then, and another organisation's no", () => {
    for (const [id, issuer] of [
      ["mary", "https://b.example"],
      ["hill", "https://c.example"],
    ] as const) {
      const engagement = `eng-${id}`;
      const terms = { person: id, type: "visiting", from: 0, to: evening + 30 * day } as const;
      hospital.record("person.registered", { person: id });
      hospital.record("engagement.offered", { engagement, ...terms, sponsor: "mia" });
      hospital.record("engagement.proofed", {
        engagement,
        method: "staff-passport",
        level: 2,
        passport: { index: 1, issuer, list: `${issuer}/status/1` },
        until: evening + 30 * day,
      });
      hospital.record("engagement.activated", { engagement });
      hospital.record("shift.rostered", {
        shift: `shift-${id}`,
        engagement,
        role: "nurse",
        ward: "cardiology",
        from: evening - hour,
        to: evening + 8 * hour,
      });
    }
    hospital.person("dora", { role: "doctor", ward: "cardiology" });
    hospital.adt("kofi", "A01", { ward: "6A", at: evening - 3 * day });
    const told = { patient: "kofi", service: "cardiology", from: evening, to: evening + 2 * hour };
    const teams = { own: false, visiting: ["https://b.example"] };
    const opened = { pathway: "p", type: "shared-care", ...told } as const;
    hospital.record("pathway.opened", { ...opened, teams });
    expect(explain("mary", "kofi")).toEqual(["contact shared-care cardiology"]);
    expect(explain("mary", "kofi", evening - 1)).toEqual([]);
    expect(explain("hill", "kofi")).toEqual([]);
    expect(explain("dora", "kofi")).toEqual([]);
    hospital.record("pathway.opened", { ...opened, teams: { ...teams, own: true } });
    expect(explain("dora", "kofi")).toEqual(["contact shared-care cardiology"]);
    hospital.now = evening + hour;
    hospital.record("pathway.closed", { pathway: "p" });
    expect(explain("mary", "kofi", evening + hour / 2)).toEqual(["contact shared-care cardiology"]);
    expect(explain("mary", "kofi", evening + hour + 1)).toEqual([]);
  });

  test("an appointment cancelled before it began was none", () => {
    hospital.person("dora", { role: "doctor", ward: "cardiology", shift: "none" });
    const booked = {
      patient: "lee",
      service: "cardiology",
      from: evening + hour,
      to: evening + 2 * hour,
    };
    hospital.record("appointment.booked", { ...booked, appointment: "a" });
    expect(explain("dora", "lee")).toEqual(["contact appointment cardiology"]);
    hospital.record("appointment.cancelled", { appointment: "a" });
    expect(explain("dora", "lee")).toEqual([]);
  });

  test("on call for the service of the ward, and only at its site", () => {
    hospital.person("dora", { role: "doctor", ward: "ED", shift: "none" });
    hospital.record("on-call.rostered", {
      engagement: "eng-dora",
      from: evening - hour,
      onCall: "o",
      role: "doctor",
      service: "cardiology",
      site: "north",
      to: evening + hour,
    });
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    hospital.adt("sam", "A01", { ward: "S1", at: evening - day });
    expect(explain("dora", "anna")).toEqual(["on-call cardiology"]);
    expect(explain("dora", "anna", evening + 3 * hour)).toEqual([]);
    expect(explain("dora", "sam")).toEqual([]);
  });

  test("the patient came from the ward where one was on duty with them, by a week at most", () => {
    nurse("ida", "ED", [evening - 3 * day, evening - 3 * day + 9 * hour]);
    nurse("eva", "ED", [evening - 3 * day + 10 * hour, evening - 2.5 * day]);
    hospital.adt("anna", "A01", { ward: "ED", at: evening - 3 * day + hour });
    hospital.adt("anna", "A02", { ward: "4B", at: evening - 3 * day + 5 * hour });
    expect(explain("ida", "anna")).toEqual(["arrived-from ED"]);
    expect(explain("eva", "anna")).toEqual([]);
    expect(explain("ida", "anna", evening + 5 * day)).toEqual([]);
  });

  test("handed the patient over within a day, and whatever was merged since (C2)", () => {
    hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
    // That he might have explains nothing.
    hospital.record("decision.permitted", {
      action: "handover.give",
      bundle: bundle.hash,
      context: { purpose: "TREAT" },
      decider: 1,
      policies: ["on-shift"],
      resource: { type: "patient", id: "anna" },
      subject: { type: "person", id: "ben" },
      validUntil: evening + hour,
    });
    expect(explain("ben", "anna")).toEqual([]);
    hospital.record("handover.given", {
      from: "ben",
      patient: "anna",
      role: "nurse",
      to: "eva",
      until: evening + hour,
      ward: "4B",
    });
    hospital.adt("ann", "A01", { ward: "4B", at: evening - day });
    hospital.record("patient.merged", { into: "ann", patient: "anna" });
    expect(explain("ben", "ann")).toEqual(["handover"]);
    expect(explain("ben", "anna", evening + 25 * hour)).toEqual([]);
    // Nor does it explain what was done before it.
    expect(explain("ben", "anna", evening - hour)).toEqual([]);
  });
});

test("the past forgets too, later than the world", () => {
  nurse("ben", "4B", [evening - hour, evening + hour]);
  const past = createPast();
  const take = () => {
    hospital.record("feed.heard", { feed: "adt" });
    for (const record of hospital.log.splice(0)) past.take(record);
  };
  hospital.now = evening + 39 * day;
  take();
  expect(past.world.shifts.has("shift-ben")).toBe(true);
  hospital.now = evening + 42 * day;
  take();
  expect(past.world.shifts.has("shift-ben")).toBe(false);
  expect(past.next).toBe(hospital.world.next);
});
