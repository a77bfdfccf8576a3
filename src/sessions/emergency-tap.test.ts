import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { BadgeQuestion } from "../world/index.ts";
import { closeOverdue } from "./close-overdue.ts";
import {
  enterPin,
  leaveEmergency,
  nextOverdue,
  occupantOf,
  respondByTap,
  sceneOf,
  type TapAnswer,
  tap,
} from "./index.ts";
import { hour, minute, SmallHospital, second, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const tapAt = (seat: string, person: string): TapAnswer =>
  hospital.submit(tap(hospital.deps, { seat, badge: `number-${person}` }));
const respond = (seat: string, person: string, asked: BadgeQuestion = "first") =>
  hospital.submit(
    respondByTap(hospital.deps, { seat, badge: `bdg-${person}`, asked, emergency: "emg" }),
  );
const later = (time: number) => {
  hospital.now += time;
};
const declare = (ward = "4B") =>
  hospital.record("emergency.declared", {
    emergency: "emg",
    type: "code-blue",
    until: hospital.now + hour,
    ward,
  });
const join = (person: string) =>
  hospital.record("emergency.joined", {
    emergency: "emg",
    engagement: `eng-${person}`,
    how: "said-so",
    person,
  });
const occupant = (seat: string) =>
  occupantOf(sceneOf(hospital.deps, hospital.world, hospital.now), seat)?.person;

describe("[X17] a rostered responder is in by a tap alone", () => {
  test("grace or not: without a session of the day, in presence only", () => {
    declare();
    expect(tapAt("4B-1", "eve")).toMatchObject({ type: "in", person: "eve" });
    const [session] = hospital.world.sessions.values();
    expect(session).toMatchObject({ level: 1, provedAt: 0, emergency: "emg" });
    // The doctor on call for the ward's service, too.
    later(5 * second);
    expect(tapAt("4B-2", "cleo")).toMatchObject({ type: "in", person: "cleo" });
  });

  test("past grace their own session goes on; within it, it rests on no emergency", () => {
    tapAt("4B-1", "eve");
    hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
    later(minute);
    tapAt("4B-1", "eve");
    declare();
    later(10 * second);
    tapAt("4B-1", "eve");
    expect([...hospital.world.sessions.values()]).toMatchObject([{ state: "open", level: 2 }]);
    expect([...hospital.world.sessions.values()][0]?.emergency).toBeUndefined();
    later(5 * hour);
    hospital.record("emergency.renewed", { emergency: "emg", until: hospital.now + hour });
    expect(tapAt("4B-2", "eve")).toMatchObject({ type: "in", how: "moved" });
    expect([...hospital.world.sessions.values()]).toMatchObject([{ level: 2, emergency: "emg" }]);
  });

  test("in its ward only, and only while it lasts", () => {
    declare("6A");
    expect(tapAt("4B-1", "eve")).toMatchObject({ type: "question", why: "first" });
    later(minute);
    // A nurse of another ward is not rostered there, and may say so.
    expect(tapAt("6A-1", "eve")).toMatchObject({ type: "question", why: "first" });
    hospital.record("emergency.ended", { emergency: "emg", reason: "stood-down" });
    later(minute);
    expect(respond("6A-1", "eve")).toEqual({ type: "refused", why: "nothing-here" });
  });

  test("[A3] [S4] a badge that is locked, or in two places, is asked about as ever", () => {
    declare();
    for (let wrong = 0; wrong < 10; wrong++) {
      hospital.record("pin.mistyped", { badge: "bdg-eve", place: "4B-1" });
    }
    expect(tapAt("4B-1", "eve")).toMatchObject({ type: "question", why: "locked" });
    expect(respond("4B-1", "eve")).toEqual({ type: "refused", why: "badge" });
    tapAt("4B-1", "ben");
    later(2 * second);
    expect(tapAt("4B-2", "ben")).toMatchObject({ type: "question", why: "too-fast" });
    expect(respond("4B-2", "ben", "too-fast")).toEqual({ type: "refused", why: "badge" });
  });

  test("[S4] a number that is typed lets nobody respond: neither a responder, nor somebody off duty", () => {
    declare();
    const type = (person: string) =>
      hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: `number-${person}`, typed: true }));
    expect(type("eve")).toMatchObject({ type: "question", why: "typed" });
    expect(respond("4B-1", "eve", "typed")).toEqual({ type: "refused", why: "badge" });
    expect(type("dan")).toMatchObject({ type: "off-duty" });
    expect(hospital.sessions()).toEqual([]);
  });
});

