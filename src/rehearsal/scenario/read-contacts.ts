import { knownName, periodOf, type Reading } from "./read-context.ts";
import type { Places } from "./read-places.ts";
import type { GivenContact } from "./scenario.ts";
import { contactShape, contactTypes } from "./shapes.ts";
import { type Fields, fieldsOf, itemsOf, wordOf } from "./yaml-reader.ts";

/** Reads the appointments and what services are asked for. */
export function readContacts(
  reading: Reading,
  given: Fields,
  { wards }: Places,
  patients: readonly string[],
  staff: readonly string[],
): readonly GivenContact[] {
  const { reader } = reading;
  const field = given.get("contacts");
  if (field === undefined) return [];
  const places = wards.map(({ id }) => id);
  return itemsOf(reader, field).flatMap((node) => {
    const fields = fieldsOf(reader, node, contactShape);
    const nameIn = (key: string, what: string, known: readonly string[]) => {
      const named = fields?.get(key);
      return named && knownName(reading, named.node, what, known);
    };
    const patient = nameIn("patient", "patient", patients);
    const service = nameIn("service", "service or ward of this file", places);
    const person = nameIn("person", "member of staff", staff);
    const typeField = fields?.get("type");
    const type = typeField
      ? wordOf(reader, typeField, contactTypes, "kind of contact")
      : "appointment";
    const periodField = fields?.get("period");
    const period = periodField && periodOf(reading, periodField.node);
    if (!patient || !service || !period || !type) return [];
    return [{ type, patient, service, ...(person === undefined ? {} : { person }), ...period }];
  });
}
