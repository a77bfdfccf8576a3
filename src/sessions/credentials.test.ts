import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { endBadge, enterPin, issueBadge, loseBadges, setPin, tap, unlockBadges } from "./index.ts";
import { hour, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const actor = { type: "person", id: "amy" } as const;
const until = start + 10 * hour;
const tapWith = (number: string) =>
  hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: number }));

test("a badge works until it ends, and its number is kept as a hash beside the log only", () => {
  const { badge } = hospital.submit(issueBadge({ person: "eve", number: "pool-1", until, actor }));
  expect(hospital.side.get("credentials|badge|pool-1")).toBe(badge);
  expect(JSON.stringify(hospital.log)).not.toContain("pool-1");
  expect(tapWith("pool-1")).toMatchObject({ type: "question", badge });
  hospital.submit(endBadge({ badge, reason: "handed back", actor }));
  expect(tapWith("pool-1")).toEqual({ type: "refused", why: "ended" });
});

test("[A3] a pool badge that is issued again is the newcomer's, and nobody else's", () => {
  const first = hospital.submit(issueBadge({ person: "eve", number: "pool-1", until, actor }));
  hospital.submit(issueBadge({ person: "ben", number: "pool-1", until, actor }));
  expect(hospital.world.badges.has(first.badge)).toBe(false);
  expect(tapWith("pool-1")).toMatchObject({ type: "question", person: "ben" });
});

test("a badge ends by itself", () => {
  hospital.submit(issueBadge({ person: "ben", number: "pool-1", until, actor }));
  hospital.now = until;
  expect(tapWith("pool-1")).toEqual({ type: "refused", why: "ended" });
});

test("a new PIN is kept beside the log and sets wrong ones back [A3]", () => {
  hospital.record("pin.mistyped", { badge: "bdg-eve", place: "4B-1" });
  hospital.submit(setPin({ person: "eve", verifier: "argon", actor }));
  expect(hospital.side.get("credentials|pin|eve")).toBe("argon");
  expect(JSON.stringify(hospital.log)).not.toContain("argon");
  expect(hospital.world.badges.get("bdg-eve")?.wrongPins).toBe(0);
});

test("what is unknown is refused", () => {
  const codeOf = (act: () => unknown) => {
    try {
      act();
      return "done";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const badge = "nowhere";
  expect([
    codeOf(() => hospital.submit(issueBadge({ person: "nobody", number: "x", until, actor }))),
    codeOf(() => hospital.submit(setPin({ person: "nobody", verifier: "x", actor }))),
    codeOf(() => hospital.submit(endBadge({ badge, reason: "lost", actor }))),
    codeOf(() => hospital.submit(unlockBadges({ person: "nobody", actor }))),
  ]).toEqual(["person-unknown", "person-unknown", "badge-unknown", "person-unknown"]);
});

test("with a badge ends what was entered by it: lost, or handed to somebody else", () => {
  const enter = (seat: string, badge: string) =>
    hospital.submit(enterPin(hospital.deps, { seat, badge, right: true }));
  const pool = hospital.submit(issueBadge({ person: "eve", number: "pool-1", until, actor }));
  enter("4B-1", "bdg-amy");
  enter("4B-2", pool.badge);
  expect(hospital.world.sessions.size).toBe(2);
  hospital.submit(issueBadge({ person: "ben", number: "pool-1", until, actor }));
  expect([...hospital.world.sessions.values()].map(({ person }) => person)).toEqual(["amy"]);
  expect(hospital.submit(loseBadges({ person: "amy", actor }))).toEqual({ badges: 1 });
  expect(hospital.world.sessions.size).toBe(0);
  const closed = hospital.log.filter(({ kind }) => kind === "session.closed");
  expect(closed.map(({ body, seat }) => [(body as { reason: string }).reason, seat])).toEqual([
    ["badge-ended", "4B-2"],
    ["badge-ended", "4B-1"],
  ]);
});

test("a session that was entered by another badge goes on", () => {
  const pool = hospital.submit(issueBadge({ person: "amy", number: "pool-1", until, actor }));
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-amy", right: true }));
  hospital.submit(endBadge({ badge: pool.badge, reason: "handed back", actor }));
  expect(hospital.world.sessions.size).toBe(1);
});
