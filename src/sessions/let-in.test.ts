import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleOf, shippedBundle, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { enterByPasskey, enterPin, tap } from "./index.ts";
import { historyOf, runHistory } from "./interleavings-support.ts";
import { minute, SmallHospital } from "./test-support.ts";

/** The shipped policy, changed. */
async function changed(change: (files: Record<string, string>) => void): Promise<Bundle> {
  const files = { ...shippedFiles() };
  change(files);
  return await bundleOf(files);
}

/** No new session at 4B-2, and no way back to one's own at 4B-1. */
const closedScreens = `
@id("no-opening")
@title("Nobody begins at this screen")
@says("not-here")
forbid (principal is Person, action == Action::"seat.open", resource == Seat::"4B-2");

@id("no-unlocking")
@title("Nobody comes back at this screen")
@says("not-here")
forbid (principal is Person, action == Action::"seat.unlock", resource == Seat::"4B-1");
`;

let shipped: Bundle;
let closing: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  shipped = await shippedBundle();
  closing = await changed((files) => {
    files["wards.cedar"] += closedScreens;
  });
});
beforeEach(() => {
  hospital = new SmallHospital(closing);
});

const pinAt = (seat: string, person = "eve") =>
  hospital.submit(enterPin(hospital.deps, { seat, badge: `bdg-${person}`, right: true }));
const tapAt = (seat: string, person = "eve") =>
  hospital.submit(tap(hospital.deps, { seat, badge: `number-${person}` }));
const denied = { type: "denied", why: expect.stringMatching(/./), said: [expect.any(Object)] };

describe("[A1] coming in at a seat is an action of the policy", () => {
  test("a session is not opened where the policy says no: in words, on record with the policy, the PIN taken as right", () => {
    hospital.record("pin.mistyped", { badge: "bdg-eve", place: "4B-2" });
    expect(pinAt("4B-2")).toEqual(denied);
    expect(hospital.sessions()).toEqual([]);
    expect(hospital.log.at(-1)).toMatchObject({
      kind: "badge.refused",
      body: { badge: "bdg-eve", policies: ["no-opening"], why: "policy" },
    });
    expect(hospital.world.badges.get("bdg-eve")?.wrongPins).toBe(0);
    expect(pinAt("4B-1")).toMatchObject({ type: "in" });
  });

  test("a tap that may not unlock leaves who is in there in, and one's own session where it is", () => {
    pinAt("4B-1", "amy");
    hospital.now += minute;
    pinAt("6A-1");
    hospital.now += minute;
    expect(tapAt("4B-1")).toEqual(denied);
    expect(hospital.sessions()).toEqual(["amy@4B-1", "eve@6A-1"]);
    expect(hospital.log.at(-1)?.body).toMatchObject({ policies: ["no-unlocking"] });
  });

  test("nor by a passkey, which is used and opens nothing", () => {
    const whose = { badge: "bdg-eve", engagement: "eng-eve", person: "eve" };
    hospital.record("passkey.enrolled", { ...whose, counter: 0, passkey: "pky", synced: false });
    const use = { passkey: "pky", counter: 1, verified: true, seat: "4B-2" };
    const before = hospital.log.length;
    expect(hospital.submit(enterByPasskey(hospital.deps, use))).toEqual(denied);
    expect(hospital.kindsSince(before)).toEqual(["passkey.used", "passkey.refused"]);
    expect(hospital.sessions()).toEqual([]);
  });

  test("whose role does not include it is told so; a policy from before it was an action leaves it to the session", async () => {
    hospital = new SmallHospital(
      await changed((files) => {
        files["roles.yaml"] = (files["roles.yaml"] ?? "").replace("      seat-use,\n", "");
      }),
    );
    // With its code, for a screen of another language.
    const said = [expect.objectContaining({ code: "not-in-role", values: { role: "nurse" } })];
    expect(pinAt("4B-1")).toEqual({ type: "denied", why: expect.stringContaining("nurse"), said });
    const actions = [...shipped.actions].filter(([name]) => !name.startsWith("seat."));
    hospital = new SmallHospital({ ...shipped, actions: new Map(actions) });
    expect(pinAt("4B-1")).toMatchObject({ type: "in" });
  });

  test("whatever happens, nobody ever begins or comes back where the policy says no, and elsewhere they do as ever", () => {
    const steps = historyOf([
      [10, "tap", "pin"],
      [3, "lock", "passkey", "raise"],
      [1, "out", "end"],
    ]);
    const seen = { opened: 0, resumed: 0, denied: 0 };
    fc.assert(
      fc.property(steps, (history) => {
        runHistory(closing, history, (now, _step, answer, { next }) => {
          if (answer === "denied") seen.denied++;
          for (const { kind, body } of now.log.slice(next)) {
            if (kind !== "session.opened" && kind !== "session.resumed") continue;
            const isOpened = kind === "session.opened";
            expect([kind, body.surface.id]).not.toEqual([kind, isOpened ? "4B-2" : "4B-1"]);
            seen[isOpened ? "opened" : "resumed"]++;
          }
        });
      }),
      { numRuns: 100 },
    );
    for (const [what, count] of Object.entries(seen))
      expect([what, count > 20]).toEqual([what, true]);
  });
});
