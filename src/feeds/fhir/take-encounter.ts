import type { Duration } from "../../ports/index.ts";
import { canonical, type Encounter, summariesKept, survivorOf } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import { toldPatient } from "../shared/patient-rows.ts";
import type { Refusal } from "../shared/report.ts";
import type { Item, Verdict } from "../shared/take-in.ts";
import { personOf } from "../staff/person-rows.ts";
import {
  type EncounterStatus,
  type EncounterTold,
  eventsOf,
  isStated,
} from "./encounter-events.ts";
import { placeAt } from "./locations.ts";
import type { FhirOptions } from "./options.ts";
import {
  codesOf,
  get,
  identifierOf,
  keyOf,
  listAt,
  periodOf,
  type Resource,
  referenceKey,
  refuse,
  textAt,
} from "./resource.ts";

const day: Duration = 24 * 60 * 60 * 1000;

const statuses: readonly string[] = [
  "planned",
  "arrived",
  "triaged",
  "in-progress",
  "onleave",
  "finished",
  "cancelled",
  "entered-in-error",
];

/** v3 ActCode classes as those of HL7 table 0004. */
const classes: Readonly<Record<string, string>> = {
  AMB: "O",
  VR: "O",
  HH: "O",
  FLD: "O",
  SS: "O",
  EMER: "E",
  IMP: "I",
  ACUTE: "I",
  NONAC: "I",
  OBSENC: "I",
  PRENC: "P",
};

/** An Encounter (R4 section 8.11). One that was over thirty days ago before we knew it is history. */
export function encounterItem(resource: Resource, { feed, zone }: FhirOptions): Item | Refusal {
  const { body, line } = resource;
  const bad = (column: string, reason: string) => refuse(resource, `Encounter.${column}`, reason);
  const status = textAt(body, "status");
  if (!statuses.includes(status)) return bad("status", "it is none that is known");
  const subject = referenceKey(get(body, "subject"), "Patient");
  if (subject === undefined) return bad("subject", "it names no Patient");
  const period = periodOf(get(body, "period"), zone);
  if (typeof period === "string") return bad(`period.${period}`, "it is no time");
  const { from, to } = period;
  if (from === undefined) return bad("period.start", "it is missing");
  if (status === "finished" && to === undefined) return bad("period.end", "it is missing");
  if (to !== undefined && to < from) return bad("period.end", "it is before period.start");
  const places = readPlaces(body, zone);
  if ("column" in places) return bad(places.column, places.reason);
  const people = readPeople(body, zone, to);
  if (typeof people === "string") return bad(people, "it is no time");
  const visit = identifierOf(body, "VN");
  if (typeof visit === "object") return bad(visit.column, visit.reason);
  const leave = readLeave(body, zone);
  if (typeof leave === "string") return bad(leave, "it is no time");
  const parts: EncounterParts = {
    resource,
    feed,
    subject,
    status: status as EncounterStatus,
    from,
    to,
    places,
    leaveFrom: leave.from,
    class: classes[textAt(body, "class", "code")],
    attending: people.filter(isIn("ATND", "PPRF", "SPRF")),
    consulting: people.filter(isIn("CON")),
    visit,
  };
  return {
    line,
    keys: keysOf(parts).map((key) => ({ table: "identifiers", key })),
    handle: (slate) => take(slate, parts),
  };
}

interface EncounterParts {
  readonly resource: Resource;
  readonly feed: string;
  readonly subject: string;
  readonly status: EncounterStatus;
  readonly from: number;
  readonly to: number | undefined;
  readonly places: readonly { readonly key: string; readonly from?: number }[];
  readonly leaveFrom: number | undefined;
  readonly class: string | undefined;
  readonly attending: readonly Participant[];
  readonly consulting: readonly Participant[];
  readonly visit: string | undefined;
}

/** A Practitioner who takes part, in which ways (v3 ParticipationType), and until when where that is before the visit's end. */
interface Participant {
  readonly key: string;
  readonly ways: readonly string[];
  readonly to: number | undefined;
}

function keysOf(parts: EncounterParts): readonly string[] {
  const visit = parts.visit === undefined ? [] : [`visit|${parts.visit}`];
  const places = parts.places.map(({ key }) => key);
  return [
    keyOf(parts.resource),
    ...visit,
    parts.subject,
    ...places,
    ...parts.attending.map(({ key }) => key),
    ...parts.consulting.map(({ key }) => key),
  ];
}

/** Encounter.location.status of R4; a bed that is only planned or reserved says nothing of where the patient is. */
const placeStatuses: ReadonlyMap<string, boolean> = new Map([
  ["", true],
  ["active", true],
  ["completed", true],
  ["planned", false],
  ["reserved", false],
]);

function readPlaces(
  body: Resource["body"],
  zone: string,
): EncounterParts["places"] | { readonly column: string; readonly reason: string } {
  const places: { key: string; from?: number }[] = [];
  for (const [index, one] of listAt(body, "location").entries()) {
    const bad = (column: string, reason: string) => ({
      column: `location[${index}].${column}`,
      reason,
    });
    const isPlace = placeStatuses.get(textAt(one, "status"));
    if (isPlace === undefined) return bad("status", "it is none that is known");
    const key = referenceKey(get(one, "location"), "Location");
    if (key === undefined || !isPlace) continue;
    const period = periodOf(get(one, "period"), zone);
    if (typeof period === "string") return bad(`period.${period}`, "it is no time");
    places.push({ key, ...(period.from === undefined ? {} : { from: period.from }) });
  }
  return places;
}

