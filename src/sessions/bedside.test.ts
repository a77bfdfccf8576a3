import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, patientAtBed } from "../access/index.ts";
import { enterPin, focus, occupantOf, park, requireConfirmed, sceneOf, tap } from "./index.ts";
import { SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

/** A desk of 4B, where Eve is on duty, and the screens at two of its beds; 6A has beds of the same numbers. */
const seats = { "4B-1": undefined, "4B-bed-1": "1", "4B-bed-2": "2" } as const;
type SeatId = keyof typeof seats;
const patients = ["pat-a", "pat-b", "pat-c"] as const;
type PatientId = (typeof patients)[number];

const step = fc.oneof(
  fc.record({
    what: fc.constant("come" as const),
    seat: fc.constantFrom<SeatId>("4B-1", "4B-bed-1", "4B-bed-2"),
  }),
  fc.record({ what: fc.constant("lock" as const) }),
  fc.record({ what: fc.constant("look" as const), patient: fc.constantFrom(...patients) }),
  fc.record({
    what: fc.constant("move" as const),
    patient: fc.constantFrom(...patients),
    ward: fc.constantFrom("4B", "4B", "6A"),
    bed: fc.constantFrom("1", "2", "3"),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The hospital, and beside it by hand: who lies where, and which chart is open. */
interface Told {
  readonly hospital: SmallHospital;
  readonly beds: Map<PatientId, string>;
  messages: number;
}

function begin(): Told {
  const hospital = new SmallHospital(bundle);
  for (const [seat, bed] of Object.entries(seats)) {
    const place = { seat, ward: "4B", name: seat, ...(bed === undefined ? {} : { bed }) };
    hospital.record("seat.registered", place);
  }
  hospital.record("feed.registered", { feed: "adt", type: "adt" });
  const told = { hospital, beds: new Map(), messages: 0 };
  for (const patient of patients) move(told, patient, "4B", "3");
  return told;
}

function move(told: Told, patient: PatientId, ward: string, bed: string): void {
  const { beds, hospital } = told;
  hospital.now += second;
  const event = {
    trigger: beds.has(patient) ? "A02" : "A01",
    at: hospital.now,
    control: `c${++told.messages}`,
    class: "I",
    location: { ward, bed },
  } as const;
  beds.set(patient, `${ward} ${bed}`);
  const encounter = `enc-${patient}`;
  hospital.record("adt.accepted", { feed: "adt", encounter, patient, event });
}

/** Who lies there, as it was told; undefined for nobody, and for two. */
function lyingAt({ beds }: Told, seat: SeatId): string | undefined {
  const found = patients.filter((patient) => beds.get(patient) === `4B ${seats[seat]}`);
  return found.length === 1 ? found[0] : undefined;
}

const eve = ({ hospital }: Told) =>
  [...hospital.world.sessions.values()].find(({ person }) => person === "eve");

/** Eve comes in at a seat, by a bare tap where it suffices. */
function come({ hospital }: Told, seat: SeatId): void {
  const { deps } = hospital;
  hospital.now += 10 * second;
  if (occupantOf(sceneOf(deps, hospital.world, hospital.now), seat)?.person === "eve") return;
  const answer = hospital.submit(tap(deps, { seat, badge: "number-eve" }));
  if (answer.type !== "question") return;
  hospital.submit(enterPin(deps, { seat, badge: "bdg-eve", right: true }));
}

function happen(told: Told, next: Step): void {
  const { hospital } = told;
  const session = eve(told);
  if (next.what === "come") come(told, next.seat);
  else if (next.what === "move") move(told, next.patient, next.ward, next.bed);
  else if (session?.state === "open" && next.what === "look") {
    const actor = { type: "person", id: "eve" } as const;
    hospital.submit(focus({ session: session.id, patient: next.patient, actor }));
  } else if (session?.state === "open") {
    const { id: seat } = session.surface;
    hospital.submit(park(hospital.deps, { seat, session: session.id, reason: "lock" }));
  }
}

test("[S8] wherever somebody comes in and whoever was moved before: at a bed it is that bed's patient or none, at a desk the chart that was open", () => {
  const seen = { turned: 0, none: 0, kept: 0 };
  const history = fc.array(step, { minLength: 5, maxLength: 40, size: "max" });
  fc.assert(
    fc.property(history, (steps) => {
      const told = begin();
      for (const next of steps) {
        const before = eve(told);
        happen(told, next);
        const after = eve(told);
        if (next.what !== "come") continue;
        const isThere = before?.state === "open" && before.surface.id === next.seat;
        const isKept = isThere || seats[next.seat] === undefined || before?.patient === undefined;
        const wanted = isKept ? before?.patient : lyingAt(told, next.seat);
        expect([after?.state, after?.surface.id, after?.patient]).toEqual([
          "open",
          next.seat,
          wanted,
        ]);
        if (isKept) seen.kept++;
        else if (wanted === undefined) seen.none++;
        else seen.turned++;
      }
    }),
    { numRuns: 100 },
  );
  for (const [what, count] of Object.entries(seen))
    expect([what, count > 20]).toEqual([what, true]);
});

/** The actions that put something into a patient, or ask for it, by their names: the rest can be struck out. */
const irrevocable = /^(order\.|result\.acknowledge|medication\.)/;

test("[S8] whoever was moved or became one chart before: at a bed what is ordered or given is for that bed's patient, or for one who was confirmed; nothing else asks", () => {
  const seen = { passed: 0, asked: 0 };
  const merge = fc.record({
    what: fc.constant("merge" as const),
    patient: fc.constantFrom(...patients),
    into: fc.constantFrom(...patients),
  });
  const moved = fc.record({
    what: fc.constant("move" as const),
    patient: fc.constantFrom(...patients),
    ward: fc.constantFrom("4B", "4B", "6A"),
    bed: fc.constantFrom("1", "2", "3"),
  });
  const act = fc.record({
    what: fc.constant("act" as const),
    seat: fc.constantFrom<SeatId>("4B-1", "4B-bed-1", "4B-bed-2"),
    patient: fc.constantFrom(...patients),
    action: fc.constantFrom(
      "order.place",
      "order.place-controlled",
      "result.acknowledge",
      "medication.administer",
      "medication.administer-controlled",
      "note.write",
      "chart.open",
      "handover.give",
    ),
    confirmed: fc.constantFrom(true, false, undefined),
  });
  const history = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: moved },
      { weight: 1, arbitrary: merge },
      { weight: 6, arbitrary: act },
    ),
    { minLength: 5, maxLength: 40, size: "max" },
  );
  fc.assert(
    fc.property(history, (steps) => {
      const told = begin();
      /** Whose chart each one's is by now. */
      const charts = new Map<PatientId, PatientId>(patients.map((each) => [each, each]));
      const chartOf = (patient: PatientId) => charts.get(patient) ?? patient;
      for (const next of steps) {
        if (next.what === "move") move(told, next.patient, next.ward, next.bed);
        if (next.what === "merge") {
          const [from, into] = [chartOf(next.patient), chartOf(next.into)];
          if (from === into) continue;
          told.hospital.record("patient.merged", { patient: from, into, feed: "adt" });
          for (const each of patients) if (chartOf(each) === from) charts.set(each, into);
        }
        if (next.what !== "act") continue;
        const { action, confirmed, patient, seat } = next;
        const there = new Set(
          patients
            .filter((each) => told.beds.get(each) === `4B ${seats[seat]}`)
            .map((each) => chartOf(each)),
        );
        const isTheirs = there.size === 1 && there.has(chartOf(patient));
        const passes =
          seats[seat] === undefined || confirmed === true || isTheirs || !irrevocable.test(action);
        const attempt = () =>
          requireConfirmed(
            { bundle, world: told.hospital.world },
            { seat, action, patient, confirmed },
          );
        if (passes) expect(attempt).not.toThrow();
        else expect(attempt).toThrow(expect.objectContaining({ code: "unconfirmed" }));
        seen[passes ? "passed" : "asked"]++;
      }
    }),
    { numRuns: 150 },
  );
  expect([seen.passed > 200, seen.asked > 200]).toEqual([true, true]);
});

test("[S8] a patient who was merged into another lies in that other's bed", () => {
  const told = begin();
  const { hospital } = told;
  move(told, "pat-a", "4B", "1");
  hospital.record("patient.merged", { patient: "pat-a", into: "pat-z", feed: "adt" });
  const seat = hospital.world.seats.get("4B-bed-1");
  expect(seat && patientAtBed(hospital.world, seat)).toBe("pat-z");
});
