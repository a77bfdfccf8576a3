import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import { requireConfirmed } from "./bedside.ts";
import {
  enterByPasskey,
  enterPin,
  focus,
  occupantOf,
  park,
  SessionError,
  sceneOf,
  sessionStandingOf,
  signOut,
  tap,
} from "./index.ts";
import { minute, SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const people = ["eve", "cleo", "amy"] as const;
const patients = ["ann", "bob", "cem"] as const;
/** Seats at a bed each, and one at none. */
const beds = { "bed-1": "1", "bed-2": "2" } as const;
const seats = ["bed-1", "bed-2", "4B-1"] as const;

const happening = fc.record({
  after: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(2 * second, 10 * second, 40 * second) },
    { weight: 1, arbitrary: fc.constantFrom(5 * minute, 20 * minute) },
  ),
  seat: fc.constantFrom(...seats),
  person: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("eve" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...people) },
  ),
  patient: fc.constantFrom(...patients),
  bed: fc.constantFrom("1", "2", "3"),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("tap", "pin", "open") },
    { weight: 2, arbitrary: fc.constantFrom("move", "lock", "passkey") },
    { weight: 1, arbitrary: fc.constantFrom("leave", "close", "out") },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Who lies where, by what was told of it alone. */
type Lying = Map<string, string>;

function furnished(lying: Lying): SmallHospital {
  const hospital = new SmallHospital(bundle);
  for (const [seat, bed] of Object.entries(beds)) {
    hospital.record("seat.registered", { seat, ward: "4B", name: `4B bed ${bed}`, bed });
  }
  for (const person of people) {
    const whose = { badge: `bdg-${person}`, engagement: `eng-${person}`, person };
    hospital.record("passkey.enrolled", {
      ...whose,
      counter: 0,
      passkey: `pky-${person}`,
      synced: false,
    });
  }
  patients.forEach((patient, index) => {
    hospital.record("patient.registered", { patient });
    tell(hospital, lying, patient, "A01", String(index + 1));
  });
  return hospital;
}

function tell(
  hospital: SmallHospital,
  lying: Lying,
  patient: string,
  trigger: "A01" | "A02" | "A03",
  bed?: string,
): void {
  const location = bed === undefined ? {} : { location: { ward: "4B", bed } };
  const control = `c${hospital.log.length}`;
  const event = { trigger, at: hospital.now, control, class: "I", ...location } as const;
  hospital.record("adt.accepted", { feed: "adt", encounter: `enc-${patient}`, patient, event });
  if (bed === undefined) lying.delete(patient);
  else lying.set(patient, bed);
}

/** The one patient of a bed; where two are told to lie there nobody knows who does. */
function inBed(lying: Lying, seat: string): string | undefined {
  const bed = (beds as Readonly<Record<string, string>>)[seat];
  const [only, ...others] = [...lying].filter(([, where]) => where === bed);
  return bed === undefined || others.length > 0 ? undefined : only?.[0];
}

const occupantAt = ({ deps, world, now }: SmallHospital, seat: string): Session | undefined =>
  occupantOf(sceneOf(deps, world, now), seat);

/** Does it; refusals of ours are part of life. */
function happen(hospital: SmallHospital, lying: Lying, step: Happening): string {
  const { bed, patient, person, seat, what } = step;
  const { deps } = hospital;
  const occupant = occupantAt(hospital, seat);
  const session = occupant?.id ?? "none";
  const actor = { type: "person", id: occupant?.person ?? person } as const;
  const badge = `bdg-${person}`;
  const use = { passkey: `pky-${person}`, counter: 0, verified: true };
  const done = (_: unknown) => "done";
  const does: Record<Happening["what"], () => string> = {
    tap: () => hospital.submit(tap(deps, { seat, badge: `number-${person}` })).type,
    pin: () => hospital.submit(enterPin(deps, { seat, badge, right: true })).type,
    passkey: () => hospital.submit(enterByPasskey(deps, { ...use, seat })).type,
    open: () => done(hospital.submit(focus({ session, patient, actor }))),
    close: () => done(hospital.submit(focus({ session, actor }))),
    lock: () => done(hospital.submit(park(deps, { seat, session, reason: "lock" }))),
    out: () => done(hospital.submit(signOut({ session, surface: seat }))),
    move: () => done(tell(hospital, lying, patient, lying.has(patient) ? "A02" : "A01", bed)),
    leave: () => done(lying.has(patient) && tell(hospital, lying, patient, "A03")),
  };
  try {
    return does[what]();
  } catch (error) {
    if (error instanceof SessionError) return error.code;
    throw error;
  }
}

/** `was` in at the step's seat before it. */
type Check = (
  hospital: SmallHospital,
  lying: Lying,
  step: Happening,
  answer: string,
  was: Session | undefined,
) => void;

function run(steps: readonly Happening[], check: Check): void {
  const lying: Lying = new Map();
  const hospital = furnished(lying);
  for (const step of steps) {
    hospital.now += step.after;
    const was = occupantAt(hospital, step.seat);
    const answer = happen(hospital, lying, step);
    check(hospital, lying, step, answer, was);
  }
}

