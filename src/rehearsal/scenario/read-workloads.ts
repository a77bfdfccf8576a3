import type { Node } from "yaml";
import { purposes } from "../vocabulary/purposes.ts";
import { knownNames, newName, type Reading, timeOf } from "./read-context.ts";
import type { Places } from "./read-places.ts";
import type { GivenWorkload } from "./scenario.ts";
import { workloadShape } from "./shapes.ts";
import {
  type Field,
  type Fields,
  fieldsOf,
  isText,
  itemsOf,
  textOf,
  unknownWord,
} from "./yaml-reader.ts";

/** Reads the programs of a file; they are named as everybody else who acts. */
export function readWorkloads(
  reading: Reading,
  given: Fields,
  { wards }: Places,
  taken: Map<string, string>,
): readonly GivenWorkload[] {
  const field = given.get("workloads");
  if (field === undefined) return [];
  const known = wards.filter(({ type }) => type === "ward").map(({ id }) => id);
  return itemsOf(reading.reader, field).flatMap((node) => {
    const fields = fieldsOf(reading.reader, node, workloadShape);
    const idField = fields?.get("id");
    const id = idField && newName(reading, idField.node, "workload", taken);
    if (fields === undefined || id === undefined) return [];
    return [{ id, ...readTerms(reading, fields, known) }];
  });
}

function readTerms(
  reading: Reading,
  fields: Fields,
  known: readonly string[],
): Omit<GivenWorkload, "id"> {
  const { reader } = reading;
  const only = textsOf(reading, fields.get("purposes"));
  for (const { node, text } of only ?? []) {
    if (purposes.includes(text)) continue;
    reader.refuse(node, unknownWord(text, "purpose of use (HL7 PurposeOfUse)", purposes));
  }
  const wardsField = fields.get("wards");
  const networks = textsOf(reading, fields.get("networks"));
  const hours = hoursOf(reading, fields.get("hours"));
  const untilField = fields.get("until");
  const until = untilField && timeOf(reading, untilField.node, reading.date)?.at;
  return {
    scopes: (textsOf(reading, fields.get("scopes")) ?? []).map(({ text }) => text),
    ...(wardsField === undefined
      ? {}
      : { wards: knownNames(reading, wardsField, "ward of this file", known) }),
    ...(only === undefined ? {} : { purposes: only.map(({ text }) => text) }),
    ...(hours === undefined ? {} : { hours }),
    ...(networks === undefined ? {} : { networks: networks.map(({ text }) => text) }),
    ...(until === undefined ? {} : { until }),
  };
}

interface Said {
  readonly text: string;
  readonly node: Node;
}

/** One text, or a list of them. */
function textsOf({ reader }: Reading, field: Field | undefined): readonly Said[] | undefined {
  if (field === undefined) return undefined;
  const nodes = isText(field.node) ? [field.node] : itemsOf(reader, field);
  return nodes.flatMap((node) => textOf(reader, node, `"${field.key}"`) ?? []);
}

function hoursOf(
  { reader }: Reading,
  field: Field | undefined,
): { readonly from: string; readonly to: string } | undefined {
  const said = field && textOf(reader, field.node, '"hours"');
  if (said === undefined) return undefined;
  const [, from, to] =
    /^((?:[01]\d|2[0-3]):[0-5]\d)\/((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(said.text) ?? [];
  if (from !== undefined && to !== undefined && from !== to) return { from, to };
  reader.refuse(said.node, `hours are two times of the day, as 08:00/18:00, not "${said.text}"`);
  return undefined;
}
