import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import {
  closeOverdue,
  consoleSessionOf,
  continueConsole,
  enterPin,
  nextOverdue,
  occupantOf,
  openConsole,
  sceneOf,
  signOut,
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

const signIn = (seat: string, person: string): string => {
  const entry = { seat, badge: `bdg-${person}`, right: true };
  const answer = hospital.submit(enterPin(hospital.deps, entry));
  if (answer.type !== "in") throw new Error(`not in but ${answer.type}`);
  return answer.session;
};
const untilOf = (session: string) => hospital.world.sessions.get(session)?.until;
const scene = () => sceneOf(hospital.deps, hospital.world, hospital.now);
const overdue = () => closeOverdue(hospital.deps, hospital.world, hospital.now);
const next = () => nextOverdue(hospital.deps, hospital.world, hospital.now);

test("[S5] a session ends with the shift and its handover margin", () => {
  expect(untilOf(signIn("4B-1", "amy"))).toBe(start + hour);
  hospital.now = start + hour - 1;
  expect(occupantOf(scene(), "4B-1")?.person).toBe("amy");
  hospital.now = start + hour;
  expect(occupantOf(scene(), "4B-1")).toBeUndefined();
});

test("[S5] after sixteen hours, whatever the roster says", () => {
  const engagement = "eng-eve";
  const role = "nurse";
  const [from, to] = [start - hour, start + 40 * hour];
  hospital.record("shift.rostered", { shift: "long", engagement, role, ward: "4B", from, to });
  expect(untilOf(signIn("4B-1", "eve"))).toBe(start + 16 * hour);
});

test("[S5] when the engagement ends, be it before the shift does", () => {
  hospital.record("engagement.extended", { engagement: "eng-eve", to: start + 2 * hour });
  const session = signIn("4B-1", "eve");
  expect(untilOf(session)).toBe(start + 2 * hour);
  hospital.now += hour;
  hospital.record("engagement.ended", { engagement: "eng-eve", reason: "left" });
  expect(occupantOf(scene(), "4B-1")).toBeUndefined();
  expect(overdue()).toEqual([
    { kind: "session.closed", body: { session, reason: "engagement-ended" }, seat: "4B-1" },
  ]);
});

test("[S5] a shift that begins within the margin of the last one carries the session on", () => {
  const engagement = "eng-amy";
  const [from, to] = [start + 40 * minute, start + 5 * hour];
  hospital.record("shift.rostered", {
    shift: "more",
    engagement,
    role: "nurse",
    ward: "4B",
    from,
    to,
  });
  expect(untilOf(signIn("4B-1", "amy"))).toBe(start + 5 * hour + 30 * minute);
});

test("[S5] a shift that is taken off the roster ends the session, without a timer", () => {
  signIn("4B-1", "eve");
  hospital.record("shift.cancelled", { shift: "shf-eve" });
  expect(occupantOf(scene(), "4B-1")).toBeUndefined();
  expect(overdue()).toMatchObject([{ kind: "session.closed", body: { reason: "over" } }]);
});

test("[S5] a night with a clock change is an hour longer and works", () => {
  // 29 March 2026: London's clocks go from 01:00 to 02:00; 25 October 2026: from 02:00 back to 01:00.
  const at = (text: string) => Date.parse(text);
  const [from, to] = [at("2026-10-24T19:30:00+01:00"), at("2026-10-25T07:30:00+00:00")];
  expect(to - from).toBe(13 * hour);
  hospital.record("engagement.extended", { engagement: "eng-ben", to: to + hour });
  hospital.record("shift.rostered", {
    shift: "long-night",
    engagement: "eng-ben",
    role: "nurse",
    ward: "4B",
    from,
    to,
  });
  const held = { engagement: "eng-ben", role: "nurse", ward: "4B", from, to: to + hour };
  hospital.record("role.assigned", { assignment: "rol-long-night", ...held });
  hospital.record("badge.issued", { badge: "bdg-ben", person: "ben", until: to + hour });
  hospital.now = from;
  expect(untilOf(signIn("4B-1", "ben"))).toBe(to + 30 * minute);
  hospital.now = to;
  expect(occupantOf(scene(), "4B-1")?.person).toBe("ben");
});

test("[S5] the ticker says what has ended, once", () => {
  const session = signIn("4B-1", "amy");
  expect(overdue()).toEqual([]);
  hospital.now = start + hour;
  const records = overdue();
  expect(records).toEqual([
    { kind: "session.closed", body: { session, reason: "over" }, seat: "4B-1" },
  ]);
  for (const record of records) hospital.record("session.closed", record.body as never);
  expect(overdue()).toEqual([]);
});

test("[S5] when the next session ends is known before, to the millisecond, as long as nothing changes", () => {
  expect(next()).toBeUndefined();
  signIn("4B-1", "amy");
  signIn("4B-2", "eve");
  expect(next()).toBe(start + hour);
  const request = { badge: "number-dan", right: true, surface: "hash" };
  hospital.submit(openConsole(hospital.deps, request));
  expect(next()).toBe(start + 30 * minute);
  hospital.now = start + 30 * minute - 1;
  expect(overdue()).toEqual([]);
  hospital.now += 1;
  expect(overdue()).toHaveLength(1);
  expect(next()).toBe(start + hour);
  hospital.record("engagement.extended", { engagement: "eng-eve", to: start + 50 * minute });
  expect(next()).toBe(start + 50 * minute);
});

test("a session that ended is not resumed: the next shift begins with the PIN", () => {
  const first = signIn("4B-1", "amy");
  hospital.now = start + 2 * hour;
  const engagement = "eng-amy";
  const [from, to] = [hospital.now, hospital.now + 5 * hour];
  hospital.record("shift.rostered", {
    shift: "extra",
    engagement,
    role: "nurse",
    ward: "4B",
    from,
    to,
  });
  const second = signIn("4B-1", "amy");
  expect(second).not.toBe(first);
  expect(hospital.sessions()).toEqual(["amy@4B-1"]);
});

test("signing out ends the session for good", () => {
  const session = signIn("4B-1", "amy");
  expect(() => hospital.submit(signOut({ session, surface: "4B-2" }))).toThrow(
    expect.objectContaining({ code: "occupant-changed" }),
  );
  hospital.submit(signOut({ session, surface: "4B-1" }));
  expect(hospital.sessions()).toEqual([]);
});

test("a console session needs no duty, and ends after 30 idle minutes or 16 hours", () => {
  const request = { badge: "number-dan", right: true, surface: "hash" };
  const answer = hospital.submit(openConsole(hospital.deps, request));
  if (answer.type !== "in") throw new Error("not in");
  expect(consoleSessionOf(scene(), "hash")?.person).toBe("dan");
  hospital.now += 29 * minute;
  hospital.submit(continueConsole(hospital.deps, answer.session));
  const before = hospital.log.length;
  hospital.now += 30 * second;
  hospital.submit(continueConsole(hospital.deps, answer.session));
  expect(hospital.log.length).toBe(before);
  hospital.now += 29 * minute;
  expect(consoleSessionOf(scene(), "hash")?.person).toBe("dan");
  hospital.now += minute;
  expect(consoleSessionOf(scene(), "hash")).toBeUndefined();
  expect(overdue()).toMatchObject([{ kind: "session.closed", body: { reason: "over" } }]);
  expect(untilOf(answer.session)).toBe(start + 16 * hour);
});
