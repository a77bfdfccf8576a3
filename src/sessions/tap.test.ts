import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { enterPin, focus, openConsole, park, type TapAnswer, tap, timeWalk } from "./index.ts";
import { hour, minute, SmallHospital, second } from "./test-support.ts";

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
const typeAt = (seat: string, person: string): TapAnswer =>
  hospital.submit(tap(hospital.deps, { seat, badge: `number-${person}`, typed: true }));
const later = (time: number) => {
  hospital.now += time;
};
/** Tap and PIN, the first of the shift. */
const signIn = (seat: string, person: string) => {
  const question = tapAt(seat, person);
  if (question.type !== "question") throw new Error(`no question but ${question.type}`);
  later(3 * second);
  return hospital.submit(enterPin(hospital.deps, { seat, badge: question.badge, right: true }));
};

test("[S4] the first sign-in asks for the PIN, and nobody is in before it", () => {
  expect(tapAt("4B-1", "amy")).toEqual({
    type: "question",
    person: "amy",
    badge: "bdg-amy",
    why: "first",
  });
  expect(hospital.sessions()).toEqual([]);
});

test("[S4] inside grace a bare tap comes back in, and changes neither level nor its instant [A1]", () => {
  signIn("4B-1", "eve");
  const [before] = hospital.world.sessions.values();
  later(minute);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "out", person: "eve" });
  expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
  later(hour);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "in", how: "resumed" });
  const [after] = hospital.world.sessions.values();
  expect(after).toMatchObject({ level: 2, provedAt: before?.provedAt });
});

test("[S4] past grace a tap asks for the PIN, at the seat where the session is parked too", () => {
  signIn("4B-1", "eve");
  later(minute);
  tapAt("4B-1", "eve");
  later(4 * hour);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "question", why: "grace" });
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  expect(hospital.sessions()).toEqual(["eve@4B-1"]);
  expect([...hospital.world.sessions.values()][0]?.provedAt).toBe(hospital.now);
});

test("[S2] another person's tap parks the occupant, and nothing of theirs is lost", () => {
  const amy = signIn("4B-1", "amy");
  if (amy.type !== "in") throw new Error("not in");
  const actor = { type: "person", id: "amy" } as const;
  hospital.submit(focus({ session: amy.session, patient: "p1", screen: "notes", actor }));
  signIn("4B-2", "eve");
  later(minute);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "in", how: "moved" });
  expect(hospital.sessions()).toEqual(["(amy@4B-1)", "eve@4B-1"]);
  later(minute);
  expect(tapAt("4B-1", "amy")).toMatchObject({ type: "in", session: amy.session });
  expect(hospital.world.sessions.get(amy.session)).toMatchObject({
    patient: "p1",
    screen: "notes",
    state: "open",
  });
  expect(hospital.sessions()).toEqual(["(eve@4B-1)", "amy@4B-1"]);
});

test("[S2] somebody who must still give the PIN has parked the occupant already [S7]", () => {
  signIn("4B-1", "amy");
  later(minute);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "question", why: "first" });
  expect(hospital.sessions()).toEqual(["(amy@4B-1)"]);
});

test("[S3] a tap at another seat moves the session, and the old seat locks at once", () => {
  const eve = signIn("4B-1", "eve");
  later(minute);
  const before = hospital.log.length;
  expect(tapAt("4B-2", "eve")).toMatchObject({ type: "in", how: "moved" });
  expect(hospital.kindsSince(before)).toEqual(["session.parked", "session.resumed"]);
  expect(hospital.log[before]).toMatchObject({ body: { reason: "moved" } });
  expect(hospital.sessions()).toEqual(["eve@4B-2"]);
  expect(eve).toMatchObject({ type: "in", how: "opened" });
});

