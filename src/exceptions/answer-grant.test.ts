import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { approversOf, grantState } from "../access/index.ts";
import { answerGrant } from "./index.ts";
import { Hospital, hour, minute } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const answer = (grant: string, approver: string, answer: "approve" | "deny" = "approve") =>
  hospital.append(answerGrant(hospital.granting, { grant, approver, answer }), {
    type: "person",
    id: approver,
  });
const codeOf = (grant: string, approver: string) => {
  try {
    answerGrant(hospital.granting, { grant, approver, answer: "approve" });
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};
const mayAnswer = (person: string, ward = "6A") =>
  hospital.askOf(person, "grant.answer", { type: "ward", id: ward }).type === "permit";

describe("answering a request", () => {
  test("[X2] is for those whom grants.yaml names: in charge of the ward's shift, running it, on call for its service, or for the site", () => {
    const people = ["sue", "wim", "adam", "sam", "amy", "ina", "mia", "carl", "cora", "nobody"];
    expect(people.filter((person) => mayAnswer(person))).toEqual(["sue", "wim", "adam", "sam"]);
    expect(people.filter((person) => mayAnswer(person, "4B"))).toEqual(["sam", "ina", "mia"]);
  });

  test("[X2] a request for a patient who has moved since is for those of the new ward: the old one's can deny it only", () => {
    const { grant } = hospital.request({ person: "amy" });
    hospital.adt("anna", "A02", { location: { ward: "4B" } });
    expect(codeOf(grant, "sue")).toBe("patient-moved");
    answer(grant, "sue", "deny");
    hospital.adt("anna", "A02", { location: { ward: "6A" } });
    const again = hospital.request({ person: "amy" });
    expect(codeOf(again.grant, "sue")).toBe("none");
  });

  test("[X2] ends with the shift, the on-call period and the engagement", () => {
    hospital.record("shift.cancelled", { shift: "sh-sue" });
    hospital.record("on-call.cancelled", { onCall: "oc-adam" });
    hospital.record("engagement.ended", { engagement: "eng-wim", reason: "left" });
    hospital.now += 1;
    expect(["sue", "adam", "wim"].filter((person) => mayAnswer(person))).toEqual([]);
  });

  test("[X2] [L9] is for nobody who is in charge by nothing but a shift that they started themselves", () => {
    hospital.record("role.assigned", {
      assignment: "rol-amy-in-charge",
      engagement: "eng-amy",
      from: hospital.now - hour,
      role: "nurse-in-charge",
      to: hospital.now + 24 * hour,
      ward: "6A",
    });
    hospital.record("shift.cancelled", { shift: "sh-amy" });
    const duty = { duty: "dty-1", engagement: "eng-amy", person: "amy", role: "nurse-in-charge" };
    const until = hospital.now + hour;
    hospital.record("duty.declared", { ...duty, to: until, until, ward: "6A" });
    const { grant } = hospital.request({ person: "ben" });
    const asked = hospital.world.grants.get(grant);
    const people = [...approversOf(bundle, hospital.world, asked?.ward ?? "", hospital.now)];
    expect([mayAnswer("amy"), people.includes("amy")]).toEqual([false, false]);
    hospital.record("duty.confirmed", { duty: "dty-1" });
    const { engagement, role } = duty;
    const shift = { shift: "sh-1", engagement, role, from: hospital.now, to: until, ward: "6A" };
    hospital.record("shift.rostered", shift);
    expect(mayAnswer("amy")).toBe(true);
  });

  test("[X1] approves, and nothing is open by that; denies, and it has ended", () => {
    const { grant } = hospital.request({ person: "amy" });
    answer(grant, "sue");
    expect(hospital.world.grants.get(grant)).toMatchObject({
      state: "approved",
      answeredBy: { id: "sue" },
      startBy: hospital.now + hour,
    });
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("deny");
    const { grant: other } = hospital.request({ person: "ben" });
    answer(other, "sue", "deny");
    expect(hospital.world.grants.has(other)).toBe(false);
    expect(hospital.world.endedGrants.get(other)).toMatchObject({
      state: "denied",
      answeredBy: { id: "sue" },
      endedAt: hospital.now,
    });
  });

  test("[X2] nobody approves their own, nor what they asked for somebody else", () => {
    hospital.record("role.assigned", {
      assignment: "rol-sue2",
      engagement: "eng-sue",
      from: 0,
      role: "nurse",
      to: hospital.now + hour,
      ward: "6A",
    });
    const { grant } = hospital.request({
      person: "sue",
      kind: "role",
      ward: "6A",
      role: "nurse-in-charge",
      from: hospital.now + 12 * hour,
    });
    expect(codeOf(grant, "sue")).toBe("own-request");
    const askedBy = { type: "person", id: "wim" } as const;
    const { grant: sent } = hospital.request({ person: "phil", askedBy });
    expect(codeOf(sent, "wim")).toBe("own-request");
    const through = { type: "workload", id: "wl", onBehalfOf: "wim" } as const;
    const { grant: byProgram } = hospital.request({ person: "ben", askedBy: through });
    expect(codeOf(byProgram, "wim")).toBe("own-request");
    expect(codeOf(byProgram, "sam")).toBe("none");
  });

  test("[X19] nor access to the chart of whom they report to", () => {
    hospital.record("patient.linked", { patient: "kow", person: "wim" });
    // Named in the care: for others no grant opens a colleague's chart (C10).
    hospital.record("care-team.recorded", {
      careTeam: "t1",
      patient: "kow",
      members: [{ from: 0, person: "amy", role: "nurse" }],
    });
    const { grant } = hospital.request({
      person: "amy",
      patient: "kow",
      from: hospital.now + 12 * hour,
    });
    expect(codeOf(grant, "ina")).toBe("none");
    const mine = { engagement: "eng-ina3", from: 0, person: "ina", to: hospital.now + hour };
    hospital.record("engagement.started", { ...mine, manager: "wim", type: "employee" });
    expect(codeOf(grant, "ina")).toBe("of-your-manager");
  });

  test("[X19] nobody approves for whoever runs their ward, or sponsors their engagement", () => {
    hospital.record("role.assigned", {
      assignment: "rol-wim2",
      engagement: "eng-wim",
      from: 0,
      role: "nurse",
      to: hospital.now + hour,
      ward: "4B",
    });
    const { grant } = hospital.request({
      person: "wim",
      patient: "kow",
      from: hospital.now + minute,
    });
    // Ina works on 4B, which Wim does not run; Sue works on 6A, which he does.
    expect(codeOf(grant, "ina")).toBe("none");
    expect(codeOf(grant, "sue")).toBe("of-your-manager");
    hospital.record("engagement.started", {
      engagement: "eng-ina2",
      from: 0,
      person: "ina",
      sponsor: "wim",
      to: hospital.now + hour,
      type: "locum",
    });
    expect(codeOf(grant, "ina")).toBe("of-your-manager");
    hospital.record("engagement.started", {
      engagement: "eng-sam2",
      from: 0,
      manager: "wim",
      person: "sam",
      to: hospital.now + hour,
      type: "employee",
    });
    expect(codeOf(grant, "sam")).toBe("of-your-manager");
    // Whoever runs a ward answers for those who work in it.
    const { grant: nurse } = hospital.request({
      person: "amy",
      kind: "ward",
      ward: "4B",
      from: hospital.now + 12 * hour,
    });
    expect(codeOf(nurse, "mia")).toBe("none");
  });

  test("an answer that comes too late, or twice, is told so", () => {
    const { grant } = hospital.request({ person: "amy" });
    answer(grant, "sue");
    expect(codeOf(grant, "wim")).toBe("grant-answered");
    expect(codeOf("gnt-none", "wim")).toBe("grant-unknown");
    const { grant: other } = hospital.request({ person: "ben" });
    hospital.now += 30 * minute - 1;
    expect(codeOf(other, "wim")).toBe("none");
    hospital.now += 1;
    expect(codeOf(other, "wim")).toBe("grant-over");
    const lapsed = hospital.world.grants.get(other);
    expect(lapsed && grantState(lapsed, hospital.now)).toBe("lapsed");
  });

  test("[X3] nobody is approved who is not eligible any more", () => {
    const { grant } = hospital.request({ person: "amy" });
    hospital.record("role.ended", { assignment: "rol-amy" });
    expect(codeOf(grant, "sue")).toBe("not-eligible");
  });
});
