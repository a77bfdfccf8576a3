import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { activateGrant, answerGrant } from "./index.ts";
import { day, Hospital, hour, minute, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};

describe("asking for access", () => {
  test("what is asked for waits, and opens nothing", () => {
    const { grant } = hospital.request({ person: "amy" });
    expect(hospital.world.grants.get(grant)).toMatchObject({
      state: "pending",
      kind: "patient",
      patient: "anna",
      ward: "6A",
      lasts: 2 * hour,
      engagement: "eng-amy",
      askedBy: { type: "person", id: "amy" },
    });
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("deny");
  });

  test.each([
    ["for a shorter time", { lasts: 5 * 60_000 }],
    ["for another reason", { reason: "patient-moved" }],
  ])("asked again %s it is a request of its own", (_, change) => {
    const first = hospital.request({ person: "amy" });
    const again = hospital.request({ person: "amy", ...change });
    expect(again.grant).not.toBe(first.grant);
    expect(hospital.world.grants.get(again.grant)).toMatchObject(change);
  });

  test("[X3] what begins later is put to more people no sooner than an answer's time before it begins", () => {
    const escalates = (from?: number) => {
      const { grant } = hospital.request({
        person: "amy",
        ...(from === undefined ? {} : { from }),
      });
      return hospital.world.grants.get(grant)?.escalateAt;
    };
    expect(escalates()).toBe(hospital.now + 3 * minute);
    expect(escalates(hospital.now + 10 * minute)).toBe(hospital.now + 3 * minute);
    const from = hospital.now + 4 * hour;
    expect(escalates(from)).toBe(from - 30 * minute + 3 * minute);
  });

  test("touched twice it is one request", () => {
    const first = hospital.request({ person: "amy" });
    const again = hospital.request({ person: "amy" });
    expect(again).toEqual({ grant: first.grant, records: [], side: [] });
    expect(hospital.world.grants.size).toBe(1);
  });

  test("[L9] off duty nobody asks for their own ward at once: a shift opens it", () => {
    const before = hospital.log.length;
    const own: Parameters<Hospital["request"]>[0][] = [
      { person: "cora", patient: "kow" },
      { person: "cora", kind: "ward", ward: "4B" },
    ];
    for (const wish of own) {
      expect(() => hospital.request(wish)).toThrow(/^Off duty .* Start a shift on 4B when you are/);
    }
    const sent = {
      person: "cora",
      patient: "kow",
      askedBy: { type: "person", id: "sam" },
    } as const;
    expect(() => hospital.request(sent)).toThrow(/^Off duty .* Have them start a shift on 4B/);
    expect(hospital.log.length).toBe(before);
    const later = { person: "cora", patient: "kow", from: hospital.now + hour };
    for (const wish of [{ person: "cora", patient: "anna" }, { person: "amy" }, later]) {
      expect(codeOf(() => hospital.request(wish))).toBe("none");
    }
  });

  test("[X1] what one has already is said until when, and nothing is asked: by one's work, or by what was granted", () => {
    // Amy's shift on 4B ends at 19:30, its margin half an hour later.
    const work: Parameters<Hospital["request"]>[0][] = [
      { person: "amy", patient: "kow" },
      { person: "amy", kind: "ward", ward: "4B" },
    ];
    const before = hospital.log.length;
    for (const wish of work) {
      expect(() => hospital.request(wish)).toThrow(/^You have this already, until 20:00\./);
    }
    const bySue = { person: "amy", askedBy: { type: "person", id: "sue" } } as const;
    expect(() => hospital.request({ ...bySue, patient: "kow" })).toThrow(/^They have this already/);
    expect(hospital.log.length).toBe(before);
    const { grant } = hospital.request({ person: "amy" });
    hospital.record("grant.approved", { grant, startBy: hospital.now + hour });
    hospital.append(activateGrant(hospital.granting, { grant, person: "amy" }));
    expect(() => hospital.request({ person: "amy" })).toThrow(
      /^You have this already, until 12:00/,
    );
    // For what comes after it, or for more of it, one asks all the same.
    const from = hospital.now + 2 * hour;
    expect(codeOf(() => hospital.request({ person: "amy", from }))).toBe("none");
    expect(codeOf(() => hospital.request({ person: "amy", renews: grant }))).toBe("none");
    expect(codeOf(() => hospital.request({ person: "amy", kind: "ward", ward: "6A" }))).toBe(
      "none",
    );
  });

  test("[X1] a role or a task that one has is not asked for; emergency access is no reason not to ask, and by a shift that is over nobody has anything", () => {
    const role = { person: "amy", kind: "role", ward: "4B", role: "nurse-in-charge" } as const;
    const { grant } = hospital.request(role);
    hospital.record("grant.approved", { grant, startBy: hospital.now + hour });
    hospital.append(activateGrant(hospital.granting, { grant, person: "amy" }));
    expect(codeOf(() => hospital.request(role))).toBe("grant-needless");
    const task = { kind: "task", action: "medication.witness", patient: "kow" } as const;
    expect(codeOf(() => hospital.request({ person: "ben", ...task }))).toBe("grant-needless");
    hospital.record("glass.broken", {
      engagement: "eng-ben",
      glass: "gls",
      patient: "anna",
      person: "ben",
      reason: "covering",
      until: hospital.now + hour,
    });
    expect(codeOf(() => hospital.request({ person: "ben" }))).toBe("none");
    hospital.now += 11 * hour;
    const over = { person: "ben", patient: "kow" };
    expect(codeOf(() => hospital.request(over))).toBe("grant-needs-shift");
  });

  test.each(["sealed", "vip", "colleague"] as const)(
    "[C10] for a chart that is %s is refused, with what helps: no grant would open it",
    (mark) => {
      hospital.record("patient.marked", { mark, patient: "anna", source: "pas" });
      for (const wish of [{}, { kind: "task", action: "result.acknowledge" }] as const) {
        const asked = { person: "amy", patient: "anna", ...wish };
        expect(codeOf(() => hospital.request(asked))).toBe("grant-opens-nothing");
        expect(() => hospital.request(asked)).toThrow(/named in the patient's care.*the glass/);
      }
      expect(hospital.world.grants.size).toBe(0);
      // Witnessing shows a drug and no chart, and a ward has other patients.
      const witness = { kind: "task", action: "medication.witness", patient: "anna" } as const;
      hospital.request({ person: "phil", ...witness });
      hospital.request({ person: "amy", kind: "ward", ward: "6A" });
      expect(hospital.world.grants.size).toBe(2);
    },
  );

  test("[C10] for one's own chart is refused, be it asked by somebody else; for the care that one is named in it is not", () => {
    hospital.record("patient.linked", { patient: "anna", person: "amy" });
    const bySue = { person: "amy", askedBy: { type: "person", id: "sue" } } as const;
    for (const wish of [{ person: "amy" }, bySue]) {
      expect(codeOf(() => hospital.request(wish))).toBe("grant-opens-nothing");
      expect(() => hospital.request(wish)).toThrow(/records office/);
    }
    hospital.record("care-team.recorded", {
      careTeam: "t1",
      patient: "anna",
      members: [{ from: 0, person: "ben", role: "nurse" }],
    });
    hospital.record("patient.marked", { mark: "sealed", patient: "anna", source: "pas" });
    expect(codeOf(() => hospital.request({ person: "ben" }))).toBe("grant-needless");
    const { grant } = hospital.request({ person: "ben", from: hospital.now + 12 * hour });
    expect(hospital.world.grants.get(grant)).toMatchObject({ person: "ben", state: "pending" });
  });

  test("[C10] what was asked for before the chart was sealed is neither approved nor begun", () => {
    const { grant: waiting } = hospital.request({ person: "amy" });
    const { grant: approved } = hospital.request({ person: "ben" });
    const answer = { approver: "sue", answer: "approve" } as const;
    hospital.append(answerGrant(hospital.granting, { grant: approved, ...answer }));
    hospital.record("patient.marked", { mark: "sealed", patient: "anna", source: "pas" });
    const approve = () => answerGrant(hospital.granting, { grant: waiting, ...answer });
    expect(codeOf(approve)).toBe("grant-opens-nothing");
    const begin = () => activateGrant(hospital.granting, { grant: approved, person: "ben" });
    expect(codeOf(begin)).toBe("grant-opens-nothing");
    const denied = { grant: waiting, approver: "sue", answer: "deny" } as const;
    expect(answerGrant(hospital.granting, denied)).toMatchObject([{ kind: "grant.denied" }]);
    hospital.record("patient.unmarked", { mark: "sealed", patient: "anna", source: "pas" });
    expect(begin()).toMatchObject([{ kind: "grant.activated" }]);
  });

  test.each([
    ["a reason of nobody's", { reason: "because" }, "reason-unknown"],
    ["a reason that is no word", { reason: "\u0000".repeat(10_000) }, "reason-unknown"],
    ["longer than the ward's pattern allows", { lasts: 12 * hour + 1 }, "time-refused"],
    ["for nothing", { lasts: 0 }, "time-refused"],
    ["for less than nothing", { lasts: -hour }, "time-refused"],
    ["for part of a millisecond", { lasts: hour + 0.5 }, "time-refused"],
    ["for no number", { lasts: Number.NaN }, "time-refused"],
    ["beginning in the past", { from: morning - 2 * minute }, "time-refused"],
    ["beginning too far ahead", { from: morning + 15 * day }, "time-refused"],
    ["beginning never", { from: Number.POSITIVE_INFINITY }, "time-refused"],
    ["for a patient who is nowhere", { patient: "nobody" }, "not-grantable"],
    ["for a ward that is nowhere", { kind: "ward", ward: "9Z" }, "not-grantable"],
    ["for no ward", { kind: "ward" }, "not-grantable"],
    [
      "for a role that nobody has for a time",
      { kind: "role", ward: "6A", role: "administrator" },
      "not-grantable",
    ],
    [
      "for a task that nobody has for a time",
      { kind: "task", ward: "6A", action: "order.place" },
      "not-grantable",
    ],
    [
      "for somebody whose role may not",
      { person: "carl", kind: "role", ward: "6A", role: "nurse-in-charge" },
      "not-eligible",
    ],
    ["for nobody", { person: "nobody" }, "not-eligible"],
    ["going on from nothing", { renews: "nope" }, "renews-another"],
    ["going on from what is no id", { renews: "__proto__" }, "renews-another"],
  ] as const)("%s: a clear answer, and nothing is recorded", (_what, wish, code) => {
    expect(codeOf(() => hospital.request({ person: "amy", ...wish }))).toBe(code);
    expect(hospital.world.grants.size).toBe(0);
  });

  test("goes on from the person's own of the same scope only, ended or not", () => {
    const { grant } = hospital.request({ person: "amy" });
    const more = (wish: Parameters<Hospital["request"]>[0]) => () =>
      hospital.request({ renews: grant, ...wish });
    expect(codeOf(more({ person: "ben" }))).toBe("renews-another");
    expect(codeOf(more({ person: "amy", patient: "otto" }))).toBe("renews-another");
    expect(codeOf(more({ person: "amy", kind: "ward", ward: "6A" }))).toBe("renews-another");
    expect(more({ person: "amy" })().grant).not.toBe(grant);
    hospital.record("grant.denied", { grant });
    expect(codeOf(more({ person: "amy", from: hospital.now + hour }))).toBe("none");
    const goingOn = [...hospital.world.grants.values()].map(({ renews }) => renews);
    expect(goingOn).toEqual([grant, grant]);
  });

  test("no program asks without end", () => {
    for (let index = 1; index <= 20; index++) {
      hospital.request({ person: "amy", from: hospital.now + index * hour });
    }
    const one = () => hospital.request({ person: "amy" });
    expect(codeOf(one)).toBe("too-many-requests");
  });

  test("where nobody of the ward answers, others are asked at once", () => {
    const { records } = hospital.request({ person: "amy" });
    expect(records.map(({ kind }) => kind)).toEqual(["grant.requested"]);
    for (const person of ["sue", "wim", "adam"]) {
      hospital.record("engagement.ended", { engagement: `eng-${person}`, reason: "left" });
    }
    hospital.now += minute;
    const { records: more } = hospital.request({ person: "ben" });
    expect(more.map(({ kind }) => kind)).toEqual(["grant.requested", "grant.escalated"]);
  });
});

describe("[X6] a rule may approve, and is named", () => {
  const byRule = (wish: Parameters<Hospital["request"]>[0]) => hospital.request(wish).rule;

  test("on call for the patient's own specialty, for less than four hours", () => {
    const otto = { person: "carl", patient: "otto" } as const;
    const asked = hospital.request({ ...otto, lasts: 4 * hour - 1 });
    expect(asked.records[1]).toMatchObject({
      kind: "grant.approved",
      actor: { type: "system" },
      body: { rule: "on-call-same-specialty" },
    });
    expect(byRule({ ...otto, lasts: 4 * hour, from: hospital.now + hour })).toBeUndefined();
    // Anna is of medicine.
    expect(byRule({ person: "carl", patient: "anna", lasts: hour })).toBeUndefined();
    // On the ward that she came from she was of cardiology.
    hospital.adt("kow", "A02", { location: { ward: "6A" } });
    expect(byRule({ person: "carl", patient: "kow", lasts: hour })).toBe("on-call-same-specialty");
  });

  test("a nurse who is moved to another ward by somebody who answers for it", () => {
    const moved = { person: "amy", kind: "ward", ward: "6A" } as const;
    expect(byRule({ ...moved })).toBeUndefined();
    const by = (id: string) => byRule({ ...moved, askedBy: { type: "person", id }, from: ++at });
    let at = hospital.now + hour;
    expect(by("ben")).toBeUndefined();
    expect(by("mia")).toBeUndefined();
    expect(by("sam")).toBe("moved-by-who-answers");
    expect(by("sue")).toBe("moved-by-who-answers");
  });

  test("what a rule approves is approved, though the very same waits that somebody else has asked for", () => {
    const moved = { person: "amy", kind: "ward", ward: "6A" } as const;
    const { grant: waiting } = hospital.request({
      ...moved,
      askedBy: { type: "person", id: "ben" },
    });
    const sent = hospital.request({ ...moved, askedBy: { type: "person", id: "sue" } });
    expect(sent).toMatchObject({ rule: "moved-by-who-answers" });
    expect(sent.grant).not.toBe(waiting);
    expect(hospital.world.grants.get(sent.grant)?.state).toBe("approved");
  });

  test("[X2] nobody sends themselves", () => {
    hospital.record("role.assigned", {
      assignment: "rol-sue2",
      engagement: "eng-sue",
      from: 0,
      role: "nurse",
      to: hospital.now + day,
      ward: "6A",
    });
    expect(
      byRule({ person: "sue", kind: "ward", ward: "6A", from: hospital.now + 12 * hour }),
    ).toBeUndefined();
  });

  test("a visiting specialist's own clinic", () => {
    expect(byRule({ person: "vic", patient: "olga" })).toBeUndefined();
    hospital.record("appointment.booked", {
      appointment: "app-1",
      from: hospital.now + 5 * hour,
      patient: "olga",
      service: "dermatology",
      to: hospital.now + 6 * hour,
    });
    const clinic = { person: "vic", patient: "olga", reason: "clinic" } as const;
    expect(byRule({ ...clinic, from: hospital.now + 12 * hour })).toBe("visiting-clinic");
    expect(byRule({ ...clinic, from: hospital.now + 3 * day })).toBeUndefined();
  });

  test("[X1] what a rule approves begins when it is begun, too", () => {
    const { grant } = hospital.request({ person: "carl", patient: "otto" });
    expect(hospital.ask("carl", "chart.open", "otto").type).toBe("deny");
    hospital.now += 10 * minute;
    hospital.append(activateGrant(hospital.granting, { grant, person: "carl" }));
    expect(hospital.world.grants.get(grant)?.until).toBe(hospital.now + 2 * hour);
    expect(
      codeOf(() => answerGrant(hospital.granting, { grant, approver: "sue", answer: "deny" })),
    ).toBe("grant-answered");
  });
});