test.each([
  ["4B-2", 2 * second, 4 * second, "the same ward"],
  ["6A-1", 20 * second, 40 * second, "the same site"],
])(
  "[S4] the badge at %s faster than a person walks asks for the PIN: %s, %s, %s",
  (seat, fast, slow) => {
    // Cleo is on call, so that every seat of the site is on her ward.
    signIn("4B-1", "cleo");
    later(fast);
    expect(tapAt(seat, "cleo")).toMatchObject({ type: "question", why: "too-fast" });
    hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-cleo", right: true }));
    later(slow);
    expect(tapAt(seat, "cleo")).toMatchObject({ type: "in", how: "moved" });
  },
);

test("[S4] a console is at no place that one walks from: who has just signed in there is not too fast at a seat", () => {
  signIn("4B-1", "cleo");
  later(minute);
  const signing = { badge: "number-cleo", right: true, surface: "hash" };
  expect(hospital.submit(openConsole(hospital.deps, signing))).toMatchObject({ type: "in" });
  later(5 * second);
  expect(tapAt("4B-2", "cleo")).toMatchObject({ type: "in" });
});

test("[S4] what was too fast stays odd: without the PIN no later tap comes in, anywhere", () => {
  signIn("4B-1", "cleo");
  later(2 * second);
  expect(tapAt("4B-2", "cleo")).toMatchObject({ type: "question", why: "too-fast" });
  for (const seat of ["4B-2", "6A-1", "9C-1"]) {
    later(2 * minute);
    expect(tapAt(seat, "cleo")).toMatchObject({ type: "question", why: "too-fast" });
  }
  hospital.submit(enterPin(hospital.deps, { seat: "6A-1", badge: "bdg-cleo", right: true }));
  later(2 * minute);
  expect(tapAt("4B-2", "cleo")).toMatchObject({ type: "in", how: "moved" });
});

test("[S4] a number that is typed needs the PIN, inside grace too, and moves nobody before it", () => {
  signIn("4B-1", "eve");
  later(minute);
  expect(typeAt("4B-2", "eve")).toMatchObject({ type: "question", why: "typed" });
  expect(hospital.log.at(-1)).toMatchObject({ kind: "badge.questioned", body: { why: "typed" } });
  expect(hospital.sessions()).toEqual(["eve@4B-1"]);
  hospital.submit(enterPin(hospital.deps, { seat: "4B-2", badge: "bdg-eve", right: true }));
  expect(hospital.sessions()).toEqual(["eve@4B-2"]);
});

test("[S4] faster than a person walks is told of somebody who is not in anywhere, too", () => {
  expect(tapAt("4B-1", "cleo")).toMatchObject({ type: "question", why: "first" });
  later(second);
  expect(tapAt("6A-1", "cleo")).toMatchObject({ type: "question", why: "too-fast" });
});

test("[S4] a pair of seats may say otherwise, both ways, until it is taken back", () => {
  const actor = { type: "system", id: "test" } as const;
  const say = (least?: number) =>
    hospital.submit(
      timeWalk({ seats: ["6A-1", "4B-1"], ...(least === undefined ? {} : { least }), actor }),
    );
  expect(say(2 * minute)).toEqual({ changed: true });
  expect(say(2 * minute)).toEqual({ changed: false });
  // Registered anew, a seat keeps what was said of it.
  hospital.record("seat.registered", { seat: "4B-1", ward: "4B", name: "4B-1" });
  signIn("4B-1", "cleo");
  later(minute);
  expect(tapAt("6A-1", "cleo")).toMatchObject({ type: "question", why: "too-fast" });
  hospital.submit(enterPin(hospital.deps, { seat: "6A-1", badge: "bdg-cleo", right: true }));
  later(minute);
  expect(tapAt("4B-1", "cleo")).toMatchObject({ type: "question", why: "too-fast" });
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-cleo", right: true }));
  later(10 * second);
  say(5 * second);
  expect(tapAt("6A-1", "cleo")).toMatchObject({ type: "in", how: "moved" });
  say();
  later(10 * second);
  expect(tapAt("4B-1", "cleo")).toMatchObject({ type: "question", why: "too-fast" });
  expect(hospital.world.seats.get("4B-1")).not.toHaveProperty("walks");
});

