import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { evening, hour, type TestHospital, testHospital } from "./test-support.ts";

const bundle = await shippedBundle();

/** Ben, Bea and Carl on shift on 4B, where Anna is; Carl is in her care team. Finn is on shift on 6A. */
function open(): TestHospital {
  const made = testHospital(bundle);
  for (const person of ["ben", "bea", "carl"]) made.person(person, { role: "nurse", ward: "4B" });
  made.person("finn", { role: "nurse", ward: "6A" });
  made.adt("anna", "A01", { ward: "4B", class: "I" });
  made.record("care-team.recorded", {
    careTeam: "t1",
    patient: "anna",
    members: [{ from: 0, person: "carl", role: "nurse" }],
  });
  for (const person of ["ben", "bea", "carl", "finn"]) {
    made.session(person, { seat: person === "finn" ? "6A-1" : "4B-1" });
  }
  return made;
}

const chart = (made: TestHospital, person: string, action = "chart.open") => {
  const seat = person === "finn" ? "6A-1" : "4B-1";
  return made.ask(person, action, "anna", { session: `ses-${person}-${seat}`, seat });
};
const mark = (made: TestHospital, what: "sealed" | "vip" | "colleague") =>
  made.record("patient.marked", { mark: what, patient: "anna", source: "pas" });
const broken = (made: TestHospital, person: string) =>
  made.record("glass.broken", {
    engagement: `eng-${person}`,
    glass: `g-${person}`,
    patient: "anna",
    person,
    reason: "life-at-risk",
    until: made.now + hour,
  });

describe("[C10] assigned care, not ward membership", () => {
  test.each([
    ["sealed", "sealed-chart", "sealed-chart"],
    ["vip", "vip", "protected"],
    ["colleague", "colleague-as-patient", "colleague-as-patient"],
  ] as const)(
    "%s: opens for those named in the care, and for nobody else of the ward",
    (what, policy, said) => {
      const made = open();
      expect(chart(made, "ben")).toMatchObject({ type: "permit" });
      mark(made, what);
      const denied = chart(made, "ben");
      expect(denied).toMatchObject({ type: "deny", policies: [policy], codes: [said] });
      expect(chart(made, "carl")).toMatchObject({
        type: "permit",
        policies: ["care-team", "on-shift"],
      });
      // Whom it is, is found all the same: demographics only (C7).
      expect(chart(made, "ben", "patient.search")).toMatchObject({ type: "permit" });
      for (const action of ["note.write", "medication.administer", "handover.give"]) {
        expect(chart(made, "ben", action)).toMatchObject({ type: "deny", codes: [said] });
      }
    },
  );

  test("broken glass lifts them, and is offered; whoever broke it is in", () => {
    for (const what of ["sealed", "vip", "colleague"] as const) {
      const made = open();
      mark(made, what);
      const denied = chart(made, "ben");
      expect(denied.type === "deny" && denied.remedies).toMatchObject([{ type: "break-glass" }]);
      broken(made, "ben");
      expect(chart(made, "ben")).toMatchObject({ type: "permit" });
      expect(chart(made, "bea")).toMatchObject({ type: "deny" });
    }
  });

  test("[X17] a declared emergency lifts them for who responds, while it lasts", () => {
    for (const what of ["sealed", "vip", "colleague"] as const) {
      const made = open();
      mark(made, what);
      made.record("emergency.declared", {
        emergency: "emg",
        patient: "anna",
        type: "code-blue",
        until: made.now + hour,
        ward: "4B",
      });
      expect(chart(made, "ben")).toMatchObject({ type: "deny" });
      made.record("emergency.joined", {
        emergency: "emg",
        engagement: "eng-ben",
        how: "said-so",
        person: "ben",
      });
      expect(chart(made, "ben")).toMatchObject({ type: "permit" });
      expect(chart(made, "bea")).toMatchObject({ type: "deny" });
      made.record("emergency.ended", { emergency: "emg", reason: "over" });
      expect(chart(made, "ben")).toMatchObject({ type: "deny" });
    }
  });

  test("whom an appointment names is assigned; their service is not", () => {
    const made = open();
    made.record("appointment.booked", {
      appointment: "a1",
      patient: "anna",
      person: "bea",
      service: "4B",
      from: evening,
      to: evening + hour,
    });
    mark(made, "sealed");
    expect(chart(made, "bea")).toMatchObject({ type: "permit" });
    expect(chart(made, "ben")).toMatchObject({ type: "deny", policies: ["sealed-chart"] });
  });

  test("where such a patient is, is said to nobody of another ward, and nobody is sent there", () => {
    const made = open();
    const before = chart(made, "finn");
    expect(before).toMatchObject({ codes: ["patient.elsewhere"] });
    expect(JSON.stringify(before)).toContain("4B");
    mark(made, "vip");
    const denied = chart(made, "finn");
    expect(denied).toMatchObject({ type: "deny", codes: ["protected"] });
    expect(JSON.stringify(denied)).not.toContain("4B");
    expect(denied.type === "deny" && denied.advice.map(({ text }) => text)).toEqual([
      "Ask whoever is named in this patient's care. Access for a time does not open this chart; where care cannot wait, breaking the glass does.",
    ]);
  });

  test("a refusal says what would help: those named, and the glass where it is offered; else the privacy officer", () => {
    const made = open();
    mark(made, "sealed");
    // On the ward too: who is in charge there can neither open nor grant it.
    const said = (person: string, action?: string) => {
      const denied = chart(made, person, action);
      return denied.type === "deny" ? denied.advice.map((each) => each.said.code) : [];
    };
    expect(said("ben")).toEqual(["ask-assigned.glass"]);
    made.person("tim", { role: "ward-clerk", ward: "4B" });
    made.session("tim", { seat: "4B-1" });
    expect(said("tim")).toEqual(["ask-assigned.privacy"]);
  });

  test("a mark is its source's to take back, and the latest that it said counts, whatever comes late", () => {
    const made = open();
    mark(made, "sealed");
    made.record("patient.marked", { mark: "sealed", patient: "anna", source: "console" });
    made.record("patient.unmarked", { mark: "sealed", patient: "anna", source: "pas" });
    expect(chart(made, "ben")).toMatchObject({ type: "deny" });
    made.record("patient.unmarked", { mark: "sealed", patient: "anna", source: "console" });
    expect(chart(made, "ben")).toMatchObject({ type: "permit" });
  });
});