describe("[X17] any other clinician says that they are responding", () => {
  test("off duty: a question instead of a refusal, and in by one touch", () => {
    expect(tapAt("4B-1", "dan")).toMatchObject({ type: "off-duty" });
    declare();
    later(minute);
    expect(tapAt("4B-1", "dan")).toMatchObject({ type: "question", why: "responding" });
    expect(hospital.sessions()).toEqual([]);
    expect(respond("4B-1", "dan")).toMatchObject({ type: "in", person: "dan", emergency: "emg" });
    expect(occupant("4B-1")).toBe("dan");
    // A PIN opens nothing for somebody off duty, emergency or not.
    later(minute);
    tapAt("4B-1", "dan");
    const pin = { seat: "4B-1", badge: "bdg-dan", right: true };
    expect(hospital.submit(enterPin(hospital.deps, pin))).toMatchObject({ why: "off-duty" });
  });

  test("who responds already comes and goes by taps", () => {
    declare();
    tapAt("4B-1", "dan");
    respond("4B-1", "dan");
    join("dan");
    later(minute);
    expect(tapAt("4B-1", "dan")).toMatchObject({ type: "out" });
    later(minute);
    expect(tapAt("4B-2", "dan")).toMatchObject({ type: "in", how: "moved" });
  });

  test("[L1] nobody whose engagement has ended, and nobody who is no clinician", () => {
    declare();
    hospital.person("ned");
    expect(tapAt("4B-1", "ned")).toMatchObject({ type: "refused", why: "off-duty" });
    expect(respond("4B-1", "ned")).toEqual({ type: "refused", why: "no-clinician" });
    hospital.record("engagement.ended", { engagement: "eng-dan", reason: "hr" });
    expect(respond("4B-1", "dan")).toEqual({ type: "refused", why: "badge" });
    expect(respond("4B-1", "nobody")).toEqual({ type: "refused", why: "badge" });
  });
});

describe("[X18] nothing is left of it after its end", () => {
  /** Eve, on duty, and Dan, who is not, each in by the emergency. */
  const bothIn = () => {
    declare();
    tapAt("4B-1", "eve");
    tapAt("4B-2", "dan");
    respond("4B-2", "dan");
  };

  test("[X4] stood down: on duty one is parked and needs the PIN, off duty one is out", () => {
    bothIn();
    const emergency = hospital.world.emergencies.get("emg");
    if (emergency === undefined) throw new Error("nothing was declared");
    hospital.submit({
      name: "test",
      actor: { type: "system", id: "test" },
      handle: ({ world, at }) => ({
        records: [
          { kind: "emergency.ended", body: { emergency: "emg", reason: "stood-down" } },
          ...leaveEmergency(hospital.deps, world, emergency, at),
        ],
        answer: undefined,
      }),
    });
    expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
    later(minute);
    expect(tapAt("4B-1", "eve")).toMatchObject({ type: "question", why: "grace" });
    expect(tapAt("4B-2", "dan")).toMatchObject({ type: "off-duty" });
  });

  test("[X17] one who is sent away is out, and whoever else it let in stays", () => {
    bothIn();
    const before = hospital.sessions();
    const emergency = hospital.world.emergencies.get("emg");
    if (emergency === undefined) throw new Error("nothing was declared");
    hospital.submit({
      name: "test",
      actor: { type: "system", id: "test" },
      handle: ({ world, at }) => ({
        records: leaveEmergency(hospital.deps, world, emergency, at, "dan"),
        answer: undefined,
      }),
    });
    expect(before).toHaveLength(2);
    expect(hospital.sessions()).toEqual(before.filter((one) => !one.includes("dan")));
    expect(hospital.sessions()).toHaveLength(1);
  });

  test("run out: nobody is in from that instant, recorded or not; then it is recorded", () => {
    bothIn();
    expect(nextOverdue(hospital.deps, hospital.world, hospital.now)).toBe(start + hour);
    hospital.now = start + hour - 1;
    expect([occupant("4B-1"), occupant("4B-2")]).toEqual(["eve", "dan"]);
    hospital.now = start + hour;
    expect([occupant("4B-1"), occupant("4B-2")]).toEqual([undefined, undefined]);
    const records = closeOverdue(hospital.deps, hospital.world, hospital.now);
    expect(records.map(({ kind, body }) => [kind, "reason" in body && body.reason])).toEqual([
      ["session.parked", "emergency-over"],
      ["session.closed", "over"],
    ]);
  });

  test("a shift that ends meanwhile does not end the work", () => {
    declare();
    tapAt("4B-1", "amy");
    later(59 * minute);
    hospital.record("emergency.renewed", { emergency: "emg", until: hospital.now + 3 * hour });
    // Amy's shift and its margin are over.
    later(2 * hour);
    expect(occupant("4B-1")).toBe("amy");
    later(hour);
    expect(occupant("4B-1")).toBeUndefined();
  });
});
