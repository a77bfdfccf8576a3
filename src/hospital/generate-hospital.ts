import { makeAppointments, makeCareTeams, makeContributions } from "./care.ts";
import { makeDevices, makeWorkloads } from "./equipment.ts";
import { HospitalError } from "./errors.ts";
import { type Hospital, type HospitalPlan, hospitalSizes } from "./hospital.ts";
import { makePatients } from "./patients.ts";
import { makePlaces, sites } from "./places.ts";
import { makePosts } from "./posts.ts";
import { extendRosters } from "./rosters.ts";
import { makeSensitive, withOwnNames } from "./sensitive.ts";
import { makeOnCallTeams, makeStaff } from "./staff.ts";

const day = 24 * 60 * 60_000;

/**
 * A whole hospital, arranged around `now`: the same plan gives the same bytes. Who works there and when depends on the
 * seed and the calendar only; engagements, admissions and appointments lie around `now`.
 *
 * @throws HospitalError `size-impossible`, `instant-impossible`
 */
export function generateHospital(plan: HospitalPlan): Hospital {
  const { now, seed } = plan;
  if (!Number.isSafeInteger(now) || now < 0) {
    throw new HospitalError(
      "instant-impossible",
      `${now} is not an instant since 1970 in whole milliseconds`,
    );
  }
  const size = { ...hospitalSizes.demonstration, ...plan.size };
  const { wards, seats, feeds } = makePlaces(size);
  const staff = makeStaff(seed, now, makePosts(seed, size, wards));
  const onCallTeams = makeOnCallTeams(wards, staff);
  const base = { seed, now, size, wards, staff, onCallTeams };
  const roster = extendRosters(base, now - 2 * day, now + size.rosterDays * day);
  const { booked, ...patientPart } = makePatients(base);
  const { encounters } = patientPart;
  const sensitive = makeSensitive({ ...base, ...patientPart });
  return {
    ...base,
    ...patientPart,
    patients: withOwnNames(patientPart.patients, staff, sensitive),
    sensitive,
    sites,
    seats,
    feeds,
    devices: makeDevices(seed, staff),
    workloads: makeWorkloads(seed, now, staff),
    roster,
    careTeams: makeCareTeams({ ...base, encounters }, size.inPatients),
    contributions: makeContributions({ ...base, encounters, roster }),
    appointments: makeAppointments({ ...base, encounters }, booked),
  };
}
