import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import {
  enterPin,
  openConsole,
  type PinAnswer,
  pinGate,
  stepUp,
  tap,
  unlockBadges,
} from "./index.ts";
import { minute, SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const pinAt = (seat: string, person: string, right: boolean): PinAnswer =>
  hospital.submit(enterPin(hospital.deps, { seat, badge: `bdg-${person}`, right }));
const actor = { type: "person", id: "amy" } as const;

test("[A3] three tries are free, then each wrong PIN doubles the wait, and the sixth locks", () => {
  const waits: number[] = [];
  for (let count = 0; count < 5; count++) {
    const answer = pinAt("4B-1", "eve", false);
    if (answer.type !== "wrong") throw new Error(`not wrong but ${answer.type}`);
    waits.push(((answer.waitUntil ?? hospital.now) - hospital.now) / second);
    hospital.now = answer.waitUntil ?? hospital.now;
  }
  expect(waits).toEqual([0, 0, 5, 10, 20]);
  expect(pinAt("4B-1", "eve", false)).toEqual({ type: "locked" });
});

test("[A3] a PIN before the wait is over does not count, right or wrong", () => {
  for (let count = 0; count < 3; count++) pinAt("4B-1", "eve", false);
  const before = hospital.log.length;
  hospital.now += 4 * second;
  const until = hospital.now + second;
  expect(pinAt("4B-1", "eve", true)).toEqual({ type: "wait", waitUntil: until });
  expect(pinAt("4B-1", "eve", false)).toEqual({ type: "wait", waitUntil: until });
  expect(hospital.log.length).toBe(before);
  hospital.now = until;
  expect(pinAt("4B-1", "eve", true)).toMatchObject({ type: "in" });
});

test("[A3] wrong PINs at one place make nobody wait at another, nor anybody else there", () => {
  for (let count = 0; count < 3; count++) pinAt("4B-1", "eve", false);
  expect(pinAt("4B-1", "eve", true)).toMatchObject({ type: "wait" });
  expect(pinAt("4B-1", "amy", true)).toMatchObject({ type: "in" });
  expect(pinAt("4B-2", "eve", true)).toMatchObject({ type: "in" });
});

test("[A3] six wrong PINs at seats lock the badge there, never the ward; a supervised unlock opens it", () => {
  for (let count = 0; count < 6; count++) {
    pinAt(count % 2 === 0 ? "4B-1" : "4B-2", "eve", false);
    hospital.now += 6 * minute;
  }
  const badge = () => hospital.world.badges.get("bdg-eve");
  expect(badge()?.wrongPins).toBe(6);
  expect(pinAt("6A-1", "eve", true)).toEqual({ type: "locked" });
  expect(hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: "number-eve" }))).toMatchObject({
    type: "question",
    why: "locked",
  });
  expect(hospital.sessions()).toEqual([]);
  expect(pinAt("4B-1", "ben", true)).toMatchObject({ type: "in" });
  const eve = { type: "person", id: "eve" } as const;
  expect(() => hospital.submit(unlockBadges({ person: "eve", actor: eve }))).toThrow(
    "Nobody unlocks",
  );
  expect(hospital.submit(unlockBadges({ person: "eve", actor }))).toEqual({ badges: 1 });
  expect(hospital.submit(unlockBadges({ person: "eve", actor }))).toEqual({ badges: 0 });
  expect(pinGate(badge() as never, "4B-1", hospital.now)).toEqual({ type: "open" });
  expect(pinAt("4B-1", "eve", true)).toMatchObject({ type: "in" });
});

test("[A3] a right PIN sets everything back", () => {
  for (let count = 0; count < 2; count++) pinAt("4B-1", "eve", false);
  pinAt("4B-1", "eve", true);
  expect(hospital.world.badges.get("bdg-eve")).toMatchObject({ wrongPins: 0, wrongPinsBy: [] });
});

test("[S4] off duty the right PIN opens nothing either", () => {
  expect(pinAt("4B-1", "dan", true)).toMatchObject({ type: "refused", why: "off-duty" });
  expect(hospital.sessions()).toEqual([]);
});

test("a badge that ended between the tap and the PIN opens nothing", () => {
  hospital.record("badge.ended", { badge: "bdg-eve", reason: "lost" });
  expect(pinAt("4B-1", "eve", true)).toEqual({ type: "refused", why: "ended" });
});

