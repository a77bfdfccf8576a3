import type { Node } from "yaml";
import { knownName, newName, type Reading } from "./read-context.ts";
import type { Given, GivenSeat, GivenSite, GivenWard } from "./scenario.ts";
import type { Shape } from "./shape.ts";
import { seatShape, serviceShape, siteShape, wardShape } from "./shapes.ts";
import { isZone } from "./times.ts";
import { type Fields, fieldsOf, isText, itemsOf, textOf, unknownWord } from "./yaml-reader.ts";

/** Where everything is. */
export type Places = Pick<Given, "sites" | "wards" | "seats">;

/** The site of a file that names none. */
const onlySite = "site";

/** Reads sites, services, wards and seats. */
export function readPlaces(reading: Reading, given: Fields): Places {
  const sites = readSites(reading, given);
  const taken = new Map<string, string>();
  const wards = [
    ...readWards(reading, given, "services", sites, taken),
    ...readWards(reading, given, "wards", sites, taken),
  ];
  const rows = wards.map(({ ward }) => ward);
  checkServices(reading, wards, rows);
  const seatNames = new Map<string, string>();
  const seats = wards.flatMap(({ ward, fields }) => readSeats(reading, ward, fields, seatNames));
  return { sites, wards: rows, seats };
}

function readSites(reading: Reading, given: Fields): readonly GivenSite[] {
  const field = given.get("sites");
  if (field === undefined) return [{ id: onlySite, zone: reading.zone }];
  const taken = new Map<string, string>();
  return itemsOf(reading.reader, field).flatMap((node) => {
    const { id, fields } = named(reading, node, "site", siteShape, taken);
    if (id === undefined) return [];
    const zone = fields?.get("zone");
    const text = zone && textOf(reading.reader, zone.node, "a zone")?.text;
    if (zone !== undefined && text !== undefined && !isZone(text)) {
      reading.reader.refuse(zone.node, `"${text}" is no time zone: name one as Europe/London`);
    }
    return [{ id, zone: text ?? reading.zone }];
  });
}

interface ReadWard {
  readonly ward: GivenWard;
  readonly fields: Fields | undefined;
}

function readWards(
  reading: Reading,
  given: Fields,
  key: "wards" | "services",
  sites: readonly GivenSite[],
  taken: Map<string, string>,
): readonly ReadWard[] {
  const field = given.get(key);
  if (field === undefined) return [];
  const type = key === "wards" ? "ward" : "service";
  return itemsOf(reading.reader, field).flatMap((node) => {
    const { id, fields } = named(
      reading,
      node,
      type,
      type === "ward" ? wardShape : serviceShape,
      taken,
    );
    if (id === undefined) return [];
    const site = siteOf(reading, node, fields, sites);
    const pattern = patternOf(reading, fields);
    const service = serviceOf(reading, fields);
    return [{ ward: { id, type, site, pattern, ...service }, fields }];
  });
}

function siteOf(
  reading: Reading,
  node: Node,
  fields: Fields | undefined,
  sites: readonly GivenSite[],
): string {
  const field = fields?.get("site");
  const ids = sites.map(({ id }) => id);
  if (field !== undefined) return knownName(reading, field.node, "site", ids) ?? "";
  if (ids.length > 1) reading.reader.refuse(node, `of several sites, say which: "site"`);
  return ids[0] ?? "";
}

function patternOf({ reader, pattern, policy }: Reading, fields: Fields | undefined): string {
  const field = fields?.get("pattern");
  if (field === undefined) return pattern;
  const text = textOf(reader, field.node, "a pattern")?.text;
  if (text !== undefined && !policy.patterns.includes(text)) {
    reader.refuse(field.node, unknownWord(text, "pattern of this policy", policy.patterns));
  }
  return text ?? pattern;
}

function serviceOf({ reader }: Reading, fields: Fields | undefined): { service?: string } {
  const field = fields?.get("service");
  const text = field && textOf(reader, field.node, "a service")?.text;
  return text === undefined ? {} : { service: text };
}

function checkServices(
  reading: Reading,
  wards: readonly ReadWard[],
  rows: readonly GivenWard[],
): void {
  const services = rows.filter(({ type }) => type === "service").map(({ id }) => id);
  for (const { fields } of wards) {
    const field = fields?.get("service");
    if (field !== undefined) knownName(reading, field.node, "service of this file", services);
  }
}

function readSeats(
  reading: Reading,
  ward: GivenWard,
  fields: Fields | undefined,
  taken: Map<string, string>,
): readonly GivenSeat[] {
  const field = fields?.get("seats");
  if (field === undefined) return [];
  return itemsOf(reading.reader, field).flatMap((node) => {
    const { id, fields: own } = named(reading, node, "seat", seatShape, taken);
    if (id === undefined) return [];
    const bed = own?.get("bed");
    const text = bed && textOf(reading.reader, bed.node, "a bed")?.text;
    return [{ id, ward: ward.id, ...(text === undefined ? {} : { bed: text }) }];
  });
}

/** An item that is a name alone, or a map with its id. */
function named(
  reading: Reading,
  node: Node,
  what: string,
  shape: Shape,
  taken: Map<string, string>,
): { readonly id: string | undefined; readonly fields: Fields | undefined } {
  if (isText(node)) return { id: newName(reading, node, what, taken), fields: undefined };
  const fields = fieldsOf(reading.reader, node, shape);
  const id = fields?.get("id");
  return { id: id && newName(reading, id.node, what, taken), fields };
}
