import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Answer, Bundle } from "./index.ts";
import { hospital as theHospital } from "./index.ts";
import { day, evening, hour, minute, nightShift, type TestHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const night = (): TestHospital => nightShift(bundle);

function reasons(answer: Answer): readonly string[] {
  return answer.type === "deny" ? answer.reasons : [];
}

describe("[C3] where the patient is", () => {
  test("[C3] ward access ends at once for those who only looked", () => {
    const hospital = night();
    hospital.now += 10 * minute;
    hospital.adt("anna", "A02", { ward: "6A" });
    hospital.now += minute;
    const answer = hospital.ask("ben", "chart.open", "anna");
    expect(answer).toMatchObject({ cause: "no-policy", policies: [], codes: ["patient.moved"] });
    expect(reasons(answer)).toEqual([
      "The patient moved to 6A at 20:10, and 4B's access ended with the move.",
    ]);
  });

  test("[C3] contributors finish within the tail, and a permit says until when", () => {
    const hospital = night();
    hospital.record("care.contributed", { person: "ben", patient: "anna", ward: "4B" });
    hospital.now += 10 * minute;
    hospital.adt("anna", "A02", { ward: "6A" });
    expect(hospital.ask("ben", "note.write", "anna")).toMatchObject({
      type: "permit",
      policies: ["finishing"],
      ward: "4B",
      because: ["You were at work here before the patient left 4B; you can finish until 22:10."],
    });
    hospital.now = evening + 10 * minute + 2 * hour;
    hospital.session("ben");
    expect(hospital.ask("ben", "note.write", "anna").type).toBe("deny");
  });

  test("[C3] what was contributed on an earlier shift does not count", () => {
    const hospital = night();
    hospital.now = evening - 2 * hour;
    hospital.record("care.contributed", { person: "ben", patient: "anna", ward: "4B" });
    hospital.now = evening;
    hospital.adt("anna", "A02", { ward: "6A" });
    expect(hospital.ask("ben", "note.write", "anna").type).toBe("deny");
  });

  test("[C3] a temporary place adds access and takes none; contributors there may finish", () => {
    const hospital = night();
    hospital.person("eve", { role: "nurse", ward: "ED" });
    hospital.session("eve", { seat: "ED-1" });
    expect(hospital.ask("eve", "chart.open", "anna").type).toBe("deny");
    hospital.adt("anna", "A09", { temporary: "ED" });
    expect(hospital.ask("eve", "chart.open", "anna").type).toBe("permit");
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
    hospital.now += minute;
    hospital.adt("anna", "A10", { ward: "4B" });
    expect(hospital.ask("eve", "chart.open", "anna").type).toBe("deny");
    hospital.record("care.contributed", { person: "eve", patient: "anna", ward: "ED" });
    expect(hospital.ask("eve", "chart.open", "anna")).toMatchObject({ policies: ["finishing"] });
  });

  test("[C9] of whom nobody knows who it is a refusal says so, and no discharge that there was not", () => {
    const hospital = night();
    hospital.person("eve", { role: "nurse", ward: "ED" });
    hospital.session("eve", { seat: "ED-1" });
    const arrived = { encounter: "enc-x", patient: "x", ward: "ED", why: "unknown" } as const;
    hospital.record("patient.arrived", { ...arrived, until: evening + hour });
    expect(reasons(hospital.ask("ben", "chart.open", "x"))).toEqual([
      "It is not known yet who this patient is: they are on ED, and you are on duty for 4B.",
    ]);
    const over =
      "The registration on ED ended at 21:00, and it is not known yet who this patient is. Register them again if they are still here.";
    hospital.now = evening + hour;
    for (const recorded of [false, true]) {
      if (recorded) hospital.record("arrival.ended", { encounter: "enc-x" });
      for (const person of ["eve", "ben"]) {
        const denied = hospital.ask(person, "chart.open", "x");
        expect(denied).toMatchObject({ codes: ["patient.arrival-over.unknown"] });
        expect(reasons(denied)).toEqual([over]);
      }
    }
    // Once it is somebody's chart, it is known who they are, and not where.
    hospital.record("patient.merged", { into: "y", patient: "x" });
    expect(hospital.ask("eve", "chart.open", "y")).toMatchObject({
      codes: ["patient.arrival-over"],
    });
  });

  test("[C9] whom admissions have told of was registered by hand, and did not move", () => {
    const hospital = night();
    hospital.person("eve", { role: "nurse", ward: "ED" });
    hospital.session("eve", { seat: "ED-1" });
    const arrived = { encounter: "enc-x", patient: "x", ward: "ED", why: "unknown" } as const;
    hospital.record("patient.arrived", { ...arrived, until: evening + day });
    hospital.now += 10 * minute;
    hospital.record("patient.merged", { into: "anna", patient: "x" });
    expect(reasons(hospital.ask("eve", "chart.open", "x"))).toEqual([
      "Admissions have told of this patient: they are on 4B, and access through their registration on ED ended at 20:10.",
    ]);
    hospital.record("patient.unmerged", { patient: "x" });
    expect(hospital.ask("eve", "chart.open", "x").type).toBe("permit");
  });

  test("[C3] leave of absence takes no access", () => {
    const hospital = night();
    hospital.adt("anna", "A21");
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
  });

  test("[C2] a cancelled transfer and a merge keep and move access with the chart", () => {
    const hospital = night();
    hospital.adt("anna", "A02", { ward: "6A" });
    hospital.now += minute;
    hospital.adt("anna", "A12", { ward: "4B" });
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
    hospital.record("patient.merged", { patient: "anna", into: "annie" });
    expect(hospital.ask("ben", "chart.open", "annie").type).toBe("permit");
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
  });

  test("[C3] the care team keeps access wherever the patient is, while on duty", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "6A" });
    hospital.session("dr", { seat: "6A-1" });
    hospital.adt("anna", "A08", { attending: ["dr"] });
    expect(hospital.ask("dr", "order.place", "anna")).toMatchObject({
      policies: ["care-team"],
      because: ["You are in this patient's care team."],
    });
    hospital.now = evening + 13 * hour;
    expect(hospital.ask("dr", "order.place", "anna").type).toBe("deny");
  });

  test("[C3] a care team member's period begins and ends", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "6A" });
    hospital.session("dr", { seat: "6A-1" });
    const member = { person: "dr", role: "doctor", from: evening, to: evening + 30_000 };
    hospital.record("care-team.recorded", { careTeam: "ct", patient: "anna", members: [member] });
    expect(hospital.ask("dr", "chart.open", "anna")).toMatchObject({
      validUntil: evening + 30_000,
    });
    hospital.now += 30_000;
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("deny");
  });

  test("[C3] after discharge the responsible keep summaries and results for 30 days", () => {
    const hospital = night();
    const nights = [evening - hour, evening + 40 * day] as const;
    hospital.person("dr", { role: "doctor", ward: "6A", shift: nights });
    hospital.adt("anna", "A08", { consulting: ["dr"] });
    hospital.adt("anna", "A03", {});
    hospital.now += 30 * day - minute;
    hospital.session("dr", { seat: "6A-1" });
    expect(hospital.ask("dr", "chart.open", "anna")).toMatchObject({
      policies: ["after-discharge"],
      obligations: [{ type: "summary-only" }, { type: "feed-stale" }],
      validUntil: evening + 30 * day,
    });
    expect(hospital.ask("dr", "result.acknowledge", "anna").type).toBe("permit");
    expect(hospital.ask("dr", "note.write", "anna").type).toBe("deny");
    hospital.now += minute;
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("deny");
  });

  test("on call: for the service of the patient's ward, at its site", () => {
    const hospital = night();
    hospital.person("reg", { role: "doctor", ward: "cardiology", shift: "none" });
    hospital.session("reg", { seat: "6A-1" });
    hospital.adt("sam", "A01", { ward: "S1" });
    hospital.record("on-call.rostered", {
      onCall: "oc",
      engagement: "eng-reg",
      role: "doctor",
      service: "cardiology",
      site: "north",
      from: evening,
      to: evening + hour,
    });
    expect(hospital.ask("reg", "order.place", "anna")).toMatchObject({
      policies: ["on-call"],
      because: ["You are on call for cardiology."],
    });
    expect(hospital.ask("reg", "order.place", "sam").type).toBe("deny");
  });

  test("[C4] a stale feed neither widens nor narrows, and is shown", () => {
    const hospital = night();
    hospital.now += 15 * minute;
    const answer = hospital.ask("ben", "chart.open", "anna");
    expect(answer).toMatchObject({
      type: "permit",
      obligations: [
        {
          type: "feed-stale",
          feed: "adt",
          since: evening,
          text: "Where patients are has not been heard since 20:00.",
        },
      ],
    });
    hospital.adt("ned", "A01", { ward: "6A" });
    expect(hospital.ask("ben", "chart.open", "ned").type).toBe("deny");
  });

  test("[C6] sitting at the patient's bed permits nothing by itself", () => {
    const hospital = night();
    hospital.adt("ned", "A01", { ward: "6A" });
    hospital.session("ben", { seat: "6A-1" });
    const answer = hospital.ask("ben", "chart.open", "ned", { seat: "6A-1" });
    expect(answer).toMatchObject({
      reasons: ["The patient is on 6A, and you are on duty for 4B."],
    });
  });

  test("[C7] searching is an action of its own, for anyone on duty whose role includes it", () => {
    const hospital = night();
    hospital.adt("ned", "A01", { ward: "6A" });
    expect(hospital.ask("ben", "patient.search", "ned").type).toBe("permit");
    expect(hospital.ask("ben", "patient.search", theHospital).type).toBe("permit");
    hospital.person("stu", { role: "student", ward: "4B", type: "student" });
    hospital.session("stu");
    expect(hospital.ask("stu", "patient.search", "anna").type).toBe("deny");
    expect(hospital.ask("stu", "chart.open", "anna").type).toBe("permit");
  });
});
