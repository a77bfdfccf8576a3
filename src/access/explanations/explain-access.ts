import type { Duration, Instant } from "../../ports/index.ts";
import {
  type Contact,
  type Encounter,
  type LogRecord,
  type PathwayTeams,
  summariesKept,
  survivorOf,
} from "../../world/index.ts";
import { noBoundaries } from "../boundaries.ts";
import type { Bundle } from "../bundle/bundle.ts";
import { findPattern } from "../bundle/pattern-of.ts";
import { sensitiveOf } from "../sensitivity.ts";
import type { Past } from "./past.ts";

/** Somebody had to do with a patient: what is to be explained. */
export interface PastAccess {
  readonly person: string;
  readonly patient: string;
  readonly at: Instant;
}

/** The access to a patient that a record speaks of: a permit, or broken glass; at its real time, where that is known. */
export function accessIn(record: LogRecord): PastAccess | undefined {
  const at = record.occurredAt ?? record.at;
  if (record.kind === "glass.broken") {
    return { person: record.body.person, patient: record.body.patient, at };
  }
  if (record.kind !== "decision.permitted") return undefined;
  const { resource, subject } = record.body;
  if (resource.type !== "patient" || subject.type !== "person") return undefined;
  return { person: subject.id, patient: resource.id, at };
}

/** What explains an access (X15). */
export type RelationshipType =
  | "on-duty"
  | "care-team"
  | "contact"
  | "on-call"
  | "arrived-from"
  | "handover";

/** A relationship between a person and a patient, and where it was found. */
export interface Relationship {
  readonly type: RelationshipType;
  /** The ward or service that it is with, where it is with one. */
  readonly place?: string;
  /** Of a contact: an order, a referral, an appointment, ... */
  readonly contact?: Contact["type"];
  /** The id of the shift, encounter, care team, contact or on-call period; of a handover, the position of its record. */
  readonly source: string;
  /** When it held. */
  readonly from: Instant;
  readonly to?: Instant;
}

const day: Duration = 24 * 60 * 60_000;
/** Who looked after a patient in the ward that they came from follows up for so long. */
const followUp: Duration = 7 * day;

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A time in a ward. */
export interface Placed extends Span {
  readonly ward: string;
  readonly encounter: string;
}

/** A shift or on-call period. */
interface Period extends Span {
  readonly id: string;
  /** The ward of a shift, the service of an on-call period. */
  readonly place: string;
}

/** Everything that the questions below are asked of. */
interface Case {
  readonly past: Past;
  readonly bundle: Bundle;
  readonly person: string;
  readonly at: Instant;
  /** The patient that the asked one is now (C2). */
  readonly patient: string;
  /** A day before and after. */
  readonly about: Span;
  readonly placed: readonly Placed[];
  readonly shifts: readonly Period[];
}

/**
 * The relationships that explain why `person` had to do with `patient` at that instant (X15), each found in the log; none: it is
 * unexplained. Looking back, what came within a day after it counts too, such as the roster that was put right. A chart that opens for
 * assigned care only is explained by nothing else, and one's own by nothing (C10).
 */
export function explainAccess(
  past: Past,
  bundle: Bundle,
  { person, patient, at }: PastAccess,
): readonly Relationship[] {
  const survivor = survivorOf(past.world, patient);
  const asked: Case = {
    past,
    bundle,
    person,
    at,
    patient: survivor,
    about: { from: at - day, to: at + day },
    placed: placesOf(past, survivor),
    shifts: shiftsOf(past, person),
  };
  const { own, colleague, vip, sealed } = sensitiveOf(
    past.world,
    survivor,
    person,
    noBoundaries(at),
  );
  if (own) return [];
  if (colleague || vip || sealed) {
    return [...careTeam(asked), ...contacts(asked, "named"), ...handover(asked)];
  }
  return [
    ...onDuty(asked),
    ...careTeam(asked),
    ...contacts(asked),
    ...onCall(asked),
    ...arrivedFrom(asked),
    ...handover(asked),
  ];
}

/** The ward where the patient was then: of several, the one they had come to last. */
export function wardThen(past: Past, patient: string, at: Instant): string | undefined {
  return placesOf(past, survivorOf(past.world, patient))
    .filter(({ from, to }) => from <= at && at < to)
    .toSorted((a, b) => a.from - b.from)
    .at(-1)?.ward;
}

