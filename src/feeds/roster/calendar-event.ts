import { Temporal } from "temporal-polyfill";
import type { Refusal } from "../shared/report.ts";
import type { Component, Property } from "./calendar-lines.ts";
import { type Rule, readRule } from "./rule.ts";
import { type CalendarTime, readTime } from "./zones.ts";

/** A VEVENT, read (RFC 5545 section 3.6.1). */
export interface CalendarEvent {
  readonly line: number;
  readonly uid: string;
  readonly start: CalendarTime;
  /** DTEND, or DURATION as whole days and milliseconds. */
  readonly ends:
    | { readonly type: "at"; readonly time: CalendarTime }
    | { readonly type: "after"; readonly days: number; readonly milliseconds: number };
  readonly rule?: Rule;
  readonly added: readonly Added[];
  readonly excluded: readonly CalendarTime[];
  /** Which occurrence of the event with this UID it replaces. */
  readonly replaces?: CalendarTime;
  readonly isCancelled: boolean;
  readonly ward: string;
  /** CATEGORIES, the mark of on-call periods left out. */
  readonly role?: string;
  readonly isOnCall: boolean;
  /** Staff numbers, and the property that says them. */
  readonly staff: readonly string[];
  readonly staffFrom: "ATTENDEE" | "X-WARDKEY-STAFF";
  readonly engagement?: string;
  readonly site?: string;
}

/** An RDATE, perhaps with an end of its own (a PERIOD). */
export interface Added {
  readonly start: CalendarTime;
  readonly ends?: CalendarEvent["ends"];
}

const longest = 200;

/** What an event has once at most (section 3.6.1): of two, one would be passed over. */
const onceOnly: ReadonlySet<string> = new Set([
  "uid",
  "dtstart",
  "dtend",
  "duration",
  "rrule",
  "recurrence-id",
  "status",
  "location",
  "x-wardkey-staff",
  "x-wardkey-engagement",
  "x-wardkey-site",
]);

/** Who has one of these has no period. */
const notComing = /^(declined|delegated)$/i;

/** Reads a VEVENT, or says what in it cannot be used. */
export function readEvent(component: Component): CalendarEvent | Refusal {
  const { line, properties } = component;
  const refuse = (name: string, reason: string, at = lineOf(component, name)): Refusal => ({
    line: at,
    column: name,
    reason,
  });
  const [bad] = component.bad;
  if (bad?.name === "") return { line: bad.line, reason: bad.reason };
  if (bad !== undefined) return refuse(bad.name, bad.reason, bad.line);
  const twice = properties.find(
    ({ name }, index) =>
      onceOnly.has(name) && properties.findIndex((one) => one.name === name) < index,
  );
  if (twice !== undefined) return refuse(twice.name.toUpperCase(), "it is there twice", twice.line);
  const uid = text(properties, "uid");
  if (uid === "" || uid.length > longest)
    return refuse("UID", uid === "" ? "it is missing" : "it is too long");
  const start = timeOf(properties, "dtstart");
  if (start === undefined) return refuse("DTSTART", "it is missing or no time");
  const ends = endOf(properties, start);
  if (typeof ends === "string") return refuse(ends, "it is no time, or no length of time");
  const written = properties.find(({ name }) => name === "rrule");
  const rule = written === undefined ? undefined : readRule(written.values[0]);
  if (typeof rule === "string") return refuse("RRULE", rule);
  const added = readAdded(properties);
  if (added === undefined) return refuse("RDATE", "it holds what is no time");
  const excluded = times(properties, "exdate");
  if (excluded === undefined) return refuse("EXDATE", "it holds what is no time");
  const replaced = properties.find(({ name }) => name === "recurrence-id");
  const replaces = timeOf(properties, "recurrence-id");
  if (replaced !== undefined && replaces === undefined)
    return refuse("RECURRENCE-ID", "it is no time");
  if (replaced?.parameters["range"] !== undefined)
    return refuse("RECURRENCE-ID", "a RANGE is not supported");
  const status = text(properties, "status");
  if (!/^(|tentative|confirmed|cancelled)$/i.test(status))
    return refuse("STATUS", "it is none of TENTATIVE, CONFIRMED, CANCELLED");
  const ward = text(properties, "location");
  if (ward === "") return refuse("LOCATION", "the ward is missing");
  const staff = readStaff(properties);
  if (staff.length === 0) return refuse("ATTENDEE", "nobody is named");
  return {
    line,
    uid,
    start,
    ends,
    ...(rule === undefined ? {} : { rule }),
    added,
    excluded,
    ...(replaces === undefined ? {} : { replaces }),
    isCancelled: /^cancelled$/i.test(status),
    ward,
    ...readRole(properties),
    staff,
    staffFrom: text(properties, "x-wardkey-staff") === "" ? "ATTENDEE" : "X-WARDKEY-STAFF",
    ...optional("engagement", text(properties, "x-wardkey-engagement")),
    ...optional("site", text(properties, "x-wardkey-site")),
  };
}

