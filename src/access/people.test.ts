import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Answer, Bundle } from "./index.ts";
import { day, evening, hour, minute, nightShift, type TestHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const night = (): TestHospital => nightShift(bundle);

function reasons(answer: Answer): readonly string[] {
  return answer.type === "deny" ? answer.reasons : [];
}

describe("people", () => {
  test("[L1] no live engagement, no access, whatever else is on record", () => {
    const hospital = night();
    hospital.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
    hospital.now += minute;
    const answer = hospital.ask("ben", "chart.open", "anna");
    expect(answer).toMatchObject({ cause: "forbidden", codes: ["no-engagement.ended"] });
    expect(reasons(answer)).toEqual(["Your engagement here ended at 20:00."]);
    expect(answer.type === "deny" && answer.policies).toContain("no-engagement");
  });

  test("[L1] a shift of an engagement that has ended gives nothing, though another lives", () => {
    const hospital = night();
    hospital.record("engagement.started", {
      engagement: "eng-other",
      person: "ben",
      type: "employee",
      from: evening - day,
      to: evening + day,
    });
    hospital.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
    hospital.now += minute;
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
  });

  test("off duty: told when the next shift starts, and when it opens by itself", () => {
    const hospital = night();
    hospital.person("cat", {
      role: "nurse",
      ward: "4B",
      shift: [evening + 11.5 * hour, evening + 23.5 * hour],
    });
    const answer = hospital.ask("cat", "chart.open", "anna");
    expect(answer).toMatchObject({
      reasons: ["You are off duty: your next shift on 4B starts at 07:30 tomorrow."],
      advice: [
        {
          type: "wait",
          text: "It opens for you at 07:00 tomorrow, before your shift on 4B at 07:30 tomorrow.",
          at: evening + 11 * hour,
        },
        { type: "ask-whom", text: "Ask somebody on duty on 4B.", people: ["ben"] },
      ],
    });
  });

  test("handover margins before and after a shift give access, and it is said", () => {
    const hospital = night();
    const shift = [evening + 30 * minute, evening + 60 * minute] as const;
    hospital.person("cat", { role: "nurse", ward: "4B", shift });
    hospital.session("cat", { seat: "4B-1" });
    expect(hospital.ask("cat", "chart.open", "anna")).toMatchObject({
      because: ["Your shift on 4B starts at 20:30, and handover has begun."],
    });
    hospital.now = evening + 89 * minute;
    expect(hospital.ask("cat", "chart.open", "anna")).toMatchObject({
      because: ["Your shift on 4B ended at 21:00; access ends at 21:30."],
      validUntil: evening + 90 * minute,
    });
    hospital.now = evening + 90 * minute;
    expect(reasons(hospital.ask("cat", "chart.open", "anna"))).toEqual([
      "You are off duty: your shift on 4B ended at 21:00.",
    ]);
  });

  test("[M1] a role does only what it includes", () => {
    const hospital = night();
    const answer = hospital.ask("ben", "order.place", "anna");
    expect(answer).toMatchObject({
      policies: ["not-in-role"],
      reasons: ["Your role as nurse does not include this."],
    });
  });

  test("[L2] a shift in a role that the engagement does not give, or no longer, gives nothing", () => {
    const hospital = night();
    hospital.record("shift.rostered", {
      shift: "as-doctor",
      engagement: "eng-ben",
      role: "doctor",
      ward: "4B",
      from: evening - hour,
      to: evening + hour,
    });
    expect(hospital.ask("ben", "order.place", "anna").type).toBe("deny");
    hospital.record("role.ended", { assignment: "role-ben" });
    expect(reasons(hospital.ask("ben", "chart.open", "anna"))).toEqual([
      "You hold no role here at the moment.",
    ]);
  });

  test("[L5] a locum has access within booked shifts and margins only, on call or not", () => {
    const hospital = night();
    const shift = [evening + 2 * hour, evening + 8 * hour] as const;
    hospital.person("leo", { role: "doctor", ward: "4B", type: "locum", shift });
    hospital.session("leo");
    hospital.record("on-call.rostered", {
      onCall: "oc-leo",
      engagement: "eng-leo",
      role: "doctor",
      service: "cardiology",
      from: evening - hour,
      to: evening + hour,
    });
    const answer = hospital.ask("leo", "chart.open", "anna");
    expect(answer).toMatchObject({ codes: ["locum-not-booked.later"] });
    expect(reasons(answer)).toEqual([
      "You are outside your booked shifts: your next one, on 4B, starts at 22:00.",
    ]);
    hospital.now = evening + 1.5 * hour;
    expect(hospital.ask("leo", "chart.open", "anna").type).toBe("permit");
  });
});
