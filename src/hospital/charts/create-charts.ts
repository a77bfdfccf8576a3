import { Temporal } from "temporal-polyfill";
import type { Charts, Clock, Instant } from "../../ports/index.ts";
import type { Hospital, HospitalEncounter, HospitalPatient } from "../hospital.ts";
import type { Resource, Subject } from "./fhir.ts";
import { resourcesOf } from "./resources.ts";

/** What a chart store in memory is made from. */
export interface ChartsDeps {
  readonly hospital: Pick<Hospital, "seed" | "now" | "patients" | "encounters" | "wards">;
  readonly clock: Pick<Clock, "now">;
}

/**
 * A FHIR R4 chart store in memory. What it holds of the hospital's patients is made from the seed when it is read, the
 * same every time, with vital signs up to the hour that it is; what is written stays until the process ends. A patient whom
 * the hospital does not know has what was written and nothing else.
 */
export function createCharts({ hospital, clock }: ChartsDeps): Charts {
  const subjects = subjectsOf(hospital);
  const written = new Map<string, Resource[]>();
  let count = 0;
  return {
    read: async (patient, type, limit) => {
      const at = clock.now();
      const own = (written.get(patient) ?? []).filter(({ resourceType }) => resourceType === type);
      const subject = subjects(patient);
      const made =
        subject === undefined ? [] : resourcesOf(hospital.seed, subject, type, at, limit);
      // What was written here is newer than what the seed says of the days before.
      return [...own.toReversed(), ...made].slice(0, limit);
    },
    write: async (patient, resource) => {
      const there = (written.get(patient) ?? []).find((one) => isSame(one, resource));
      if (typeof there?.["id"] === "string") return there["id"];
      count += 1;
      const id = `written-${count}`;
      const known = written.get(patient);
      const entry = { ...resource, id };
      if (known === undefined) written.set(patient, [entry]);
      else known.push(entry);
      return id;
    },
  };
}

/** Whether two resources bear the same identifier. */
function isSame(one: Resource, other: Resource): boolean {
  const [its, wanted] = [one, other].map(({ identifier }) => JSON.stringify(identifier));
  return wanted !== undefined && its === wanted;
}

/** Looks subjects up; they are put together when they are asked for. */
function subjectsOf({
  encounters,
  now,
  patients,
  wards,
}: ChartsDeps["hospital"]): (patient: string) => Subject | undefined {
  const patientById = new Map(patients.map((patient) => [patient.id, patient]));
  const encounterByPatient = new Map(encounters.map((encounter) => [encounter.patient, encounter]));
  const serviceOf = new Map(wards.map((ward) => [ward.id, ward.service ?? ward.id]));
  return (id) => {
    const patient = patientById.get(id);
    const encounter = encounterByPatient.get(id);
    if (patient === undefined || encounter === undefined) return undefined;
    return subjectOf(patient, encounter, serviceOf, now);
  };
}

function subjectOf(
  patient: HospitalPatient,
  { events }: HospitalEncounter,
  serviceOf: ReadonlyMap<string, string>,
  now: Instant,
): Subject {
  const placed = events.findLast(({ location }) => location !== undefined)?.location;
  const admitted = events.find(({ location }) => location !== undefined) ?? events[0];
  const last = events.at(-1);
  const born = Temporal.Instant.from(`${patient.birthDate}T00:00Z`).epochMilliseconds;
  const years = (now - born) / (365.25 * 24 * 60 * 60_000);
  return {
    patient,
    age: Math.max(0, Math.floor(years)),
    service: serviceOf.get(placed?.ward ?? "") ?? "medicine",
    admittedAt: admitted?.at ?? now,
    ...(last?.trigger === "A03" ? { dischargedAt: last.at } : {}),
    attending: last?.attending ?? [],
  };
}
