import type { Node } from "yaml";
import {
  dayFrom,
  knownName,
  knownNames,
  newName,
  oneOrMore,
  periodOf,
  type Reading,
  timeOf,
} from "./read-context.ts";
import type { Places } from "./read-places.ts";
import type { GivenDevice, GivenPeriod, GivenPerson } from "./scenario.ts";
import {
  deviceShape,
  engagementShape,
  engagementTypes,
  onCallShape,
  personShape,
  shiftShape,
} from "./shapes.ts";
import { startOfDay } from "./times.ts";
import {
  type Field,
  type Fields,
  fieldsOf,
  isText,
  itemsOf,
  textOf,
  wordOf,
  yesOrNo,
} from "./yaml-reader.ts";

/** Somebody, and where the file speaks of them. */
export interface ReadPerson {
  readonly person: GivenPerson;
  readonly node: Node;
  /** On duty there and not in the steps: said so, since an actor who never acts is a mistake. */
  readonly isBystander: boolean;
}

/** Reads the staff. */
export function readStaff(
  reading: Reading,
  given: Fields,
  places: Places,
  taken: Map<string, string>,
): readonly ReadPerson[] {
  const field = given.get("staff");
  if (field === undefined) return [];
  return itemsOf(reading.reader, field).flatMap((node) => {
    const fields = fieldsOf(reading.reader, node, personShape);
    const id = fields?.get("id");
    const name = id && newName(reading, id.node, "member of staff", taken);
    if (fields === undefined || name === undefined) return [];
    const person = readPerson(reading, name, node, fields, places);
    const isBystander = yesOrNo(reading.reader, fields.get("bystander")) === true;
    return [{ person, node, isBystander }];
  });
}

function readPerson(
  reading: Reading,
  id: string,
  node: Node,
  fields: Fields,
  { wards, sites }: Places,
): GivenPerson {
  const { reader, policy } = reading;
  const roleField = fields.get("role");
  const role = roleField && wordOf(reader, roleField, policy.roles, "role of this policy");
  const idsOf = (type: "ward" | "service") =>
    wards.filter((each) => each.type === type).map((each) => each.id);
  const nameIn = (key: "ward" | "service") => {
    const field = fields.get(key);
    return field && knownName(reading, field.node, `${key} of this file`, idsOf(key));
  };
  const ward = nameIn("ward");
  const service = nameIn("service");
  if (!fields.has("ward") && !fields.has("service")) {
    reader.refuse(node, `say where ${id} holds the role: "ward" or "service"`);
  }
  const known = wards.map((each) => each.id);
  const shifts = oneOrMore(reading, fields, "shift", "shifts").flatMap((each) =>
    readPeriod(reading, each, { key: "ward", known, usual: ward ?? service }),
  );
  const onCalls = oneOrMore(reading, fields, "on-call", "on-calls").flatMap((each) =>
    readPeriod(reading, each, { key: "service", known: idsOf("service"), usual: service }, sites),
  );
  const engagement = readEngagement(reading, fields);
  const passportField = fields.get("passport");
  const passport = passportField && textOf(reader, passportField.node, "an organisation")?.text;
  checkEngaged(reading, fields, engagement, [...shifts, ...onCalls]);
  checkOnce(reading, id, fields.get("shifts"), shifts);
  checkOnce(reading, id, fields.get("on-calls"), onCalls);
  const registeredField = fields.get("registered");
  const registered = registeredField && timeOf(reading, registeredField.node, reading.date)?.at;
  const holdsAt = [ward, service].filter((place) => place !== undefined);
  const places = [...holdsAt, ...[...shifts, ...onCalls].map(({ place }) => place)];
  return {
    id,
    role: role ?? "",
    also: knownNames(reading, fields.get("also"), "role of this policy", policy.roles),
    holdsAt,
    places: [...new Set(places)],
    engagement,
    ...(passport === undefined ? {} : { passport }),
    ...(registered === undefined ? {} : { registered }),
    shifts,
    onCalls,
  };
}

interface PeriodPlace {
  readonly key: "ward" | "service";
  readonly known: readonly string[];
  readonly usual: string | undefined;
}

