import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { activateGrant, answerGrant, type GrantWish } from "./index.ts";
import { Hospital, hour, minute } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const approved = (wish: Partial<GrantWish> & { readonly person: string }) => {
  const { grant } = hospital.request(wish);
  const approver = wish.ward === "4B" || wish.patient === "kow" ? "ina" : "sue";
  hospital.append(answerGrant(hospital.granting, { grant, approver, answer: "approve" }));
  return grant;
};
const begin = (grant: string, person = "amy") =>
  hospital.append(activateGrant(hospital.granting, { grant, person }));
const codeOf = (grant: string, person = "amy") => {
  try {
    activateGrant(hospital.granting, { grant, person });
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};
const may = (person: string, action: string, patient: string) =>
  hospital.ask(person, action, patient).type === "permit";

describe("beginning what was approved", () => {
  test("[X1] the clock starts when it is begun, not when it was asked or approved", () => {
    const grant = approved({ person: "amy" });
    hospital.now += 40 * minute;
    begin(grant);
    const until = hospital.now + 2 * hour;
    expect(hospital.world.grants.get(grant)).toMatchObject({ state: "active", until });
    expect(hospital.ask("amy", "chart.open", "anna")).toMatchObject({
      type: "permit",
      policies: ["granted"],
      because: ["You were granted access for a time; it ends at 12:40."],
    });
    hospital.now = until - 1;
    expect(hospital.ask("amy", "chart.open", "anna")).toMatchObject({ validUntil: until });
    hospital.now = until;
    expect(may("amy", "chart.open", "anna")).toBe(false);
  });

  test("[X1] begun twice it does not begin anew", () => {
    const grant = approved({ person: "amy" });
    begin(grant);
    const { until } = hospital.world.grants.get(grant) ?? {};
    hospital.now += minute;
    begin(grant);
    expect(hospital.world.grants.get(grant)?.until).toBe(until);
  });

  test("what begins later does not begin before, and lapses when nobody begins it", () => {
    const from = hospital.now + 3 * hour;
    const grant = approved({ person: "amy", from });
    expect(may("amy", "chart.open", "anna")).toBe(false);
    hospital.now = from - 1;
    expect(codeOf(grant)).toBe("too-early");
    hospital.now = from + hour - 1;
    expect(codeOf(grant)).toBe("none");
    hospital.now += 1;
    expect(codeOf(grant)).toBe("grant-over");
  });

  test("is for its holder, and for what was approved", () => {
    const grant = approved({ person: "amy" });
    expect(codeOf(grant, "ben")).toBe("grant-not-yours");
    expect(codeOf("gnt-none")).toBe("grant-unknown");
  });

  test("what nobody has answered yet waits, and says so; what was denied is over", () => {
    const { grant } = hospital.request({ person: "ben" });
    expect(codeOf(grant, "ben")).toBe("grant-pending");
    const denied = { grant, approver: "sue", answer: "deny" } as const;
    hospital.append(answerGrant(hospital.granting, denied));
    expect(codeOf(grant, "ben")).toBe("grant-over");
  });

  test("[X3] whoever may not have it any more does not begin it", () => {
    const one = approved({ person: "amy" });
    hospital.record("role.ended", { assignment: "rol-amy" });
    expect(codeOf(one)).toBe("not-eligible");
    const other = approved({ person: "ben" });
    hospital.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
    hospital.now += 1;
    expect(codeOf(other, "ben")).toBe("not-eligible");
  });

  test("[X1] it never lasts longer than the engagement", () => {
    hospital.record("engagement.extended", { engagement: "eng-amy", to: hospital.now + hour });
    const grant = approved({ person: "amy" });
    begin(grant);
    expect(hospital.world.grants.get(grant)?.until).toBe(hospital.now + hour);
  });
});

describe("[X1] a grant gives exactly what it names", () => {
  test("one patient: what the role includes, for nobody else, and wherever the patient is", () => {
    begin(approved({ person: "amy" }));
    expect(may("amy", "chart.open", "anna")).toBe(true);
    expect(may("amy", "note.write", "anna")).toBe(true);
    expect(may("amy", "order.place", "anna")).toBe(false);
    expect(may("amy", "chart.open", "olga")).toBe(false);
    expect(may("ben", "chart.open", "anna")).toBe(false);
    hospital.adt("anna", "A02", { location: { ward: "9Z" } });
    expect(may("amy", "chart.open", "anna")).toBe(true);
    hospital.record("patient.merged", { patient: "anna", into: "olga" });
    expect(may("amy", "chart.open", "olga")).toBe(true);
  });

  test("a ward: the patients who are there, while they are", () => {
    begin(approved({ person: "amy", kind: "ward", ward: "6A" }));
    expect(may("amy", "chart.open", "anna")).toBe(true);
    expect(may("amy", "chart.open", "otto")).toBe(true);
    expect(hospital.askOf("amy", "roster.confirm", { type: "ward", id: "6A" }).type).toBe("deny");
    hospital.adt("anna", "A03", {});
    expect(may("amy", "chart.open", "anna")).toBe(false);
  });

  test("a task: that action only, on that patient only", () => {
    const task = { person: "phil", kind: "task", action: "result.acknowledge" } as const;
    begin(approved({ ...task, patient: "kow" }), "phil");
    expect(may("phil", "result.acknowledge", "kow")).toBe(true);
    expect(may("phil", "order.place", "kow")).toBe(false);
    expect(may("phil", "result.acknowledge", "anna")).toBe(false);
    expect(may("phil", "chart.open", "anna")).toBe(false);
  });

  test("a role: what it includes, in that ward only", () => {
    const role = { person: "amy", kind: "role", role: "nurse-in-charge", ward: "6A" } as const;
    begin(approved(role));
    expect(hospital.askOf("amy", "roster.confirm", { type: "ward", id: "6A" }).type).toBe("permit");
    expect(hospital.askOf("amy", "roster.confirm", { type: "ward", id: "4B" }).type).toBe("deny");
    expect(hospital.askOf("amy", "ward.administer", { type: "ward", id: "6A" }).type).toBe("deny");
    // What is an exception is no way to a further one.
    expect(hospital.askOf("amy", "grant.answer", { type: "ward", id: "6A" }).type).toBe("deny");
  });

  test("[X4] [C3] what was written by a grant can be finished when the patient has left, while the grant runs and no longer", () => {
    const grant = approved({ person: "amy", kind: "ward", ward: "6A", lasts: 3 * hour });
    begin(grant);
    const permit = hospital.ask("amy", "note.write", "anna");
    expect(permit).toMatchObject({ type: "permit", grant, ward: "6A" });
    hospital.record("care.contributed", { grant, patient: "anna", person: "amy", ward: "6A" });
    hospital.now += 2 * hour;
    hospital.adt("anna", "A02", { location: { ward: "9Z" } });
    expect(hospital.ask("amy", "note.write", "anna")).toMatchObject({ policies: ["finishing"] });
    hospital.now += hour;
    expect(may("amy", "note.write", "anna")).toBe(false);
  });

  test("[L1] nothing off duty, and nothing once the engagement or the role has ended", () => {
    begin(approved({ person: "amy" }));
    begin(approved({ person: "ben", lasts: 12 * hour }), "ben");
    hospital.record("role.ended", { assignment: "rol-amy" });
    expect(may("amy", "chart.open", "anna")).toBe(false);
    hospital.record("shift.cancelled", { shift: "sh-ben" });
    expect(may("ben", "chart.open", "anna")).toBe(false);
  });
});
