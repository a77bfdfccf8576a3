import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { rosteredFor } from "./index.ts";
import { evening, hour, minute, type TestHospital, testHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

/** Anna in 6A; Ben a nurse of 4B at a seat of 6A, by a tap alone; a code blue for her. */
function codeBlue(whom: "anna" | "the ward" = "anna"): TestHospital {
  const hospital = testHospital(bundle);
  hospital.person("ben", { role: "nurse", ward: "4B" });
  hospital.session("ben", { seat: "6A-1", level: 1, provedAt: 0 });
  hospital.adt("anna", "A01", { ward: "6A", at: evening - hour });
  hospital.adt("otto", "A01", { ward: "6A", at: evening - hour });
  hospital.adt("zoe", "A01", { ward: "ED", at: evening - hour });
  hospital.record("emergency.declared", {
    emergency: "emg",
    ...(whom === "the ward" ? {} : { patient: whom }),
    type: "code-blue",
    until: evening + hour,
    ward: "6A",
  });
  return hospital;
}

type How = "rostered" | "said-so";
const join = (hospital: TestHospital, person = "ben", how: How = "said-so") =>
  hospital.record("emergency.joined", {
    emergency: "emg",
    engagement: `eng-${person}`,
    how,
    person,
  });
const end = (hospital: TestHospital) =>
  hospital.record("emergency.ended", { emergency: "emg", reason: "stood-down" });
const ask = (hospital: TestHospital, action: string, patient = "anna") =>
  hospital.ask("ben", action, patient, { seat: "6A-1" });

describe("[X17] a responder, while the emergency lasts", () => {
  test("does what the emergency lets responders do, by a tap alone, for its patient only", () => {
    const hospital = codeBlue();
    expect(ask(hospital, "chart.open").type).toBe("deny");
    join(hospital);
    for (const action of ["chart.open", "note.write", "medication.administer"]) {
      expect(ask(hospital, action), action).toMatchObject({ policies: ["responding"] });
    }
    expect(ask(hospital, "chart.open")).toMatchObject({
      because: ["You are responding to an emergency; access ends at 21:00 at the latest."],
    });
    expect(ask(hospital, "chart.open", "otto").type).toBe("deny");
    // Not in a nurse's role, and not among what an emergency lets through.
    expect(ask(hospital, "order.place")).toMatchObject({ codes: ["not-in-role"] });
    expect(ask(hospital, "medication.administer-controlled").type).toBe("deny");
  });

  test("of a whole ward: whoever is in it, and nobody else", () => {
    const hospital = codeBlue("the ward");
    join(hospital);
    expect(ask(hospital, "chart.open", "anna").type).toBe("permit");
    expect(ask(hospital, "chart.open", "otto").type).toBe("permit");
    expect(ask(hospital, "chart.open", "zoe").type).toBe("deny");
  });

  test("[X18] [D6] until it is stood down, runs out, or their engagement ends; a permit reaches no further", () => {
    const stoodDown = codeBlue();
    join(stoodDown);
    end(stoodDown);
    expect(ask(stoodDown, "chart.open").type).toBe("deny");

    const over = codeBlue();
    join(over);
    over.now = evening + hour - 10_000;
    expect(ask(over, "chart.open")).toMatchObject({ validUntil: evening + hour });
    over.now = evening + hour;
    expect(ask(over, "chart.open").type).toBe("deny");

    const left = codeBlue();
    join(left);
    left.record("engagement.ended", { engagement: "eng-ben", reason: "hr" });
    expect(ask(left, "chart.open").type).toBe("deny");
  });

  test("off duty too; a locum only within booked shifts (L5)", () => {
    const hospital = codeBlue();
    for (const [id, type] of [
      ["off", "employee"],
      ["loc", "locum"],
    ] as const) {
      hospital.person(id, { role: "nurse", ward: "4B", shift: "none", type });
      hospital.session(id, { seat: "4B-1", level: 1, provedAt: 0 });
      join(hospital, id);
    }
    expect(hospital.ask("off", "chart.open", "anna").type).toBe("permit");
    expect(hospital.ask("off", "medication.administer", "anna").type).toBe("permit");
    expect(hospital.ask("loc", "chart.open", "anna")).toMatchObject({
      codes: ["locum-not-booked"],
    });
  });

  test("[X11] breaks the glass for another patient without a PIN; who does not respond needs it", () => {
    const hospital = codeBlue();
    expect(ask(hospital, "glass.break", "zoe").type).toBe("deny");
    join(hospital, "ben", "rostered");
    expect(ask(hospital, "glass.break", "zoe").type).toBe("permit");
    hospital.record("glass.broken", {
      emergency: "emg",
      engagement: "eng-ben",
      glass: "gls",
      patient: "zoe",
      person: "ben",
      reason: "declared-emergency",
      until: evening + hour,
    });
    expect(ask(hospital, "chart.open", "zoe").type).toBe("permit");
    end(hospital);
    expect(ask(hospital, "chart.open", "zoe").type).toBe("deny");
  });

  test("[X11] who only says that they respond, or is at another ward's screen, breaks no other glass without a PIN", () => {
    const said = codeBlue();
    join(said, "ben", "said-so");
    expect(ask(said, "glass.break", "zoe")).toMatchObject({ codes: ["not-sure-enough.pin"] });
    const rostered = codeBlue();
    join(rostered, "ben", "rostered");
    rostered.record("emergency.declared", {
      emergency: "elsewhere",
      patient: "zoe",
      type: "code-blue",
      until: evening + 2 * hour,
      ward: "4B",
    });
    end(rostered);
    expect(ask(rostered, "glass.break", "zoe")).toMatchObject({ codes: ["not-sure-enough.pin"] });
    rostered.record("emergency.joined", {
      emergency: "elsewhere",
      engagement: "eng-ben",
      how: "rostered",
      person: "ben",
    });
    expect(ask(rostered, "glass.break", "anna")).toMatchObject({ codes: ["not-sure-enough.pin"] });
  });

  test("[A4] what is signed by a ceremony is so in an emergency, whatever emergencies.yaml lists", async () => {
    const { "emergencies.yaml": shipped = "" } = bundle.files;
    const wide = await shippedBundle({
      "emergencies.yaml": shipped.replaceAll("order.place,", "order-entry,"),
    });
    const hospital = testHospital(wide);
    hospital.person("dora", { role: "doctor", ward: "4B" });
    hospital.session("dora", { seat: "6A-1", level: 1, provedAt: 0 });
    hospital.adt("anna", "A01", { ward: "6A", at: evening - hour });
    const body = { emergency: "emg", type: "code-blue", until: evening + hour, ward: "6A" };
    hospital.record("emergency.declared", body);
    join(hospital, "dora");
    expect(hospital.ask("dora", "order.place", "anna").type).toBe("permit");
    expect(hospital.ask("dora", "order.discharge-controlled", "anna").type).toBe("deny");
  });
});

describe("[X18] who performs and who records", () => {
  const tasked = (hospital: TestHospital, person: string, task: "performs" | "records") =>
    hospital.record("emergency.tasked", { emergency: "emg", person, task });
  /** Ben at the seat; Dora, a doctor of the crash team, with no session anywhere. */
  const both = () => {
    const hospital = codeBlue();
    hospital.person("dora", { role: "doctor", ward: "4B" });
    join(hospital);
    join(hospital, "dora");
    return hospital;
  };
  const performs = (hospital: TestHospital, action: string, patient = "anna") =>
    hospital.ask("dora", action, patient, { seat: "6A-1", recording: "ses-ben-6A-1" });

  test("what the performer's role includes is permitted in the scribe's session", () => {
    const hospital = both();
    expect(performs(hospital, "order.place").type).toBe("deny");
    tasked(hospital, "ben", "records");
    expect(performs(hospital, "order.place")).toMatchObject({ policies: ["responding"] });
    // A doctor gives no medication here; a nurse who records it does not make it so.
    expect(performs(hospital, "medication.administer")).toMatchObject({ codes: ["not-in-role"] });
  });

  test("only in the emergency that both respond to, each with their own task, and not for oneself", () => {
    const hospital = both();
    tasked(hospital, "ben", "records");
    expect(performs(hospital, "order.place", "otto").type).toBe("deny");
    const own = { seat: "6A-1", recording: "ses-ben-6A-1" };
    expect(hospital.ask("ben", "note.write", "anna", own).type).toBe("deny");
    tasked(hospital, "dora", "records");
    expect(performs(hospital, "order.place").type).toBe("deny");
    tasked(hospital, "dora", "performs");
    end(hospital);
    expect(performs(hospital, "order.place").type).toBe("deny");
  });

  test("the performer signs for it with the PIN, related to the patient or not", () => {
    const hospital = both();
    const sign = () => hospital.ask("dora", "emergency.sign", "anna", { seat: "4B-1" });
    hospital.session("dora", { seat: "4B-1", provedAt: evening });
    expect(sign().type).toBe("deny");
    hospital.record("act.recorded", {
      act: "act",
      action: "order.place",
      due: evening + 24 * hour,
      emergency: "emg",
      patient: "anna",
      performer: "dora",
      scribe: "ben",
      type: "code-blue",
    });
    expect(sign()).toMatchObject({ policies: ["signs-for-own"] });
    end(hospital);
    expect(sign().type).toBe("permit");
    hospital.now = evening + 3 * minute;
    expect(sign()).toMatchObject({ remedies: [{ type: "step-up", level: 2 }] });
    hospital.record("act.signed", { act: "act", person: "dora" });
    expect(sign().type).toBe("deny");
  });
});

describe("[X17] rostered to respond", () => {
  const at = (options: Parameters<TestHospital["person"]>[1], onCall?: string) => {
    const hospital = codeBlue();
    hospital.person("kim", options);
    if (onCall !== undefined) {
      hospital.record("on-call.rostered", {
        onCall: "onc",
        engagement: "eng-kim",
        role: options.role,
        service: onCall,
        site: "north",
        from: evening - hour,
        to: evening + hour,
      });
    }
    const emergency = hospital.world.emergencies.get("emg");
    return emergency && rosteredFor(bundle, hospital.world, emergency, "kim", evening);
  };

  test("are those on shift in its ward, on call for its service, and on call in a team", () => {
    expect(at({ role: "nurse", ward: "6A" })).toBe("eng-kim");
    expect(at({ role: "nurse", ward: "4B" })).toBeUndefined();
    expect(at({ role: "therapist", ward: "6A" })).toBeUndefined();
    expect(at({ role: "doctor", ward: "medicine", shift: "none" }, "medicine")).toBe("eng-kim");
    expect(at({ role: "doctor", ward: "cardiology", shift: "none" }, "cardiology")).toBeUndefined();
  });
});

describe("whatever happens", () => {
  const step = fc.record({
    after: fc.constantFrom(0, minute, 30 * minute, hour - 1, hour),
    what: fc.constantFrom("join", "end", "renew", "leave", "again"),
    person: fc.constantFrom("ben", "kim"),
  });

  test("[X16] [X17] [X18] nobody has anything by an emergency but engaged responders, while it lasts", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const hospital = codeBlue();
        hospital.person("kim", { role: "nurse", ward: "4B" });
        hospital.session("kim", { seat: "ED-1", level: 1, provedAt: 0 });
        let until: number | undefined = evening + hour;
        const responding = new Set<string>();
        const gone = new Set<string>();
        for (const { after, what, person } of steps) {
          hospital.now += after;
          const lasts = until !== undefined && hospital.now < until;
          if (what === "join" && lasts && !gone.has(person)) {
            join(hospital, person);
            responding.add(person);
          } else if (what === "end") {
            end(hospital);
            until = undefined;
          } else if (what === "renew" && lasts) {
            until = hospital.now + hour;
            hospital.record("emergency.renewed", { emergency: "emg", until });
          } else if (what === "leave") {
            hospital.record("engagement.ended", { engagement: `eng-${person}`, reason: "hr" });
            gone.add(person);
          }
          for (const who of ["ben", "kim"]) {
            const may = hospital.ask(who, "chart.open", "anna").type === "permit";
            const should =
              until !== undefined &&
              hospital.now < until &&
              responding.has(who) &&
              !gone.has(who) &&
              // No session is longer than the test's.
              hospital.now < evening + 16 * hour;
            const onDuty = hospital.now < evening + 12 * hour;
            if (onDuty || !should) expect([who, may]).toEqual([who, should]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