/** A period alone, at the usual place, or a map that says where. */
function readPeriod(
  reading: Reading,
  node: Node,
  { key, known, usual }: PeriodPlace,
  sites: Places["sites"] = [],
): readonly GivenPeriod[] {
  const { reader } = reading;
  if (isText(node)) {
    const period = periodOf(reading, node);
    if (usual !== undefined) return period === undefined ? [] : [{ ...period, place: usual }];
    reader.refuse(node, `say for which ${key} this is`);
    return [];
  }
  const fields = fieldsOf(reader, node, key === "service" ? onCallShape : shiftShape);
  const period = fields?.get("period");
  const times = period && periodOf(reading, period.node);
  const placeField = fields?.get(key);
  const place = placeField ? knownName(reading, placeField.node, key, known) : usual;
  const siteField = fields?.get("site");
  const ids = sites.map(({ id }) => id);
  const site = siteField && knownName(reading, siteField.node, "site", ids);
  if (place === undefined && placeField === undefined) {
    reader.refuse(node, `say for which ${key} this is`);
  }
  if (times === undefined || place === undefined) return [];
  return [{ ...times, place, ...(site === undefined ? {} : { site }) }];
}

function readEngagement(reading: Reading, all: Fields): GivenPerson["engagement"] {
  const { reader, zone } = reading;
  const field = all.get("engagement");
  if (field === undefined) return { type: "employee" };
  const what = "kind of engagement";
  if (isText(field.node)) {
    return { type: wordOf(reader, field, engagementTypes, what) ?? "employee" };
  }
  const fields = fieldsOf(reader, field.node, engagementShape);
  const typeField = fields?.get("type");
  const type = typeField && wordOf(reader, typeField, engagementTypes, what);
  const dateIn = (key: string) => {
    const found = fields?.get(key);
    return found && dayFrom(reader, found.node);
  };
  const [from, to] = [dateIn("from"), dateIn("to")];
  if (from !== undefined && to !== undefined && to.since(from).sign < 0) {
    reader.refuse(field.node, "the engagement ends before it begins");
  }
  return {
    type: type ?? "employee",
    ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
    // The last day counts whole: it ends at midnight.
    ...(to === undefined ? {} : { to: startOfDay(to.add({ days: 1 }), zone) }),
  };
}

/** Nobody is rostered twice at one place at the same time; at two places they may be, by mistake. */
function checkOnce(
  { reader }: Reading,
  id: string,
  field: Field | undefined,
  periods: readonly GivenPeriod[],
): void {
  const twice = periods.find((one, index) =>
    periods
      .slice(0, index)
      .some(({ from, place, to }) => place === one.place && from < one.to && one.from < to),
  );
  if (field === undefined || twice === undefined) return;
  reader.refuse(field.node, `${id} is rostered twice for ${twice.place} at the same time`);
}

/** A period of which no minute lies in the engagement is an impossible roster. */
function checkEngaged(
  { reader }: Reading,
  fields: Fields,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: GivenPerson["engagement"],
  periods: readonly GivenPeriod[],
): void {
  // An engagement that ends before it begins is refused for that.
  if (to <= from) return;
  if (periods.every((period) => period.from < to && period.to > from)) return;
  const field = ["shifts", "shift", "on-calls", "on-call"]
    .map((key) => fields.get(key))
    .find(Boolean);
  if (field !== undefined) {
    reader.refuse(field.node, "one of these lies outside the engagement altogether");
  }
}

/** Reads phones and tablets. */
export function readDevices(
  reading: Reading,
  given: Fields,
  staff: readonly string[],
): readonly (GivenDevice & { readonly node: Node })[] {
  const { reader } = reading;
  const field = given.get("devices");
  if (field === undefined) return [];
  const taken = new Map<string, string>();
  return itemsOf(reader, field).flatMap((node) => {
    const fields = fieldsOf(reader, node, deviceShape);
    const id = fields?.get("id");
    const name = id && newName(reading, id.node, "device", taken);
    const [person] = knownNames(reading, fields?.get("person"), "member of staff", staff);
    const managed = yesOrNo(reader, fields?.get("managed"));
    const onSite = yesOrNo(reader, fields?.get("on-site"));
    const encrypted = yesOrNo(reader, fields?.get("encrypted")) ?? managed;
    if (name === undefined || person === undefined) return [];
    if (managed === undefined || onSite === undefined || encrypted === undefined) return [];
    return [{ id: name, person, managed, encrypted, onSite, node }];
  });
}