test("[S4] a pair with a seat that there is not is refused", () => {
  const actor = { type: "system", id: "test" } as const;
  const wish = timeWalk({ seats: ["4B-1", "none"], least: second, actor });
  expect(() => hospital.submit(wish)).toThrow('There is no seat "none".');
});

test("[S4] a seat off the ward asks for the PIN; unlocking there afterwards does not [S6]", () => {
  signIn("4B-1", "eve");
  later(minute);
  expect(tapAt("6A-1", "eve")).toMatchObject({ type: "question", why: "off-ward" });
  hospital.submit(enterPin(hospital.deps, { seat: "6A-1", badge: "bdg-eve", right: true }));
  later(minute);
  tapAt("6A-1", "eve");
  later(minute);
  expect(tapAt("6A-1", "eve")).toMatchObject({ type: "in", how: "resumed" });
});

test("[S4] another site asks for the PIN, for on-call staff too", () => {
  signIn("4B-1", "cleo");
  later(9 * minute);
  expect(tapAt("9C-1", "cleo")).toMatchObject({ type: "question", why: "too-fast" });
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-cleo", right: true }));
  later(11 * minute);
  expect(tapAt("9C-1", "cleo")).toMatchObject({ type: "question", why: "other-site" });
});

test("[S4] off duty nobody comes in, and is told when they can; the margin before counts as duty", () => {
  const refused = tapAt("4B-1", "dan");
  // What the roster does not have, and what they may start (L9).
  expect(refused).toMatchObject({ type: "off-duty", next: { ward: "4B" } });
  expect(refused).toMatchObject({ starts: [{ ward: "4B", role: "nurse" }] });
  expect(tapAt("4B-1", "ben")).toMatchObject({ type: "question" });
  later(-minute);
  expect(tapAt("4B-2", "ben")).toMatchObject({ type: "off-duty" });
});

test("[S4] unknown, ended and unengaged badges lead to nothing and park nobody", () => {
  signIn("4B-1", "amy");
  later(minute);
  hospital.record("badge.ended", { badge: "bdg-ben", reason: "lost" });
  hospital.record("engagement.ended", { engagement: "eng-eve", reason: "left" });
  const before = hospital.log.length;
  expect(tapAt("4B-1", "nobody")).toEqual({ type: "refused", why: "unknown" });
  expect(tapAt("4B-1", "ben")).toEqual({ type: "refused", why: "ended" });
  expect(tapAt("4B-1", "eve")).toEqual({ type: "refused", why: "not-engaged" });
  expect(hospital.kindsSince(before)).toEqual(["badge.refused", "badge.refused", "badge.refused"]);
  expect(hospital.sessions()).toEqual(["amy@4B-1"]);
});

test("[S4] a reader that reads twice within a second has read once", () => {
  const first = tapAt("4B-1", "eve");
  const before = hospital.log.length;
  later(900);
  expect(tapAt("4B-1", "eve")).toEqual(first);
  expect(hospital.log.length).toBe(before);
  later(3 * second);
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  later(500);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "in", how: "already" });
  later(minute);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "out" });
  later(900);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "out" });
  expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
});

test("[S6] an idle lock parks the session, and one tap inside grace unlocks", () => {
  const eve = signIn("4B-1", "eve");
  if (eve.type !== "in") throw new Error("not in");
  later(2 * minute);
  const { session } = eve;
  hospital.submit(park(hospital.deps, { seat: "4B-1", session, reason: "idle" }));
  expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
  expect(tapAt("4B-1", "eve")).toMatchObject({ type: "in", session, how: "resumed" });
});

test("nobody comes in while no policy is active", () => {
  const without = { bundles: { ...hospital.deps.bundles, current: () => undefined } };
  expect(() => hospital.submit(tap(without, { seat: "4B-1", badge: "number-amy" }))).toThrow(
    expect.objectContaining({ code: "no-policy" }),
  );
});

test("a tap at no seat of ours is refused", () => {
  expect(() => tapAt("nowhere", "amy")).toThrow(expect.objectContaining({ code: "seat-unknown" }));
});
