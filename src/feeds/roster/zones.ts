import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import { isZone, wallClock } from "../shared/local-time.ts";
import type { Component, Property } from "./calendar-lines.ts";
import { civilOf, type Day, dayOf } from "./days.ts";
import { daysOf } from "./recur.ts";
import { type Rule, readRule } from "./rule.ts";

/** A wall-clock time: a day and the seconds since its midnight. */
export interface Wall {
  readonly day: Day;
  readonly seconds: number;
}

/** A time as an iCalendar file writes it (RFC 5545 section 3.3.5). */
export interface CalendarTime extends Wall {
  readonly isDate: boolean;
  /** `Z`, the TZID parameter, or absent: floating, in the time zone of the ward. */
  readonly zone?: string;
}

/** One set of onsets of a VTIMEZONE (section 3.6.5); offsets in seconds east of Greenwich. */
interface Observance {
  readonly start: Wall;
  readonly rule?: Rule;
  readonly days: readonly Wall[];
  readonly from: number;
  readonly to: number;
}

/** Turns wall-clock times into instants. */
export interface Zones {
  /** Takes in a VTIMEZONE of the file. */
  add(component: Component): void;
  /** The instant of a time, floating ones in `zone`; undefined when its zone is not known. */
  instantOf(time: CalendarTime, zone: string): Instant | undefined;
}

/** The zones of one file: IANA names by themselves, others by the VTIMEZONE that the file gives. */
export function createZones(): Zones {
  const given = new Map<string, readonly Observance[]>();
  const known = new Map<string, boolean>();
  const isKnown = (zone: string): boolean => {
    const answer = known.get(zone) ?? isZone(zone);
    known.set(zone, answer);
    return answer;
  };
  return {
    add(component) {
      const tzid = textOf(component.properties, "tzid");
      const observances = component.inner.map(readObservance);
      const isRead = component.bad.length === 0 && !observances.includes("unreadable");
      // With a part of its changes it would give wrong times: it is not known then.
      if (tzid !== "" && isRead)
        given.set(
          tzid,
          observances.filter((one) => typeof one === "object"),
        );
    },
    instantOf(time, zone) {
      const name = time.zone ?? zone;
      if (name === "Z") return at(time, 0);
      if (isKnown(name)) return wallClock(plain(time), name);
      const observances = given.get(name);
      const offset = observances === undefined ? undefined : offsetAt(observances, time);
      return offset === undefined ? undefined : at(time, offset);
    },
  };
}

/** Reads a date or date-time value as jCal has it; undefined when it is none. */
export function readTime(
  value: unknown,
  parameters: Property["parameters"] = {},
): CalendarTime | undefined {
  const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(Z)?)?$/;
  const found = pattern.exec(String(value));
  if (found === null) return undefined;
  const [year, month, date, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const day = dayOf(year ?? 0, month ?? 0, date ?? 0);
  const civil = civilOf(day);
  const isReal = civil.year === year && civil.month === month && civil.day === date;
  if (!isReal || year < 1970 || year > 2200 || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const tzid = parameters["tzid"];
  const zone = found[7] ?? (typeof tzid === "string" && tzid !== "" ? tzid : undefined);
  return {
    day,
    // A leap second is the second before it (section 3.3.12).
    seconds: hour * 3600 + minute * 60 + Math.min(second, 59),
    isDate: found[4] === undefined,
    ...(zone === undefined ? {} : { zone }),
  };
}

function readObservance({
  bad,
  name,
  properties,
}: Component): Observance | "unreadable" | undefined {
  if (name !== "STANDARD" && name !== "DAYLIGHT") return undefined;
  const start = readTime(textOf(properties, "dtstart"));
  const from = readOffset(textOf(properties, "tzoffsetfrom"));
  const to = readOffset(textOf(properties, "tzoffsetto"));
  const written = properties.find((property) => property.name === "rrule");
  const rule = written === undefined ? undefined : readRule(written.values[0]);
  if (start === undefined || from === undefined || to === undefined || typeof rule === "string")
    return "unreadable";
  if (bad.length > 0) return "unreadable";
  const days = properties
    .filter((property) => property.name === "rdate")
    .flatMap(({ values }) => values.flatMap((value) => readTime(value) ?? []))
    .map((time) => (time.isDate ? { day: time.day, seconds: start.seconds } : time));
  return { start, days, from, to, ...(rule === undefined ? {} : { rule }) };
}

function readOffset(text: string): number | undefined {
  const [, sign, hours, minutes, seconds = "0"] =
    /^([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return size > 16 * 3600 ? undefined : sign === "-" ? -size : size;
}

/** Looking back this far finds the last onset of any rule that a zone could have. */
const yearsBack = 5 * 366;

/**
 * The offset that holds at a wall-clock time. What a change skips counts from before it, and of what it
 * repeats the first is meant (section 3.3.5): an onset that moves the clock forward begins once it has moved.
 */
function offsetAt(observances: readonly Observance[], time: Wall): number | undefined {
  let last: { readonly onset: number; readonly offset: number } | undefined;
  let first: { readonly onset: number; readonly offset: number } | undefined;
  for (const { start, rule, days, from, to } of observances) {
    const ruled =
      rule === undefined
        ? [start.day]
        : [...daysOf(rule, start.day, time.day - yearsBack, time.day + 1)];
    const onsets = [start, ...days, ...ruled.map((day) => ({ day, seconds: start.seconds }))];
    for (const onset of onsets) {
      const begins = secondsOf(onset) + Math.max(0, to - from);
      if (first === undefined || begins < first.onset) first = { onset: begins, offset: from };
      const holds = begins <= secondsOf(time);
      if (holds && (last === undefined || begins >= last.onset))
        last = { onset: begins, offset: to };
    }
  }
  return (last ?? first)?.offset;
}

function secondsOf({ day, seconds }: Wall): number {
  return day * 86_400 + seconds;
}

function at(time: Wall, offset: number): Instant {
  return (secondsOf(time) - offset) * 1000;
}

function plain({ day, seconds }: Wall): Temporal.PlainDateTime {
  const { year, month, day: date } = civilOf(day);
  return Temporal.PlainDateTime.from({
    year,
    month,
    day: date,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  });
}

function textOf(properties: readonly Property[], name: string): string {
  const value = properties.find((property) => property.name === name)?.values[0];
  return value === undefined ? "" : String(value);
}