test("[A2] a step-up raises the session and nothing else of it changes", () => {
  const entered = pinAt("4B-1", "eve", true);
  if (entered.type !== "in") throw new Error("not in");
  const { session } = entered;
  const before = hospital.world.sessions.get(session);
  hospital.now += 5 * minute;
  const raise = (right: boolean) =>
    hospital.submit(stepUp(hospital.deps, { seat: "4B-1", session, right }));
  expect(raise(false)).toEqual({ type: "wrong" });
  expect(hospital.world.sessions.get(session)).toEqual(before);
  expect(raise(true)).toEqual({ type: "raised" });
  expect(hospital.world.sessions.get(session)).toEqual({
    ...before,
    provedAt: hospital.now,
    proofs: [{ level: 2, at: hospital.now }],
  });
});

test("[A3] wrong PINs of a step-up count like any", () => {
  const entered = pinAt("4B-1", "eve", true);
  if (entered.type !== "in") throw new Error("not in");
  const { session } = entered;
  const raise = () =>
    hospital.submit(stepUp(hospital.deps, { seat: "4B-1", session, right: false }));
  raise();
  raise();
  expect(raise()).toMatchObject({ type: "wrong", waitUntil: hospital.now + 5 * second });
  expect(raise()).toMatchObject({ type: "wait" });
});

test("[A2] a step-up is the occupant's or nobody's [S1]", () => {
  const eve = pinAt("4B-1", "eve", true);
  pinAt("4B-1", "amy", true);
  if (eve.type !== "in") throw new Error("not in");
  const { session } = eve;
  expect(() =>
    hospital.submit(stepUp(hospital.deps, { seat: "4B-1", session, right: true })),
  ).toThrow(expect.objectContaining({ code: "occupant-changed" }));
});

test("[A3] a console refuses an unknown badge, a wrong PIN and a locked badge in the same words", () => {
  const signIn = (badge: string, right: boolean) =>
    hospital.submit(openConsole(hospital.deps, { badge, right, surface: "hash" }));
  expect(signIn("number-nobody", false)).toEqual({ type: "refused" });
  expect(signIn("number-dan", false)).toEqual({ type: "refused" });
  for (let count = 0; count < 12; count++) {
    signIn("number-dan", false);
    hospital.now += 6 * minute;
  }
  expect(hospital.world.badges.get("bdg-dan")?.wrongPins).toBe(4);
  expect(signIn("number-dan", true)).toEqual({ type: "refused" });
  expect(signIn("number-eve", true)).toMatchObject({ type: "in", person: "eve" });
});

const consoleWith = (person: string, right: boolean) =>
  hospital.submit(openConsole(hospital.deps, { badge: `number-${person}`, right, surface: "hash" }))
    .type;

test("[A3] a stranger who guesses at the console locks nobody out of the bedside, where a right PIN opens the console again", () => {
  for (let count = 0; count < 50; count++) {
    consoleWith("eve", false);
    hospital.now += 6 * minute;
  }
  expect(hospital.world.badges.get("bdg-eve")?.wrongPins).toBe(4);
  expect(consoleWith("eve", true)).toBe("refused");
  expect(pinGate(hospital.world.badges.get("bdg-eve") as never, "4B-1", hospital.now)).toEqual({
    type: "open",
  });
  expect(pinAt("4B-1", "eve", true)).toMatchObject({ type: "in" });
  expect(consoleWith("eve", true)).toBe("in");
});

test("[A3] whatever is tried where and when: ten guesses in all at most since the last right PIN, and one door never closes the other", () => {
  const attempt = fc.record({
    place: fc.constantFrom("console", "4B-1", "4B-2", "6A-1"),
    right: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, fc.boolean()),
    after: fc.constantFrom(0, 5 * second, minute, 6 * minute),
  });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      hospital = new SmallHospital(bundle);
      const wrong = { bedside: 0, console: 0 };
      for (const { place, right, after } of attempts) {
        hospital.now += after;
        const door = place === "console" ? "console" : "bedside";
        const before = hospital.log.length;
        if (place === "console") consoleWith("eve", right);
        else pinAt(place, "eve", right);
        const kinds = hospital.kindsSince(before);
        if (kinds.includes("pin.mistyped")) wrong[door]++;
        if (kinds.includes("pin.proved")) Object.assign(wrong, { bedside: 0, console: 0 });
        expect(wrong.bedside + wrong.console).toBeLessThanOrEqual(10);
        const badge = hospital.world.badges.get("bdg-eve") as never;
        const isLocked = (at: string) => pinGate(badge, at, hospital.now).type === "locked";
        expect([isLocked("console"), isLocked("9C-1")]).toEqual([
          wrong.console === 4,
          wrong.bedside === 6,
        ]);
      }
    }),
  );
});
