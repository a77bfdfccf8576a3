import type { PathwayTeams } from "../../world/index.ts";
import { knownName, knownNames, periodOf, type Reading } from "./read-context.ts";
import type { Places } from "./read-places.ts";
import type { GivenContact, GivenPerson } from "./scenario.ts";
import { contactShape, contactTypes } from "./shapes.ts";
import { type Fields, fieldsOf, itemsOf, wordOf } from "./yaml-reader.ts";

/** Reads the appointments and what services are asked for. */
export function readContacts(
  reading: Reading,
  given: Fields,
  { wards }: Places,
  patients: readonly string[],
  staff: readonly GivenPerson[],
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
    const names = staff.map(({ id }) => id);
    const person = nameIn("person", "member of staff", names);
    const typeField = fields?.get("type");
    const type = typeField
      ? wordOf(reader, typeField, contactTypes, "kind of contact")
      : "appointment";
    const periodField = fields?.get("period");
    const period = periodField && periodOf(reading, periodField.node);
    const teams = fields && readTeams(reading, fields, staff);
    const isPathway = type === "patient-transfer" || type === "shared-care";
    if (type !== undefined && isPathway !== (teams !== undefined)) {
      const message = isPathway
        ? `say which teams a ${type} lets in, as "teams: [own, st-marys]"`
        : '"teams" is for a patient-transfer and for shared-care';
      reader.refuse(node, message);
    }
    if (!patient || !service || !period || !type) return [];
    const named = person === undefined ? {} : { person };
    return [{ type, patient, service, ...named, ...(teams && { teams }), ...period }];
  });
}

/** Whom a care pathway lets in: `own`, and organisations by whose passports somebody of the file is here. */
function readTeams(
  reading: Reading,
  fields: Fields,
  staff: readonly GivenPerson[],
): PathwayTeams | undefined {
  const field = fields.get("teams");
  if (field === undefined) return undefined;
  const visiting = new Set(staff.flatMap(({ passport }) => passport ?? []));
  const what = "organisation whose passport somebody has";
  const named = knownNames(reading, field, what, [ours, ...visiting]);
  return { own: named.includes(ours), visiting: named.filter((name) => name !== ours) };
}

const ours = "own";