describe("[C10] one's own chart", () => {
  test("is refused whatever else permits, with the records office as the way, and no glass to break", () => {
    const made = open();
    made.record("patient.linked", { patient: "anna", person: "carl" });
    for (const action of ["chart.open", "patient.search", "note.write", "glass.break"]) {
      const denied = chart(made, "carl", action);
      expect(denied).toMatchObject({ type: "deny", codes: ["own-chart"], remedies: [] });
      expect(denied.type === "deny" && denied.advice.map(({ text }) => text)).toEqual([
        "Ask the medical records office: they show you your own chart, and give you a copy.",
      ]);
    }
    broken(made, "carl");
    expect(chart(made, "carl")).toMatchObject({ type: "deny", codes: ["own-chart"] });
  });

  test("is a colleague's to the others, for as long as its person works here", () => {
    const made = open();
    made.record("patient.linked", { patient: "anna", person: "bea" });
    expect(chart(made, "ben")).toMatchObject({ type: "deny", codes: ["colleague-as-patient"] });
    made.record("engagement.ended", { engagement: "eng-bea", reason: "left" });
    made.now += 1;
    expect(chart(made, "ben")).toMatchObject({ type: "permit" });
    made.record("patient.unlinked", { patient: "anna" });
    expect(made.world.sensitivities.size).toBe(0);
  });

  test("stays one's own under every number that became part of it, and no longer than that (C9)", () => {
    const made = open();
    made.record("patient.linked", { patient: "old", person: "ben" });
    made.record("patient.merged", { into: "anna", patient: "old" });
    expect(chart(made, "ben")).toMatchObject({ type: "deny", codes: ["own-chart"] });
    expect(chart(made, "bea")).toMatchObject({ type: "deny", codes: ["colleague-as-patient"] });
    made.record("patient.unmerged", { patient: "old" });
    expect(chart(made, "ben")).toMatchObject({ type: "permit" });
  });
});

test("[C10] no order of marks, links, merges and broken glass lets anybody into their own chart, or a ward into a marked one", () => {
  const people = ["ben", "bea", "carl", "finn"] as const;
  const step = fc.oneof(
    fc.constantFrom("sealed", "vip", "colleague").map((what) => ({ type: "mark", what }) as const),
    fc.constantFrom(...people).map((person) => ({ type: "link", person }) as const),
    fc.constantFrom(...people).map((person) => ({ type: "break", person }) as const),
    fc.constantFrom("anna", "old").map((patient) => ({ type: "merge", patient }) as const),
    fc.constantFrom("anna", "old").map((patient) => ({ type: "unmerge", patient }) as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const made = open();
      let [own, sensitive] = ["", false];
      const glass = new Set<string>();
      for (const one of steps) {
        if (one.type === "mark") {
          mark(made, one.what as "vip");
          sensitive = true;
        } else if (one.type === "link") {
          made.record("patient.linked", { patient: "anna", person: one.person });
          own = one.person;
        } else if (one.type === "break") {
          broken(made, one.person);
          glass.add(one.person);
        } else if (one.type === "merge") {
          const into = one.patient === "anna" ? "old" : "anna";
          made.record("patient.merged", { into, patient: one.patient });
        } else made.record("patient.unmerged", { patient: one.patient });
      }
      for (const person of people) {
        const { type } = chart(made, person);
        if (person === own) expect(type).toBe("deny");
        else if ((sensitive || own !== "") && person !== "carl" && !glass.has(person)) {
          expect(type).toBe("deny");
        }
      }
    }),
    { numRuns: 200 },
  );
});
