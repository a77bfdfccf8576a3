import { expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import { extendRosters, hospitalSizes } from "../../hospital/index.ts";
import { currentStay, fork, type Location, type World } from "../../world/index.ts";
import { mayOpen } from "../run/may-open.ts";
import { goOn } from "./agenda.ts";
import { movePatients } from "./move-patients.ts";
import { peopleWith } from "./parameters.ts";
import { openSimulation } from "./simulation.ts";

const day = 24 * 3_600_000;
const size = { ...hospitalSizes.demonstration, inPatients: 120, discharged: 60, rosterDays: 1 };

/** Who is in which bed. */
function inBeds(world: World): ReadonlyMap<string, Location> {
  const stays = [...world.encounters.values()].map(({ patient, state }) => {
    const stay = state.status === "admitted" ? currentStay(state) : undefined;
    return [patient, stay] as const;
  });
  return new Map(stays.flatMap(([patient, stay]) => (stay?.bed ? [[patient, stay]] : [])));
}

test("patients go and come by the feeds' messages, nobody shares a bed, and access follows them", async () => {
  const bundle = await shippedBundle();
  const from = Date.UTC(2026, 2, 10);
  const people = peopleWith({ stay: 2, moves: 0.5 });
  const plan = { seed: "moves", from, days: 1, size, people };
  const simulation = await openSimulation(plan, bundle, { hasher: sha256 });
  const { agenda, app, clock, hospital, tallies } = simulation;
  const before = inBeds(app.world());
  agenda.put(from, movePatients(simulation, sha256));
  for (let at = from; at < from + day / 2; at = agenda.nextAt() ?? from + day) {
    clock.moveTo(at);
    const routine = agenda.take();
    const next = routine && (await goOn(routine));
    if (routine !== undefined && next !== undefined) agenda.put(next, routine);
  }
  const { admissions, discharges, transfers } = tallies.moves;
  for (const many of [admissions, discharges, transfers]) expect(many).toBeGreaterThan(5);
  const after = inBeds(app.world());
  expect(after.size).toBe(before.size + admissions - discharges);
  const beds = [...after.values()].map(({ bed, ward }) => `${ward}/${bed}`);
  expect(new Set(beds).size).toBe(beds.length);

  const now = clock.now();
  const { shifts } = extendRosters(hospital, from, from + day);
  const nurseOf = (ward: string) =>
    shifts.find((each) => {
      return each.role === "nurse" && each.ward === ward && each.from <= now && now < each.to;
    })?.person;
  const world = fork(app.sequencer.committed());
  let followed = 0;
  let left = 0;
  for (const [patient, { ward }] of after) {
    const was = before.get(patient)?.ward;
    // A protected chart opens for nobody because of a ward.
    if (was === ward || world.sensitivities.has(patient)) continue;
    const [here, there] = [nurseOf(ward), nurseOf(was ?? "")];
    if (here === undefined) continue;
    followed++;
    expect(mayOpen(bundle, world, { person: here, patient }, now)).toBe(true);
    // Those who are named in a patient's care stay so, wherever they are.
    if (there === undefined || world.careTeamsByPatient.get(patient).length > 0) continue;
    left++;
    expect(mayOpen(bundle, world, { person: there, patient }, now)).toBe(false);
  }
  expect(followed).toBeGreaterThan(5);
  expect(left).toBeGreaterThan(3);
  await app.stop();
}, 60_000);
