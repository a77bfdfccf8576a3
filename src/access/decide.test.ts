import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Answer, Bundle } from "./index.ts";
import { hospital as theHospital } from "./index.ts";
import {
  day,
  evening,
  hour,
  minute,
  shippedBundle,
  type TestHospital,
  testHospital,
} from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle({ fs, crypto });
});

/** Ben, a nurse on 4B's night shift, tapped in at 4B-1; Anna in 4B. */
function night(): TestHospital {
  const hospital = testHospital(bundle);
  hospital.person("ben", { role: "nurse", ward: "4B" });
  hospital.session("ben");
  hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
  return hospital;
}

function reasons(answer: Answer): readonly string[] {
  return answer.type === "deny" ? answer.reasons : [];
}

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
    const broken = await shippedBundle(
      { fs, crypto },
      {
        "own.cedar": `@id("overflows") @title("Overflows")
          forbid (principal, action == Action::"chart.open", resource)
          when { context.level + 9223372036854775807 > 0 };`,
      },
    );
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

describe("the session", () => {
  test("[A1] without a session the level is 0: nothing opens", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    expect(hospital.ask("cat", "chart.open", "anna")).toMatchObject({
      policies: ["not-sure-enough"],
      reasons: ["You are not signed in here. Tap your badge."],
      remedies: [],
    });
  });

  test("[A1] each action names its least level and how fresh it must be", () => {
    const hospital = night();
    hospital.now += 5 * hour;
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
    expect(hospital.ask("ben", "medication.administer", "anna")).toMatchObject({
      reasons: ["This needs your PIN (last given 5 h ago)."],
      remedies: [{ type: "step-up", level: 2, label: "Enter your PIN", cost: 2.75 }],
      advice: [],
    });
    hospital.record("session.raised", { session: "ses-ben-4B-1", level: 2, method: "pin" });
    expect(hospital.ask("ben", "medication.administer", "anna").type).toBe("permit");
    hospital.now += 2 * minute;
    expect(hospital.ask("ben", "medication.witness", "anna").type).toBe("deny");
  });

  test("[A1] presence alone opens a chart and asks for the PIN where more is needed", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    hospital.session("cat", { level: 1 });
    expect(hospital.ask("cat", "chart.open", "anna").type).toBe("permit");
    expect(hospital.ask("cat", "medication.administer", "anna")).toMatchObject({
      reasons: ["This needs your PIN."],
      remedies: [{ type: "step-up" }],
    });
  });

  test("[A1] ward administration needs a passkey, and what does not exist is not offered", () => {
    const hospital = night();
    hospital.person("mia", { role: "ward-manager", ward: "4B" });
    hospital.session("mia");
    const ward = { type: "ward", id: "4B" };
    expect(hospital.ask("mia", "ward.administer", ward)).toMatchObject({
      reasons: ["This needs a passkey, and none can be used here yet."],
      remedies: [],
    });
    hospital.record("session.raised", { session: "ses-mia-4B-1", level: 3, method: "passkey" });
    expect(hospital.ask("mia", "ward.administer", ward)).toMatchObject({
      policies: ["runs-the-ward"],
      because: ["You are ward manager of 4B."],
    });
    expect(hospital.ask("mia", "ward.administer", { type: "ward", id: "6A" })).toMatchObject({
      reasons: ["You do not run 6A."],
    });
  });

  test("[A4] controlled drugs: the signing act for out-patients, a recent PIN for in-patients", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.session("dr");
    expect(hospital.ask("dr", "order.place-controlled", "anna").type).toBe("permit");
    hospital.adt("anna", "A08", { class: "O" });
    expect(hospital.ask("dr", "order.place-controlled", "anna")).toMatchObject({
      codes: ["not-sure-enough.hardware"],
      remedies: [],
    });
  });

  test("[S1] what is done at a seat is done by its occupant", () => {
    const hospital = night();
    expect(hospital.ask("ben", "chart.open", "anna", { seat: "4B-1" }).type).toBe("permit");
    expect(hospital.ask("ben", "chart.open", "anna", { seat: "6A-1" })).toMatchObject({
      policies: ["not-here"],
      reasons: ["You are signed in elsewhere. Tap your badge here."],
    });
  });

  test("a session counts only when it is one's own, open, and not over", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    const theirs = { session: "ses-ben-4B-1" };
    expect(hospital.ask("cat", "chart.open", "anna", theirs).type).toBe("deny");
    hospital.record("session.parked", { session: "ses-ben-4B-1", reason: "lock" });
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
    hospital.session("ben", { seat: "4B-1", until: evening + 20_000 });
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      validUntil: evening + 20_000,
    });
    hospital.now += 20_000;
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
  });

  test("with two open sessions and none named, nobody guesses", () => {
    const hospital = night();
    hospital.record("device.registered", {
      device: "phone",
      managed: true,
      encrypted: true,
      onSite: true,
    });
    hospital.session("ben", { phone: "phone" });
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
    expect(hospital.ask("ben", "chart.open", "anna", { seat: "4B-1" }).type).toBe("permit");
    expect(hospital.ask("ben", "chart.open", "anna", { device: "phone" }).type).toBe("permit");
  });

  test("[C8] an unmanaged phone: nothing clinical; a managed one off-site: own and on-call patients", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    const device = { device: "phone", encrypted: true, onSite: false };
    hospital.record("device.registered", { ...device, managed: false });
    hospital.session("dr", { phone: "phone" });
    expect(reasons(hospital.ask("dr", "chart.open", "anna"))).toEqual([
      "This device is not managed by the hospital, so nothing clinical opens on it.",
      "Away from the hospital only your own and on-call patients open.",
    ]);
    hospital.record("device.registered", { ...device, managed: true });
    expect(reasons(hospital.ask("dr", "chart.open", "anna"))).toEqual([
      "Away from the hospital only your own and on-call patients open.",
    ]);
    hospital.adt("anna", "A08", { attending: ["dr"] });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("permit");
  });

  test("oversight needs the role and level 2, on a console too, and no duty", () => {
    const hospital = night();
    hospital.person("pat", { role: "privacy-officer", ward: "4B", shift: "none" });
    hospital.session("pat", { console: "browser" });
    expect(hospital.ask("pat", "log.read", theHospital)).toMatchObject({
      policies: ["oversees"],
      because: ["Your role as privacy officer includes this."],
    });
    expect(hospital.ask("pat", "chart.open", "anna").type).toBe("deny");
    expect(hospital.ask("ben", "log.read", theHospital)).toMatchObject({
      reasons: ["Your role as nurse does not include this."],
      advice: [{ text: "Ask your manager or the people office." }],
    });
  });
});

describe("[D3] ways forward", () => {
  test("[D3] a remedy that would not lead to a permit is never offered", () => {
    const hospital = night();
    hospital.now += 5 * hour;
    hospital.adt("ned", "A01", { ward: "6A" });
    expect(hospital.ask("ben", "medication.administer", "ned")).toMatchObject({
      codes: ["patient.elsewhere"],
      remedies: [],
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