function lineOf({ line, properties }: Component, name: string): number {
  return properties.find((property) => property.name === name.toLowerCase())?.line ?? line;
}

function text(properties: readonly Property[], name: string): string {
  const value = properties.find((property) => property.name === name)?.values[0];
  return typeof value === "string" ? value.trim() : "";
}

function optional(name: string, value: string): Record<string, string> {
  return value === "" ? {} : { [name]: value };
}

function timeOf(properties: readonly Property[], name: string): CalendarTime | undefined {
  const property = properties.find((known) => known.name === name);
  return property === undefined ? undefined : readTime(property.values[0], property.parameters);
}

function times(properties: readonly Property[], name: string): readonly CalendarTime[] | undefined {
  const found = properties
    .filter((property) => property.name === name)
    .flatMap(({ values, parameters }) => values.map((value) => readTime(value, parameters)));
  return found.includes(undefined) ? undefined : (found as readonly CalendarTime[]);
}

function endOf(
  properties: readonly Property[],
  start: CalendarTime,
): CalendarEvent["ends"] | "DTEND" | "DURATION" {
  if (properties.some(({ name }) => name === "dtend")) {
    if (properties.some(({ name }) => name === "duration")) return "DURATION";
    const time = timeOf(properties, "dtend");
    return time === undefined ? "DTEND" : { type: "at", time };
  }
  if (properties.some(({ name }) => name === "duration")) {
    return readDuration(text(properties, "duration")) ?? "DURATION";
  }
  // Section 3.6.1: a day without an end is that day; a time without one has no length.
  return start.isDate ? { type: "after", days: 1, milliseconds: 0 } : "DTEND";
}

/** Weeks and days are nominal, hours and less exact (section 3.3.6). */
function readDuration(written: string): CalendarEvent["ends"] | undefined {
  try {
    const { days, weeks, hours, minutes, seconds, years, months, sign } =
      Temporal.Duration.from(written);
    if (sign !== 1 || years !== 0 || months !== 0) return undefined;
    const milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    return { type: "after", days: weeks * 7 + days, milliseconds };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readAdded(properties: readonly Property[]): readonly Added[] | undefined {
  const added: Added[] = [];
  for (const { name, values, parameters } of properties) {
    if (name !== "rdate") continue;
    for (const value of values) {
      const [begins, until] = Array.isArray(value) ? value : [value, undefined];
      const start = readTime(begins, parameters);
      const at = readTime(until, parameters);
      const ends =
        at === undefined ? readDuration(String(until)) : ({ type: "at", time: at } as const);
      if (start === undefined || (until !== undefined && ends === undefined)) return undefined;
      added.push({ start, ...(until === undefined || ends === undefined ? {} : { ends }) });
    }
  }
  return added;
}

function readRole(
  properties: readonly Property[],
): Pick<CalendarEvent, "isOnCall"> & { readonly role?: string } {
  const categories = properties
    .filter(({ name }) => name === "categories")
    .flatMap(({ values }) => values.map((value) => String(value).trim()))
    .filter((category) => category !== "");
  const isMark = (category: string) => /^on[- ]?call$/i.test(category);
  const role = categories.find((category) => !isMark(category));
  return { isOnCall: categories.some(isMark), ...(role === undefined ? {} : { role }) };
}

/** X-WARDKEY-STAFF, else each ATTENDEE who has not declined or delegated: its X-STAFF parameter, else what stands before the @. */
function readStaff(properties: readonly Property[]): readonly string[] {
  const own = text(properties, "x-wardkey-staff");
  if (own !== "") return own.length <= longest ? [own] : [];
  const numbers = properties
    .filter(
      ({ name, parameters }) =>
        name === "attendee" && !notComing.test(String(parameters["partstat"])),
    )
    .map(({ values, parameters }) => {
      const given = parameters["x-staff"];
      if (typeof given === "string" && given !== "") return given.trim();
      return /^mailto:([^@]+)/i.exec(String(values[0]))?.[1]?.trim() ?? "";
    });
  return [...new Set(numbers.filter((number) => number !== "" && number.length <= longest))];
}