function readPeople(
  body: Resource["body"],
  zone: string,
  end: number | undefined,
): readonly Participant[] | string {
  const people: Participant[] = [];
  for (const [index, one] of listAt(body, "participant").entries()) {
    const key = referenceKey(get(one, "individual"), "Practitioner");
    if (key === undefined) continue;
    const period = periodOf(get(one, "period"), zone);
    if (typeof period === "string") return `participant[${index}].period.${period}`;
    const { to } = period;
    const isToTheEnd = to === undefined || (end !== undefined && to >= end);
    people.push({
      key,
      ways: codesOf(get(one, "type")),
      to: isToTheEnd ? undefined : to,
    });
  }
  return people;
}

function isIn(...ways: readonly string[]): (one: Participant) => boolean {
  return (one) => one.ways.some((way) => ways.includes(way));
}

/** Since when the patient is on leave, as far as it is said. */
function readLeave(
  body: Resource["body"],
  zone: string,
): { readonly from: number | undefined } | string {
  const history = listAt(body, "statusHistory");
  const index = history.findLastIndex((one) => textAt(one, "status") === "onleave");
  const period = periodOf(get(history[index], "period"), zone);
  if (typeof period === "string") return `statusHistory[${index}].period.${period}`;
  return { from: period.from };
}

function take(slate: Slate, parts: EncounterParts): Verdict {
  const { resource, feed, subject, status, to } = parts;
  const ids = [keyOf(resource), ...(parts.visit === undefined ? [] : [`visit|${parts.visit}`])];
  const id = ids
    .map((key) => slate.read("identifiers", key))
    .find((value) => typeof value === "string");
  const known = typeof id === "string" ? slate.world.encounters.get(id) : undefined;
  const isDone = status === "finished" || status === "cancelled" || status === "entered-in-error";
  if (known === undefined && isDone && (to ?? parts.from) + summariesKept <= slate.at)
    return "historic";
  // Cancelled before it was ever heard of: there is nothing to take back.
  if (known === undefined && isDone && status !== "finished") return "unchanged";
  const patient = toldPatient(slate, subject);
  if (patient === undefined) {
    return {
      column: "Encounter.subject",
      reason: `${subject.slice(5)} is not known here; import Patient first`,
    };
  }
  if (known !== undefined && known.patient !== survivorOf(slate.world, patient)) {
    return {
      column: "Encounter.subject",
      reason: "this visit is another patient's; merge the two first",
    };
  }
  const told = toTold(slate, parts);
  if ("reason" in told) return told;
  if (known !== undefined && isTold(known)) return "unchanged";
  if (known === undefined && isInAdt(slate, survivorOf(slate.world, patient), told))
    return "unchanged";
  const events = eventsOf(told);
  if (known !== undefined && canonical(known.events) === canonical(events)) return "unchanged";
  const encounter = typeof id === "string" ? id : slate.id("enc");
  for (const key of ids)
    if (slate.read("identifiers", key) !== encounter) slate.write("identifiers", key, encounter);
  slate.record({ kind: "encounter.recorded", body: { encounter, events, feed, patient } });
  return "applied";
}

/** Told by ADT, or settled: a FHIR Encounter only fills gaps (standards, Clinical feeds). */
function isTold({ events }: Encounter): boolean {
  return events.length === 0 || events.some((event) => !isStated(event));
}

/** Whether a ward with an ADT feed already has the patient at that time, under a number that we cannot compare. */
function isInAdt(slate: Slate, patient: string, told: EncounterTold): boolean {
  const { world } = slate;
  const adt = [...world.feeds.values()].filter(({ type }) => type === "adt");
  const wards = told.places.map(({ place }) => place.ward);
  const isFed = adt.some(
    (feed) =>
      feed.wards === undefined ||
      wards.length === 0 ||
      wards.some((ward) => feed.wards?.includes(ward)),
  );
  if (!isFed) return false;
  return world.encountersByPatient
    .get(patient)
    .flatMap((id) => world.encounters.get(id) ?? [])
    .filter(isTold)
    .some(({ state }) => {
      const begins = state.admittedAt ?? Number.NEGATIVE_INFINITY;
      const ends = state.dischargedAt ?? Number.POSITIVE_INFINITY;
      return begins < (told.to ?? Number.POSITIVE_INFINITY) + day && told.from - day < ends;
    });
}

function toTold(
  slate: Slate,
  parts: EncounterParts,
): EncounterTold | { readonly column: string; readonly reason: string } {
  const places: { place: NonNullable<ReturnType<typeof placeAt>>; from?: number }[] = [];
  for (const { key, from } of parts.places) {
    const place = placeAt(slate, key);
    if (place === undefined) {
      return {
        column: "Encounter.location",
        reason: `${key.slice(5)} is no ward that is known here`,
      };
    }
    places.push({ place, ...(from === undefined ? {} : { from }) });
  }
  // Whose part in it was over before the visit is, has no part in it any more.
  const people = (all: readonly Participant[]) => [
    ...new Set(
      all.flatMap(({ key, to }) =>
        to !== undefined && to <= slate.at ? [] : (personOf(slate, key) ?? []),
      ),
    ),
  ];
  return {
    status: parts.status,
    from: parts.from,
    ...(parts.to === undefined ? {} : { to: parts.to }),
    ...(parts.class === undefined ? {} : { class: parts.class }),
    places,
    ...(parts.leaveFrom === undefined ? {} : { leaveFrom: parts.leaveFrom }),
    attending: people(parts.attending),
    consulting: people(parts.consulting),
  };
}
