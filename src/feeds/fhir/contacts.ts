import type { Instant, SideKey } from "../../ports/index.ts";
import type { Contact } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import { toldPatient } from "../shared/patient-rows.ts";
import { personOf } from "../staff/person-rows.ts";
import { wardsAt } from "./locations.ts";

/** A contact as a resource tells it: others by their keys in the table `identifiers`. */
export interface ToldContact {
  readonly key: string;
  readonly patient: string;
  readonly people: readonly string[];
  readonly places: readonly string[];
  /** What may be a service's or ward's id. */
  readonly codes: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** The elements to name where the patient or the service is not known. */
  readonly columns: { readonly patient: string; readonly service: string };
}

/** The rows that it refers to. */
export function keysOf({ key, patient, people, places }: ToldContact): readonly SideKey[] {
  return [key, patient, ...people, ...places].map((each) => ({ table: "identifiers", key: each }));
}

/** What codes mean here; one that is not listed is a service's id. */
export function meant(
  codes: readonly string[],
  services: Readonly<Record<string, string>>,
): readonly string[] {
  return codes.map((code) => (Object.hasOwn(services, code) ? (services[code] as string) : code));
}

/** The id that a resource got here, and the contact while it is in the world, under the patient that it was told of. */
export function contactUnder(
  slate: Slate,
  key: string,
): { readonly id: string | undefined; readonly known: Contact | undefined } {
  const id = slate.read("identifiers", key);
  if (typeof id !== "string") return { id: undefined, known: undefined };
  const known = slate.world.contacts.get(id);
  if (known === undefined) return { id, known };
  const { told: patient = known.patient, ...rest } = known;
  return { id, known: { ...rest, patient } };
}

/** The contact in the terms of this hospital, or what in it is not known. */
export function sayContact(
  slate: Slate,
  told: ToldContact,
): Omit<Contact, "id" | "type" | "teams"> | { readonly column: string; readonly reason: string } {
  const { columns, from, to } = told;
  const patient = toldPatient(slate, told.patient);
  if (patient === undefined) {
    const reason = `${told.patient.slice(5)} is not known here; import Patient first`;
    return { column: columns.patient, reason };
  }
  const service = [
    ...told.codes.filter((code) => slate.world.wards.has(code)),
    ...wardsAt(slate, told.places),
  ][0];
  if (service === undefined) {
    const reason = "it names no service and no ward that is known here";
    return { column: columns.service, reason };
  }
  const [person] = told.people.flatMap((key) => personOf(slate, key) ?? []);
  return { from, patient, ...(person === undefined ? {} : { person }), service, to };
}

/** A request or plan that names no end lapses after this long, if nobody says before that it is done (L2). */
export const longestContact: number = 90 * 24 * 60 * 60 * 1000;

/** The world lets go of contacts after their longest tail; those are not taken in again. */
const contactKept = 8 * 24 * 60 * 60 * 1000;

/** Whether a contact is so long over that nothing can rest on it. */
export function isLongOver({ to }: Pick<ToldContact, "to">, at: Instant): boolean {
  return to + contactKept <= at;
}
