import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, patternOf } from "../access/index.ts";
import { enterPin, lendBadge, openConsole, supplyBadge, tap } from "./index.ts";
import { hour, minute, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const actor = { type: "person", id: "cleo" } as const;
const lend = (person: string, number = "pool-1", ward = "4B") =>
  hospital.submit(lendBadge(hospital.deps, { ward, person, number, actor }));
const tapWith = (number: string) =>
  hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: number }));
const margin = () => patternOf(bundle, hospital.world, "4B").handoverMarginAfter;

test("[A3] a pool badge is the person's until the shift and its handover margin are over", () => {
  const { badge, until } = lend("eve");
  expect(until).toBe(start + 11 * hour + margin());
  expect(hospital.world.badges.get(badge)).toMatchObject({ person: "eve", pool: "4B", until });
  expect(tapWith("pool-1")).toMatchObject({ type: "question", person: "eve" });
  expect(hospital.world.badges.has("bdg-eve")).toBe(true);
  hospital.now = until;
  expect(tapWith("pool-1")).toEqual({ type: "refused", why: "ended" });
});

test("[A3] a pool badge that is lent again is the newcomer's; the former holder's sessions by it end", () => {
  const first = lend("eve");
  hospital.submit(enterPin(hospital.deps, { seat: "4B-2", badge: first.badge, right: true }));
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-amy", right: true }));
  lend("ben");
  expect([...hospital.world.sessions.values()].map(({ person }) => person)).toEqual(["amy"]);
  expect(hospital.world.badges.has(first.badge)).toBe(false);
  expect(tapWith("pool-1")).toMatchObject({ person: "ben" });
});

test("[A3] a console session by a pool badge ends with it, at the latest", () => {
  const { until } = lend("amy");
  expect(until).toBe(start + 30 * minute + margin());
  hospital.submit(openConsole(hospital.deps, { badge: "pool-1", right: true, surface: "cookie" }));
  expect([...hospital.world.sessions.values()].map((session) => session.until)).toEqual([until]);
});

test("[A3] lent again to whoever has it, it is the same badge, with its wrong PINs", () => {
  const { badge } = lend("eve");
  hospital.record("pin.mistyped", { badge, place: "4B-1" });
  expect(lend("eve").badge).toBe(badge);
  expect(hospital.world.badges.get(badge)?.wrongPins).toBe(1);
});

test("[A3] somebody's own badge is not lent, and what is given for good is of no pool any more", () => {
  expect(() => lend("eve", "number-amy")).toThrow(expect.objectContaining({ code: "badge-taken" }));
  expect(() => lend("amy", "number-amy")).toThrow(expect.objectContaining({ code: "badge-taken" }));
  const { badge } = lend("eve");
  const signIn = { badge: "number-cleo", right: true, surface: "desk" };
  hospital.submit(openConsole(hospital.deps, signIn));
  const [supervisor] = hospital.world.sessions.values();
  if (supervisor === undefined) throw new Error("nobody supervises");
  const own = { person: "eve", number: "pool-1", supervisor };
  hospital.submit(supplyBadge(hospital.deps, own));
  expect(hospital.world.badges.get(badge)).not.toHaveProperty("pool");
  expect(() => lend("ben")).toThrow(expect.objectContaining({ code: "badge-taken" }));
});

test("[A3] only to somebody else, who is on duty in the ward now", () => {
  const before = hospital.world.next;
  expect(() => lend("dan")).toThrow(expect.objectContaining({ code: "off-duty" }));
  expect(() => lend("eve", "pool-1", "6A")).toThrow(expect.objectContaining({ code: "off-duty" }));
  expect(() => lend("cleo")).toThrow(expect.objectContaining({ code: "own-badge" }));
  expect(() => lend("nobody")).toThrow(expect.objectContaining({ code: "person-unknown" }));
  expect(hospital.world.next).toBe(before);
});