const history = fc.array(happening, { minLength: 1, maxLength: 50, size: "max" });
const runs = { numRuns: 200 };

test("[S8] whatever happens, whoever comes in at a bed is at that bed's patient or on their list, and at nobody else's chart", () => {
  const seen = { turned: 0, list: 0, kept: 0 };
  fc.assert(
    fc.property(history, (steps) => {
      let before = new Map<string, string | undefined>();
      run(steps, (hospital, lying, { seat, what }, answer, was) => {
        const session = occupantAt(hospital, seat);
        // Who is in already and proves it again is where they chose to be.
        const isNew = session?.id !== was?.id;
        const cameIn = isNew && ["tap", "pin", "passkey"].includes(what) && answer === "in";
        if (cameIn && session !== undefined) {
          const had = before.get(session.id);
          const there = inBed(lying, seat);
          if (seat in beds) {
            // A session without an open chart comes in on its list.
            expect([had, session.patient]).toEqual([had, had === undefined ? undefined : there]);
            if (had !== undefined && there === undefined) seen.list++;
            if (had !== undefined && there !== undefined && had !== there) seen.turned++;
          } else {
            // A desk is at no bed: it goes on where its person was.
            expect(session.patient).toBe(had);
            if (had !== undefined) seen.kept++;
          }
        }
        before = new Map([...hospital.world.sessions.values()].map((one) => [one.id, one.patient]));
      });
    }),
    runs,
  );
  for (const [what, times] of Object.entries(seen)) expect([what, times > 5]).toEqual([what, true]);
});

test("[S8] whatever happens, at a bed nothing is ordered or given for anybody but its patient unless that one was confirmed", () => {
  const seen = { passed: 0, asked: 0 };
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital, lying) => {
        for (const seat of seats) {
          for (const patient of patients) {
            for (const action of ["order.place", "medication.administer", "note.write"]) {
              const may = (confirmed: boolean) => () =>
                requireConfirmed(
                  { bundle, world: hospital.world },
                  { seat, action, patient, confirmed },
                );
              expect(may(true)).not.toThrow();
              const isFree = !(seat in beds) || action === "note.write";
              if (isFree || inBed(lying, seat) === patient) {
                expect(may(false)).not.toThrow();
                seen.passed++;
              } else {
                expect(may(false)).toThrow(expect.objectContaining({ code: "unconfirmed" }));
                seen.asked++;
              }
            }
          }
        }
      }),
    ),
    { numRuns: 60 },
  );
  expect(Math.min(seen.passed, seen.asked)).toBeGreaterThan(1_000);
});

const growth = {
  application: "growth",
  name: "Growth chart",
  kind: "signs-in-here",
  browser: true,
  redirectUris: ["https://growth.example/back"],
  scopes: ["launch", "patient/*.rs"],
  serves: [],
} as const;

/** Launches for whoever's chart is opened, at the seat where it is. */
function launch(hospital: SmallHospital, { person, surface, patient, id }: Session): void {
  if (patient === undefined) return;
  if (!hospital.world.applications.has(growth.application)) {
    hospital.record("application.registered", growth);
  }
  hospital.record("application.connected", {
    application: growth.application,
    connection: `con-${hospital.log.length}`,
    session: id,
    person,
    surface,
    patient,
    scopes: ["patient/*.rs"],
  });
}

test("[S8] whatever happens, whoever comes back in finds alive what was launched for the patient they came back to, and nothing for another before that chart is opened", () => {
  const seen = { alive: 0, asleep: 0 };
  fc.assert(
    fc.property(history, (steps) => {
      /** Whose charts were on the screen since its person came back in; of a session that never was away nothing is asked. */
      const shown = new Map<string, Set<string>>();
      let before = new Set<string>();
      run(steps, (hospital, _lying, { seat, what }, answer, was) => {
        const session = occupantAt(hospital, seat);
        const isNew = session !== undefined && session.id !== was?.id;
        const isBack = isNew && ["tap", "pin", "passkey"].includes(what) && answer === "in";
        if (isBack && before.has(session.id)) {
          shown.set(session.id, new Set(session.patient === undefined ? [] : [session.patient]));
        }
        if (what === "open" && answer === "done" && session?.patient !== undefined) {
          shown.get(session.id)?.add(session.patient);
          launch(hospital, session);
        }
        before = new Set([...hospital.world.sessions.values()].map(({ id }) => id));
        const scene = sceneOf(hospital.deps, hospital.world, hospital.now);
        for (const {
          id,
          session: its,
          patient = "",
          surface,
        } of hospital.world.connections.values()) {
          const charts = shown.get(its);
          if (charts === undefined || occupantAt(hospital, surface.id)?.id !== its) continue;
          const isShown = charts.has(patient);
          expect([id, sessionStandingOf(scene, id)]).toEqual([id, isShown ? "live" : "suspended"]);
          seen[isShown ? "alive" : "asleep"]++;
        }
      });
    }),
    { numRuns: 100 },
  );
  expect(Math.min(seen.alive, seen.asleep)).toBeGreaterThan(20);
});
