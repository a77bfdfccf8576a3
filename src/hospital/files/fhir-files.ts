import type { Json } from "../../ports/index.ts";
import type { Hospital, HospitalEncounter, HospitalPatient, StaffMember } from "../hospital.ts";
import type { Name } from "../names.ts";
import { iso } from "./instants.ts";
import { placesOf } from "./places-of.ts";

type Resource = { readonly resourceType: string; readonly [key: string]: Json };

/** A patient, person or visit is referred to by the number that the hospital calls it: FHIR's ids have no underscore (R4 section 2.24.0.1). */
interface Numbers {
  readonly patient: (id: string) => Json;
  readonly practitioner: (person: string) => Json;
}

/**
 * The hospital as FHIR R4 bulk data, a text of newline-delimited JSON for each type of resource. Who is engaged stands in
 * HR's file only: told by both, each engagement would be there twice.
 */
export function fhirFiles(hospital: Hospital): Readonly<Record<string, string>> {
  const numbers = numbersOf(hospital);
  // A number that was merged away is no patient of its own any more.
  const merged = new Set(hospital.merges.map(({ patient: gone }) => gone));
  const inPatients = hospital.encounters.slice(0, hospital.size.inPatients);
  return {
    "Location.ndjson": ndjson(locations(hospital)),
    "Patient.ndjson": ndjson(hospital.patients.filter(({ id }) => !merged.has(id)).map(patient)),
    "Practitioner.ndjson": ndjson(hospital.staff.map(practitioner)),
    "Encounter.ndjson": ndjson(inPatients.map((one) => encounter(one, numbers))),
    "CareTeam.ndjson": ndjson(careTeams(hospital, numbers)),
    "Appointment.ndjson": ndjson(appointments(hospital, numbers)),
  };
}

function ndjson(resources: readonly Resource[]): string {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join("");
}

function numbersOf({ patients, staff }: Hospital): Numbers {
  const patientNumbers = new Map(patients.map(({ id, number }) => [id, number]));
  const staffNumbers = new Map(staff.map(({ person, staffNumber }) => [person, staffNumber]));
  return {
    patient: (id) => reference("Patient", patientNumbers.get(id) ?? ""),
    practitioner: (person) => reference("Practitioner", staffNumbers.get(person) ?? ""),
  };
}

function locations({ sites, wards }: Hospital): readonly Resource[] {
  const kind = (code: string): Json => ({
    coding: [{ system: "http://terminology.hl7.org/CodeSystem/location-physical-type", code }],
  });
  const withBeds = wards.filter(({ type }) => type === "ward");
  return [
    ...sites.map(({ id, name }) => ({
      resourceType: "Location",
      id,
      name,
      physicalType: kind("si"),
    })),
    ...withBeds.map(({ id, name, site }) => ({
      resourceType: "Location",
      id,
      name,
      physicalType: kind("wa"),
      partOf: reference("Location", site),
    })),
    ...withBeds.flatMap(({ beds, id }) =>
      beds.map((bed) => ({
        resourceType: "Location",
        id: bedId(id, bed),
        identifier: [{ value: bed }],
        physicalType: kind("bd"),
        partOf: reference("Location", id),
      })),
    ),
  ];
}

function bedId(ward: string, bed: string): string {
  return `${ward}.${bed}`;
}

const genders = { F: "female", M: "male", O: "other" } as const;

function patient({ birthDate, name, number, sex }: HospitalPatient): Resource {
  return {
    resourceType: "Patient",
    id: number,
    identifier: [identifier("MR", number)],
    name: [humanName(name)],
    gender: genders[sex],
    birthDate,
  };
}

function practitioner({ name, staffNumber }: StaffMember): Resource {
  return {
    resourceType: "Practitioner",
    id: staffNumber,
    identifier: [identifier("EI", staffNumber)],
    name: [humanName(name)],
  };
}

function encounter({ events, patient: id, visit }: HospitalEncounter, numbers: Numbers): Resource {
  const last = events.at(-1);
  const places = placesOf(events);
  const start = iso(places[0]?.from ?? events[0]?.at ?? 0);
  const onLeave = last?.trigger === "A21";
  const isEmergency = last?.class === "E";
  return {
    resourceType: "Encounter",
    id: visit,
    identifier: [identifier("VN", visit)],
    status: onLeave ? "onleave" : "in-progress",
    ...(onLeave ? { statusHistory: [{ status: "onleave", period: { start: iso(last.at) } }] } : {}),
    class: {
      system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
      code: isEmergency ? "EMER" : "IMP",
    },
    subject: numbers.patient(id),
    participant: (last?.attending ?? []).map((person) => ({
      type: [concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "ATND")],
      individual: numbers.practitioner(person),
    })),
    period: { start },
    location: places.map(({ bed, from, to, ward }) => ({
      location: reference("Location", bed === undefined ? ward : bedId(ward, bed)),
      status: to === undefined ? "active" : "completed",
      period: { start: iso(from), ...(to === undefined ? {} : { end: iso(to) }) },
    })),
  };
}

function careTeams(
  { careTeams: teams, patients }: Hospital,
  numbers: Numbers,
): readonly Resource[] {
  const known = new Map(patients.map(({ id, number }) => [id, number]));
  return teams.map(({ members, patient: id }) => ({
    resourceType: "CareTeam",
    id: `team-${known.get(id) ?? ""}`,
    status: "active",
    subject: numbers.patient(id),
    participant: members.map(({ from, person, role }) => ({
      role: [concept("urn:wardkey:role", role)],
      member: numbers.practitioner(person),
      period: { start: iso(from) },
    })),
  }));
}

function appointments(
  { appointments: booked, patients }: Hospital,
  numbers: Numbers,
): readonly Resource[] {
  const known = new Map(patients.map(({ id, number }) => [id, number]));
  return booked.map(({ from, patient: id, person, service, to }) => ({
    resourceType: "Appointment",
    id: `appointment-${known.get(id) ?? ""}`,
    status: "booked",
    serviceType: [concept("urn:wardkey:service", service)],
    start: iso(from),
    end: iso(to),
    participant: [
      { actor: numbers.patient(id), status: "accepted" },
      ...(person === undefined
        ? []
        : [{ actor: numbers.practitioner(person), status: "accepted" }]),
    ],
  }));
}

function humanName({ family, given }: Name): Json {
  return { use: "official", family, ...(given === undefined ? {} : { given: [given] }) };
}

/** An identifier with its type in HL7 table 0203. */
function identifier(type: string, value: string): Json {
  return { type: concept("http://terminology.hl7.org/CodeSystem/v2-0203", type), value };
}

function concept(system: string, code: string): Json {
  return { coding: [{ system, code }] };
}

function reference(type: string, id: string): Json {
  return { reference: `${type}/${id}` };
}
