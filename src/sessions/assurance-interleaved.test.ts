import * as fs from "node:fs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, decide } from "../access/index.ts";
import { isIn } from "./index.ts";
import {
  type Happening,
  historyOf,
  liveSessions,
  runHistory,
  sceneIn,
} from "./interleavings-support.ts";
import { hour, minute, type SmallHospital } from "./test-support.ts";

/** What assurance.yaml says of an action, read a second time. */
interface Need {
  readonly level: number;
  readonly within?: string;
  readonly "in-patients"?: { readonly level: number; readonly within?: string };
}

let bundle: Bundle;
let needs: readonly (readonly [action: string, need: Need])[];
beforeAll(async () => {
  bundle = await shippedBundle();
  const file = new URL("../../policy/assurance.yaml", import.meta.url);
  needs = Object.entries(parse(fs.readFileSync(file, "utf8")) as Record<string, Need>);
});

/** The last PIN or passkey of a person: what it was worth, and when. */
interface Proof {
  readonly level: number;
  readonly at: number;
}

/** Two patients: one lies on 4B, the other has been discharged from it. */
function admit(hospital: SmallHospital): void {
  if (hospital.world.patients.has("in")) return;
  hospital.record("feed.registered", { feed: "adt", type: "adt" });
  for (const [patient, triggers] of [
    ["in", ["A01"]],
    ["out", ["A01", "A03"]],
  ] as const) {
    hospital.record("patient.registered", { patient });
    for (const [index, trigger] of triggers.entries()) {
      const at = hospital.now - minute + index;
      const event = { at, control: `${patient}${index}`, class: "I", trigger } as const;
      const location = { location: { ward: "4B", bed: "1" } };
      const encounter = `enc-${patient}`;
      const told = { ...event, ...location };
      hospital.record("adt.accepted", { encounter, event: told, feed: "adt", patient });
    }
  }
}

/** What the step gave as proof of whom, from its answer alone. */
function provedBy({ person, what }: Happening, answer: string, occupant: string | undefined) {
  if (answer === "in" && what === "pin") return { person, level: 2 };
  if (answer === "in" && what === "passkey") return { person, level: 3 };
  if (answer !== "raised" || occupant === undefined) return undefined;
  return { person: occupant, level: what === "raise" ? 2 : 3 };
}

const durations: Readonly<Record<string, number>> = { "4 h": 4 * hour, "1 h": hour };

/** A1, said once more: sure enough, and not too long ago. Nothing here signs an act by itself (A4). */
function isEnough(
  { level = 2, within }: Omit<Need, "in-patients">,
  proofs: readonly Proof[],
  now: number,
): boolean {
  if (level === 0) return true;
  const sure = proofs.filter((proof) => proof.level >= level);
  if (within === "act" || sure.length === 0) return false;
  if (within === undefined) return true;
  const lasts = within === "fresh" ? 2 * minute : durations[within];
  if (lasts === undefined) throw new Error(`what is "${within}"?`);
  return sure.some((proof) => now < proof.at + lasts);
}

const asked = historyOf(
  [
    [10, "tap", "pin"],
    [4, "passkey", "raise", "raise-passkey"],
    [2, "lock", "misraise"],
    [1, "out"],
  ],
  {
    after: [
      [6, 1_000, 40_000, minute],
      [2, 3 * minute, hour],
      [1, 3 * hour],
    ],
  },
);

test("[A1] whatever happens, an action asks for a surer or fresher proof exactly where assurance.yaml says so, and nothing else does", () => {
  const seen = { enough: 0, short: 0 };
  let turn = 0;
  const history = (steps: readonly Happening[]) => {
    // All that were given in a session: a PIN takes nothing from a passkey before it (A2).
    const proofs = new Map<string, readonly Proof[]>();
    runHistory(bundle, steps, (hospital, step, answer, { occupant }) => {
      admit(hospital);
      const { now, world } = hospital;
      const given = provedBy(step, answer, occupant?.person);
      for (const { id, person } of given === undefined ? [] : liveSessions(hospital)) {
        if (given?.person !== person) continue;
        proofs.set(id, [...(proofs.get(id) ?? []), { level: given.level, at: now }]);
      }
      for (const { id, person, surface } of liveSessions(hospital)) {
        const session = world.sessions.get(id);
        if (session === undefined || !isIn(sceneIn(hospital), session)) continue;
        // A few each time, of all of them in turn.
        for (const [action, need] of Array.from(
          { length: 8 },
          () => needs[turn++ % needs.length] as (typeof needs)[number],
        )) {
          const types = bundle.actions.get(action)?.resourceTypes;
          const isIn4B = turn % 3 !== 0;
          const resource = types?.has("patient")
            ? { type: "patient", id: isIn4B ? "in" : "out" }
            : types?.has("ward")
              ? { type: "ward", id: "4B" }
              : types?.has("seat")
                ? { type: "seat", id: "4B-1" }
                : { type: "hospital", id: "hospital" };
          const subject = { type: "person", id: person };
          const context = { session: id, seat: surface.id };
          const request = { subject, action, resource, context };
          const decided = decide({ bundle, world, request, at: now, remedies: false });
          const wanted = isIn4B ? (need["in-patients"] ?? need) : need;
          const enough = isEnough(wanted, proofs.get(id) ?? [], now);
          const isAsked = decided.type === "deny" && decided.policies.includes("not-sure-enough");
          expect([action, resource.id, isAsked]).toEqual([action, resource.id, !enough]);
          seen[enough ? "enough" : "short"]++;
        }
      }
    });
  };
  fc.assert(fc.property(asked, history), { numRuns: 120 });
  expect([seen.enough > 1_000, seen.short > 500]).toEqual([true, true]);
  // Each action came up with a session of each kind, many times over.
  expect(turn).toBeGreaterThan(20 * needs.length);
});
