import type { Mark } from "../world/index.ts";
import type { Hospital, HospitalPatient, SensitiveChart, StaffMember } from "./hospital.ts";

type Source = Pick<Hospital, "encounters" | "merges" | "patients" | "size" | "staff">;

/** So many of a ward's patients are left as they are: the ordinary ones to begin with. */
const ordinary = 8;
/** Every so many of the others needs care. */
const apart = 17;
const marks: readonly Mark[] = ["sealed", "vip", "sealed", "sealed"];

/** A few charts that need care (C10): three sealed, one of somebody in the public eye, and four people of the staff as patients. */
export function makeSensitive(source: Source): readonly SensitiveChart[] {
  const { encounters, merges, size } = source;
  const merged = new Set(merges.map(({ into }) => into));
  const seen = new Map<string, number>();
  const lying = encounters.slice(0, size.inPatients).filter(({ events, patient }) => {
    const ward = events.at(-1)?.location?.ward ?? "";
    const count = (seen.get(ward) ?? 0) + 1;
    seen.set(ward, count);
    return count > ordinary && !merged.has(patient);
  });
  const marked = marks.flatMap((mark, index) => {
    const patient = lying[index * apart]?.patient;
    return patient === undefined ? [] : [{ patient, marks: [mark] }];
  });
  return [...marked, ...ownCharts(source, lying[marks.length * apart]?.patient)];
}

/** One of the staff lies in a bed now; the others were here before. */
function ownCharts(
  { encounters, size, staff }: Source,
  lying: string | undefined,
): readonly SensitiveChart[] {
  const before = encounters.slice(size.inPatients, size.inPatients + 3);
  const theirs = [lying, ...before.map(({ patient }) => patient)];
  const members = staff.filter(({ engagement }) => engagement.type === "employee");
  return theirs.flatMap((patient, index) => {
    const member = members[index * apart];
    if (patient === undefined || member === undefined) return [];
    return [{ patient, marks: [], person: member.person }];
  });
}

/** A patient who is one of the staff has their name. */
export function withOwnNames(
  patients: readonly HospitalPatient[],
  staff: readonly StaffMember[],
  sensitive: readonly SensitiveChart[],
): readonly HospitalPatient[] {
  const names = new Map(staff.map(({ name, person }) => [person, name]));
  const own = new Map(sensitive.map(({ patient, person = "" }) => [patient, names.get(person)]));
  return patients.map((patient) => {
    const name = own.get(patient.id);
    return name === undefined ? patient : { ...patient, name };
  });
}
