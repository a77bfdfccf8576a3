import { randomFrom } from "../../hospital/index.ts";
import type { Duration } from "../../ports/index.ts";
import { fork } from "../../world/index.ts";
import { mayOpen } from "../run/may-open.ts";
import { reasonOf } from "../run/reason-of.ts";
import type { Routine } from "./agenda.ts";
import { type Clinician, count } from "./clinician.ts";

const minute: Duration = 60_000;
/** Access that outlives a shift is followed so long. */
const longest: Duration = 24 * 60 * minute;
/** Patients who are elsewhere and are asked about. */
const sample = 10;

/**
 * Looks at what somebody may open on a shift: once, at some time of it, what is there that they will not have needed by its end
 * (excess), and from its end on, until when they may still open a chart that they have no reason left for (residual). Nothing of this
 * is recorded. "Never opened" is not the same as "never needed".
 */
export function* probeAccess(clinician: Clinician): Routine {
  const { opened, shift, simulation } = clinician;
  const { app, clock, hospital, plan } = simulation;
  const random = randomFrom(plan.seed, `probe|${shift.id}`);
  yield shift.from + random.below(shift.to - shift.from);
  const world = app.world();
  const here = [
    ...new Set(
      world.encountersByWard
        .get(shift.ward)
        .flatMap((id) => world.encounters.get(id)?.patient ?? []),
    ),
  ];
  const elsewhere = Array.from({ length: sample }, () => random.pick(hospital.patients).id);
  const open = openable(clinician, here);
  const openElsewhere = openable(clinician, elsewhere).length / sample;
  yield Math.max(clock.now(), shift.to);
  const unused = open.filter((patient) => !opened.has(patient));
  const far = openElsewhere * (hospital.patients.length - here.length);
  count(clinician, (tally) => {
    tally.excess += (unused.length + far) * (shift.to - shift.from);
  });
  const hasReason = (patient: string) =>
    reasonOf(app.world(), clinician.person, patient, clock.now()) !== undefined;
  const patient = unused.find((each) => !hasReason(each));
  if (patient === undefined) return;
  while (
    clock.now() < shift.to + longest &&
    !hasReason(patient) &&
    openable(clinician, [patient]).length > 0
  ) {
    yield clock.now() + minute;
  }
  const residual = clock.now() - shift.to;
  count(clinician, (tally) => {
    tally.outlasted++;
    tally.residual += residual;
    tally.longestResidual = Math.max(tally.longestResidual, residual);
  });
}

function openable(
  { person, simulation }: Clinician,
  patients: readonly string[],
): readonly string[] {
  const { app, bundle, clock } = simulation;
  const world = fork(app.sequencer.committed());
  return patients.filter((patient) => mayOpen(bundle, world, { person, patient }, clock.now()));
}
