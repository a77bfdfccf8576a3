import type { Node } from "yaml";
import { knownName, knownNames, newName, type Reading, timeOf } from "./read-context.ts";
import type { Places } from "./read-places.ts";
import type { GivenCareTeam, GivenFeed, GivenPatient } from "./scenario.ts";
import {
  careTeamShape,
  chartMarks,
  feedShape,
  feedTypes,
  patientClasses,
  patientShape,
} from "./shapes.ts";
import {
  type Fields,
  fieldsOf,
  isEmptyList,
  itemsOf,
  textOf,
  wordOf,
  yesOrNo,
} from "./yaml-reader.ts";

/** Reads the patients. */
export function readPatients(
  reading: Reading,
  given: Fields,
  { wards }: Places,
  staff: readonly string[],
  taken: Map<string, string>,
): readonly (GivenPatient & { readonly node: Node })[] {
  const { reader } = reading;
  const field = given.get("patients");
  if (field === undefined) return [];
  const known = wards.filter(({ type }) => type === "ward").map(({ id }) => id);
  return itemsOf(reader, field).flatMap((node) => {
    const fields = fieldsOf(reader, node, patientShape);
    const id = fields?.get("id");
    const name = id && newName(reading, id.node, "patient", taken);
    if (fields === undefined || name === undefined) return [];
    const wardField = fields.get("ward");
    const ward = wardField && knownName(reading, wardField.node, "ward of this file", known);
    if (wardField === undefined) refuseWithoutWard(reading, name, fields);
    const bedField = fields.get("bed");
    const bed = bedField && textOf(reader, bedField.node, "a bed")?.text;
    const kindField = fields.get("class");
    const kind =
      kindField && wordOf(reader, kindField, namesOf(patientClasses), "class of a patient");
    const sinceField = fields.get("since");
    const since = sinceField && timeOf(reading, sinceField.node, reading.date)?.at;
    const staffField = fields.get("staff");
    const own = staffField && knownName(reading, staffField.node, "member of staff", staff);
    const said = knownNames(reading, fields.get("marks"), "mark of a chart", chartMarks);
    const unknown = yesOrNo(reader, fields.get("unknown")) === true;
    if (unknown && ward !== undefined) {
      reader.refuse(node, `${name} is unknown, so nobody has admitted them to a ward`);
    }
    return [
      {
        id: name,
        ...(ward === undefined ? {} : { ward }),
        ...(bed === undefined ? {} : { bed }),
        class: patientClasses[kind ?? "in-patient"],
        ...(since === undefined ? {} : { since }),
        attending: knownNames(reading, fields.get("attending"), "member of staff", staff),
        consulting: knownNames(reading, fields.get("consulting"), "member of staff", staff),
        marks: chartMarks.filter((mark) => said.includes(mark)),
        ...(own === undefined ? {} : { staff: own }),
        unknown,
        node,
      },
    ];
  });
}

function namesOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}

function refuseWithoutWard({ reader }: Reading, id: string, fields: Fields): void {
  for (const key of ["bed", "class", "since", "attending", "consulting"]) {
    const field = fields.get(key);
    if (field === undefined) continue;
    reader.refuse(field.keyNode, `${id} is in no ward, so there is nothing to say about "${key}"`);
  }
}

/** Reads the care teams. */
export function readCareTeams(
  reading: Reading,
  given: Fields,
  patients: readonly string[],
  staff: readonly string[],
): readonly GivenCareTeam[] {
  const { reader } = reading;
  const field = given.get("care-teams");
  if (field === undefined) return [];
  return itemsOf(reader, field).flatMap((node) => {
    const fields = fieldsOf(reader, node, careTeamShape);
    const patientField = fields?.get("patient");
    const patient = patientField && knownName(reading, patientField.node, "patient", patients);
    const membersField = fields?.get("members");
    const members = knownNames(reading, membersField, "member of staff", staff);
    if (membersField !== undefined && isEmptyList(membersField.node)) {
      reader.refuse(membersField.node, "a care team without members is none: leave it out");
    }
    return patient === undefined || members.length === 0 ? [] : [{ patient, members }];
  });
}

/** The feeds of a file that gives none of the kind: always heard, unless a step says otherwise. */
const usualFeeds: readonly GivenFeed[] = [
  { id: "adt", type: "adt" },
  { id: "roster", type: "roster" },
];

/** Reads the feeds; before everybody else who acts, since the usual ones have names too. */
export function readFeeds(
  reading: Reading,
  given: Fields,
  { wards }: Places,
  taken: Map<string, string>,
): readonly GivenFeed[] {
  const { reader } = reading;
  const field = given.get("feeds");
  const known = wards.map(({ id }) => id);
  const stated = (field === undefined ? [] : itemsOf(reader, field)).flatMap((node) => {
    const fields = fieldsOf(reader, node, feedShape);
    const id = fields?.get("id");
    const name = id && newName(reading, id.node, "feed", taken);
    const typeField = fields?.get("type");
    const type = typeField && wordOf(reader, typeField, feedTypes, "kind of feed");
    const wardsField = fields?.get("wards");
    const spokenOf = knownNames(reading, wardsField, "ward of this file", known);
    if (name === undefined || type === undefined) return [];
    return [{ id: name, type, ...(wardsField === undefined ? {} : { wards: spokenOf }) }];
  });
  const usual = usualFeeds.filter(({ type }) => !stated.some((each) => each.type === type));
  for (const { id } of usual) taken.set(id, "feed");
  return [...stated, ...usual];
}