function encountersOf({ world }: Past, patient: string): readonly Encounter[] {
  return world.encountersByPatient
    .get(patient)
    .flatMap((encounter) => world.encounters.get(encounter) ?? []);
}

/** Where the patient was and is, temporary places included. */
export function placesOf(past: Past, patient: string): readonly Placed[] {
  return encountersOf(past, patient).flatMap(({ id: encounter, events, state }) => {
    const end = state.dischargedAt ?? state.cancelledAt ?? Number.POSITIVE_INFINITY;
    const stays = state.stays.map(({ ward, from, to = end }) => ({ ward, encounter, from, to }));
    const now = state.temporary === undefined ? [] : [{ ward: state.temporary.ward, to: end }];
    const visits = [...(state.visits ?? []), ...now].map(({ ward, to }) => {
      const came = events.findLast(
        ({ at, location, temporary }) => at <= to && (temporary ?? location)?.ward === ward,
      );
      return { ward, encounter, from: came?.at ?? state.admittedAt ?? to, to };
    });
    return [...stays, ...visits];
  });
}

function shiftsOf({ world }: Past, person: string): readonly Period[] {
  return world.shiftsByPerson.get(person).flatMap((id) => {
    const shift = world.shifts.get(id);
    return shift === undefined || !wasEngaged(world, shift)
      ? []
      : [{ id, place: shift.ward, from: shift.from, to: shift.to }];
  });
}

/** A shift that somebody was rostered for and whose engagement had ended by then was none (L1). */
function wasEngaged(
  world: Past["world"],
  { engagement, from }: { readonly engagement: string; readonly from: Instant },
): boolean {
  return (world.engagements.get(engagement)?.to ?? 0) > from;
}

function meet(one: Span, other: Span): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** On duty where the patient was, both within a day. */
function onDuty({ about, placed, shifts }: Case): readonly Relationship[] {
  const here = new Set(placed.filter((stay) => meet(stay, about)).map(({ ward }) => ward));
  return onePerPlace(
    shifts
      .filter((shift) => here.has(shift.place) && meet(shift, about))
      .map(({ id, place, from, to }) => ({ type: "on-duty", place, source: id, from, to })),
  );
}

/** In a care team, attending or consulting; who was responsible at discharge, for thirty days after it (C3). */
function careTeam({ past, patient, person, at }: Case): readonly Relationship[] {
  const found: Relationship[] = [];
  for (const id of past.world.careTeamsByPatient.get(patient)) {
    const member = past.world.careTeams
      .get(id)
      ?.members.find((each) => each.person === person && holdsAbout(each, at));
    if (member === undefined) continue;
    const { from, to } = member;
    found.push({ type: "care-team", source: id, from, ...(to === undefined ? {} : { to }) });
  }
  for (const { id, events, state } of encountersOf(past, patient)) {
    const named = [state, ...events].some(
      ({ attending = [], consulting = [] }) =>
        attending.includes(person) || consulting.includes(person),
    );
    const from = events[0]?.at ?? state.admittedAt ?? 0;
    const ended = state.dischargedAt ?? state.cancelledAt;
    const to = ended === undefined ? undefined : ended + summariesKept;
    if (!named || !holdsAbout({ from, ...(to === undefined ? {} : { to }) }, at)) continue;
    found.push({ type: "care-team", source: id, from, ...(to === undefined ? {} : { to }) });
  }
  return found;
}

function holdsAbout(
  { from, to = Number.POSITIVE_INFINITY }: { readonly from: Instant; readonly to?: Instant },
  at: Instant,
): boolean {
  return from - day <= at && at <= to + day;
}

/**
 * An appointment, referral, consult or order that the person is named in, or that is with a service they work for (C5); a care pathway
 * that let their team in (C11).
 */
