import { linkPatient } from "../shared/patient-marks.ts";
import { toldPatient } from "../shared/patient-rows.ts";
import type { Refusal } from "../shared/report.ts";
import { type Item, outcomeOf } from "../shared/take-in.ts";
import { personOf } from "../staff/person-rows.ts";
import { get, listAt, type Resource, referenceKey, refuse } from "./resource.ts";

/**
 * A Person (R4 section 8.12) says that resources are about one human being: of those that are a Practitioner and Patients, the
 * charts are a member of staff's own (C10). Only the ids are kept.
 */
export function personItem(resource: Resource): Item | Refusal {
  const { body, line } = resource;
  const links = (type: string) =>
    listAt(body, "link").flatMap((link) => referenceKey(get(link, "target"), type) ?? []);
  const patients = links("Patient");
  const [practitioner, other] = [...new Set(links("Practitioner"))];
  if (other !== undefined) return refuse(resource, "Person.link", "it names two Practitioners");
  const isActive = get(body, "active") !== false;
  const keys = [...patients, ...(practitioner === undefined ? [] : [practitioner])];
  return {
    line,
    keys: keys.map((key) => ({ table: "identifiers", key })),
    handle(slate) {
      if (practitioner === undefined || patients.length === 0) return "unchanged";
      const person = personOf(slate, practitioner);
      if (person === undefined) return unknown(practitioner);
      for (const key of patients) {
        const patient = toldPatient(slate, key);
        if (patient === undefined) return unknown(key);
        const isTheirs = slate.world.sensitivities.get(patient)?.person === person;
        if (isActive) linkPatient(slate, patient, person);
        else if (isTheirs) linkPatient(slate, patient, undefined);
      }
      return outcomeOf(slate);
    },
  };
}

function unknown(key: string): { readonly column: string; readonly reason: string } {
  return { column: "Person.link", reason: `${key.slice(5)} is not known here; import it first` };
}
