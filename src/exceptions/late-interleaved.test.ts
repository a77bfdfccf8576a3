import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { ExceptionError, missRelief } from "./index.ts";
import { Hospital, hour, minute, morning } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

/** Amy's shift on 4B is over then; the margin after it is half an hour, and half an hour before it begins. */
const end = morning + 9.5 * hour;
const margin = end + 30 * minute;

const patients = ["kow", "lee", "may"] as const;
const actions = ["note.write", "medication.administer"] as const;
const happening = fc.record({
  after: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(0, minute, 5 * minute, 10 * minute) },
    { weight: 3, arbitrary: fc.constantFrom(29 * minute, 30 * minute, 59 * minute, hour) },
  ),
  patient: fc.constantFrom(...patients),
  action: fc.constantFrom(...actions),
  what: fc.constantFrom("begin", "begin", "finish", "work", "stay", "wait"),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What S9 is reckoned from, by what was done alone. */
interface Known {
  /** When each text was begun, by patient and action. */
  readonly drafts: Map<string, number>;
  readonly worked: Set<string>;
  relief: number;
}

const isOwnWork = (begun: number) => begun < margin;

/** Whether the rule gives it at `now`. */
function expected(known: Known, now: number, patient: string, action: string): boolean {
  if (now < margin) return true;
  if (now < known.relief && known.worked.has(patient)) return true;
  if (now >= margin + 2 * hour) return false;
  return [...known.drafts].some(([key, begun]) => {
    const [whom, what] = key.split("|");
    return whom === patient && isOwnWork(begun) && (action === "chart.open" || what === action);
  });
}

/** "Relief has not come" can be said from the shift's end on by whoever is still here for something. */
function maySay(known: Known, now: number): boolean {
  if (now < end) return false;
  const finishing = now < margin + 2 * hour && [...known.drafts.values()].some(isOwnWork);
  return now < margin || now < known.relief || finishing;
}

function furnished(): { readonly hospital: Hospital; readonly session: string } {
  const hospital = new Hospital(bundle);
  for (const patient of patients.slice(1)) hospital.admit(patient, "4B");
  const [session = ""] = hospital.world.sessionsByPerson.get("amy");
  // The longest (S5): whether somebody is in is the session machine's, what they may do then the policy's.
  hospital.record("session.extended", { session, until: morning + 16 * hour });
  hospital.now = end - hour;
  return { hospital, session };
}

function step(hospital: Hospital, session: string, known: Known, next: Happening): void {
  const { action, patient, what } = next;
  const key = `${patient}|${action}`;
  const { now } = hospital;
  if (what === "begin" && !known.drafts.has(key)) {
    hospital.record("draft.begun", { action, patient, person: "amy", session });
    known.drafts.set(key, now);
  }
  if (what === "finish" && known.drafts.delete(key)) {
    hospital.record("draft.ended", { action, patient, session });
  }
  // Whoever may not work for a patient contributes nothing.
  if (what === "work" && expected(known, now, patient, action)) {
    hospital.record("care.contributed", { person: "amy", patient, ward: "4B" });
    known.worked.add(patient);
  }
  if (what === "stay") say(hospital, known);
}

function say(hospital: Hospital, known: Known): void {
  const { now } = hospital;
  const id = (prefix: string) => `${prefix}-${hospital.log.length}`;
  try {
    const said = missRelief({ ...hospital.granting, id }, { person: "amy", ward: "4B" });
    hospital.append(said.records);
    expect(maySay(known, now)).toBe(true);
    known.relief = now + hour;
  } catch (error) {
    if (!(error instanceof ExceptionError)) throw error;
    expect([error.code, maySay(known, now)]).toEqual(["too-early", false]);
  }
}

test("[S9] whatever happens, past the margin one has one's own drafts for two hours and one's assigned patients for an hour at a time, and nothing else", () => {
  const seen = { draft: 0, relief: 0, shut: 0 };
  fc.assert(
    fc.property(fc.array(happening, { minLength: 5, maxLength: 40, size: "max" }), (steps) => {
      const { hospital, session } = furnished();
      const known: Known = { drafts: new Map(), worked: new Set(), relief: 0 };
      for (const next of steps) {
        hospital.now += next.after;
        // Past 16 hours nobody is in at all (S5).
        if (hospital.now >= morning + 15 * hour) return;
        step(hospital, session, known, next);
        hospital.record("session.raised", { session, level: 2, method: "pin" });
        for (const patient of patients) {
          for (const action of ["chart.open", ...actions]) {
            const may = hospital.ask("amy", action, patient).type === "permit";
            const should = expected(known, hospital.now, patient, action);
            expect([action, patient, may]).toEqual([action, patient, should]);
            if (hospital.now < margin) continue;
            const byRelief = hospital.now < known.relief && known.worked.has(patient);
            seen[may ? (byRelief ? "relief" : "draft") : "shut"]++;
          }
        }
        // Never anybody of another ward.
        if (hospital.now >= margin)
          expect(hospital.ask("amy", "chart.open", "anna").type).toBe("deny");
      }
    }),
    { numRuns: 150 },
  );
  for (const [what, times] of Object.entries(seen))
    expect([what, times > 50]).toEqual([what, true]);
});