function contacts(asked: Case, who: "named" | "any" = "any"): readonly Relationship[] {
  const { past, bundle, patient, at } = asked;
  const { world } = past;
  return world.contactsByPatient.get(patient).flatMap((id) => {
    const contact = world.contacts.get(id);
    const pattern = contact === undefined ? undefined : findPattern(bundle, world, contact.service);
    if (contact === undefined || pattern === undefined) return [];
    const { from, service, teams, to, type } = contact;
    if (teams !== undefined) {
      if (who === "named" || at < from || at > to || !isOfTeam(asked, service, teams)) return [];
      return [{ type: "contact", contact: type, place: service, source: id, from, to }];
    }
    if (at < from - pattern.contactLead || at > to + pattern.contactTail) return [];
    const isNamed = contact.person === asked.person;
    if (!isNamed && (who === "named" || !worksFor(asked, service))) return [];
    return [{ type: "contact", contact: type, place: service, source: id, from, to }];
  });
}

/** On duty or on call within a day in the service or in a ward of it, or with a role in the service itself. */
function worksFor({ past, person, about, at, shifts }: Case, service: string): boolean {
  const { world } = past;
  const isOfIt = (place: string) =>
    place === service || world.wards.get(place)?.service === service;
  return (
    shifts.some((shift) => isOfIt(shift.place) && meet(shift, about)) ||
    onCallsOf(past, person).some((period) => isOfIt(period.place) && meet(period, about)) ||
    world.rolesByPerson.get(person).some((id) => {
      const role = world.roles.get(id);
      return role?.ward === service && role.from <= at && at <= role.to;
    })
  );
}

/** At work in the service, and here by the passport of an organisation that the pathway names, or by nobody's where it names us. */
function isOfTeam(asked: Case, service: string, { own, visiting }: PathwayTeams): boolean {
  const { person, past } = asked;
  if (!worksFor(asked, service)) return false;
  return past.world.engagementsByPerson.get(person).some((id) => {
    const engagement = past.world.engagements.get(id);
    if (engagement === undefined || engagement.from > asked.at || engagement.to <= asked.at) {
      return false;
    }
    const issuer = engagement.proof?.passport?.issuer;
    return issuer === undefined ? own : visiting.includes(issuer);
  });
}

function onCallsOf({ world }: Past, person: string): readonly (Period & { site?: string })[] {
  return world.onCallsByPerson.get(person).flatMap((id) => {
    const period = world.onCalls.get(id);
    if (period === undefined || !wasEngaged(world, period)) return [];
    const { from, service: place, site, to } = period;
    return [{ id, place, from, to, ...(site === undefined ? {} : { site }) }];
  });
}

/** On call, handover margins included, for the service of a ward where the patient was within a day. */
function onCall({ past, bundle, person, at, about, placed }: Case): readonly Relationship[] {
  const { world } = past;
  const now = { from: at - bundle.longestMargin, to: at + bundle.longestMargin };
  return onCallsOf(past, person).flatMap(({ id, place, from, to, site }) => {
    const covers = placed.some((stay) => {
      const ward = world.wards.get(stay.ward);
      return (
        ward?.service === place && (site === undefined || ward.site === site) && meet(stay, about)
      );
    });
    return covers && meet({ from, to }, now)
      ? [{ type: "on-call", place, source: id, from, to }]
      : [];
  });
}

/**
 * Arrived from the ward: on duty in a ward while the patient was there, who has gone on from it since, by a week at most.
 * Not said of a ward that explains it by itself.
 */
function arrivedFrom({ at, about, placed, shifts }: Case): readonly Relationship[] {
  const left = placed.filter((stay) => stay.to <= at && at <= stay.to + followUp);
  return onePerPlace(
    left.flatMap((stay) =>
      shifts
        .filter(
          (shift) =>
            shift.place === stay.ward &&
            shift.from < stay.to &&
            stay.from < shift.to &&
            !(meet(stay, about) && meet(shift, about)),
        )
        .map(({ place }) => ({
          type: "arrived-from" as const,
          place,
          source: stay.encounter,
          from: stay.from,
          to: stay.to,
        })),
    ),
  );
}

/** Handed the patient over within a day before (L10): what is done after an access explains none, or everybody could explain theirs. */
function handover({ past, patient, person, about, at: then }: Case): readonly Relationship[] {
  return past
    .handedOver(patient)
    .filter((given) => given.person === person && about.from <= given.at && given.at <= then)
    .map(({ at, position }) => ({ type: "handover", source: String(position), from: at }));
}

/** Of several with one ward, the last. */
function onePerPlace(found: readonly Relationship[]): readonly Relationship[] {
  return [...new Map(found.map((each) => [each.place, each])).values()];
}
