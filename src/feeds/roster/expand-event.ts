import type { Instant } from "../../ports/index.ts";
import type { Refusal } from "../shared/report.ts";
import type { CalendarEvent } from "./calendar-event.ts";
import { civilOf, type Day, dayOf } from "./days.ts";
import { daysOf } from "./recur.ts";
import { keyOf, type Rostered } from "./rostered.ts";
import type { CalendarTime, Zones } from "./zones.ts";

/** What turning events into periods needs to know. */
export interface Calendar {
  readonly zones: Zones;
  /** The part of time in which recurring events are looked at. */
  readonly from: Instant;
  readonly to: Instant;
  /** The zone of floating times in a ward. */
  zoneOf(ward: string): string;
}

/** One occurrence on its way: where it began, and the event that says the rest. */
interface Occurrence {
  readonly original: CalendarTime;
  /** What tells it from the event's other occurrences in every export: its day; none where there is only one. */
  readonly name?: string;
  readonly event: CalendarEvent;
  readonly start: CalendarTime;
  readonly ends: CalendarEvent["ends"];
}

const dayLength = 24 * 60 * 60 * 1000;
/** More occurrences than this in two months are no roster. */
const mostOccurrences = 1_000;

/**
 * The periods of one UID: the event's occurrences in the calendar's part of time, each as its override says.
 * An event that does not recur is given wherever it lies.
 */
export function expandEvent(
  calendar: Calendar,
  events: readonly CalendarEvent[],
): readonly (Rostered | Refusal)[] {
  const masters = events.filter(({ replaces }) => replaces === undefined);
  const overrides = events.filter(({ replaces }) => replaces !== undefined);
  const [master, ...others] = masters;
  const results: (Rostered | Refusal)[] = others.map(({ line }) => ({
    line,
    column: "UID",
    reason: "another event has the same",
  }));
  const found = master === undefined ? [] : occurrencesOf(calendar, master);
  if (!Array.isArray(found)) return [...results, found as Refusal];
  const replaced = new Map<CalendarEvent, boolean>(overrides.map((override) => [override, false]));
  for (const occurrence of found as readonly Occurrence[]) {
    const override = overrides.find((known) =>
      isSame(calendar, known.replaces as CalendarTime, occurrence),
    );
    if (override !== undefined) replaced.set(override, true);
    results.push(
      ...periodsOf(
        calendar,
        override === undefined ? occurrence : overriding(override, occurrence.name),
      ),
    );
  }
  // An override of an occurrence that is out of sight, or whose event is in another file, stands for itself.
  for (const [override, isDone] of replaced) {
    if (!isDone)
      results.push(
        ...periodsOf(calendar, overriding(override)).filter((one) => isInSight(calendar, one)),
      );
  }
  return results;
}

function overriding(event: CalendarEvent, name?: string): Occurrence {
  const original = event.replaces as CalendarTime;
  return {
    original,
    name: name ?? dateOf(original.day),
    event,
    start: event.start,
    ends: event.ends,
  };
}

/** The day; with the time of day where another date was added to the event's own. */
function nameOf(event: CalendarEvent, { day, seconds }: CalendarTime): string {
  return seconds === event.start.seconds ? dateOf(day) : `${dateOf(day)}T${seconds}`;
}

function isInSight({ from, to }: Calendar, period: Rostered | Refusal): boolean {
  return "reason" in period || (period.to > from && period.from < to);
}

function isRecurring({ rule, added, replaces }: CalendarEvent): boolean {
  return rule !== undefined || added.length > 0 || replaces !== undefined;
}

function occurrencesOf(calendar: Calendar, event: CalendarEvent): readonly Occurrence[] | Refusal {
  const { start, ends, rule } = event;
  const refuse = (column: string, reason: string): Refusal => ({
    line: event.line,
    column,
    reason,
  });
  if (!isRecurring(event)) return [{ original: start, event, start, ends }];
  const first = dayAt(calendar.from) - 15;
  const last = dayAt(calendar.to) + 1;
  const ruled = rule === undefined ? [start.day] : daysOf(rule, start.day, first, last);
  const found = new Map<Instant, Occurrence>();
  const excluded = new Set(event.excluded.map((time) => instantOf(calendar, event, time)));
  const excludedDays = new Set(event.excluded.filter(({ isDate }) => isDate).map(({ day }) => day));
  const add = (time: CalendarTime, its: CalendarEvent["ends"]): boolean => {
    const at = instantOf(calendar, event, time);
    if (at === undefined) return false;
    if (!excluded.has(at) && !excludedDays.has(time.day))
      found.set(at, { original: time, name: nameOf(event, time), event, start: time, ends: its });
    return true;
  };
  const until = rule?.until;
  const isOver = until === undefined ? () => false : ending(calendar, event, until);
  for (const day of ruled) {
    const time = { ...start, day };
    if (isOver(time)) break;
    const moved =
      ends.type === "at"
        ? { ...ends, time: { ...ends.time, day: ends.time.day + (day - start.day) } }
        : ends;
    if (!add(time, moved)) return refuse("DTSTART", "its time zone is not known");
  }
  for (const { start: time, ends: own } of event.added) {
    if (time.day < first || time.day > last) continue;
    const moved =
      ends.type === "at"
        ? { ...ends, time: { ...ends.time, day: ends.time.day + (time.day - start.day) } }
        : ends;
    if (!add(time, own ?? moved)) return refuse("RDATE", "its time zone is not known");
  }
  if (found.size > mostOccurrences) return refuse("RRULE", "it recurs too often for a roster");
  return [...found.values()].filter((one) =>
    periodsOf(calendar, one).some((period) => isInSight(calendar, period)),
  );
}

/** UNTIL in UTC is an instant; a day or a floating time is meant where the event is (section 3.3.10). */
function ending(
  calendar: Calendar,
  event: CalendarEvent,
  until: string,
): (time: CalendarTime) => boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(until) ?? [];
  if (year === undefined) return () => false;
  const last = dayOf(Number(year), Number(month), Number(day));
  const [, hour, minute, second, utc] = /T(\d{2}):(\d{2}):(\d{2})(Z)?$/.exec(until) ?? [];
  if (hour === undefined) return (time) => time.day > last;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (utc === undefined)
    return (time) => time.day > last || (time.day === last && time.seconds > seconds);
  const end = (last * 86_400 + seconds) * 1000;
  return (time) => (instantOf(calendar, event, time) ?? 0) > end;
}

function isSame(
  calendar: Calendar,
  replaces: CalendarTime,
  { original, event }: Occurrence,
): boolean {
  if (replaces.isDate) return replaces.day === original.day;
  return instantOf(calendar, event, replaces) === instantOf(calendar, event, original);
}

function instantOf(
  calendar: Calendar,
  { ward }: CalendarEvent,
  time: CalendarTime,
): Instant | undefined {
  return calendar.zones.instantOf(time, calendar.zoneOf(ward));
}

/** One period for each person. Its ends are wall-clock times: a night shift across a clock change has 11 or 13 hours. */
function periodsOf(calendar: Calendar, occurrence: Occurrence): readonly (Rostered | Refusal)[] {
  const { event, start, ends, name } = occurrence;
  const refuse = (column: string, reason: string): Refusal => ({
    line: event.line,
    column,
    reason,
  });
  const from = instantOf(calendar, event, start);
  if (from === undefined) return [refuse("DTSTART", "its time zone is not known")];
  const to =
    ends.type === "at" ? instantOf(calendar, event, ends.time) : after(calendar, occurrence);
  if (to === undefined) return [refuse("DTEND", "its time zone is not known")];
  const isOnly = event.staff.length === 1;
  return event.staff.map((staff) => ({
    line: event.line,
    key: keyOf(event.uid, ...(name === undefined ? [] : [name]), ...(isOnly ? [] : [staff])),
    type: event.isOnCall ? "on-call" : "shift",
    staff,
    ...(event.engagement === undefined ? {} : { engagement: event.engagement }),
    ...(event.role === undefined ? {} : { role: event.role }),
    ward: event.ward,
    ...(event.site === undefined ? {} : { site: event.site }),
    from,
    to,
    isCancelled: event.isCancelled,
    columns: {
      engagement: "X-WARDKEY-ENGAGEMENT",
      from: "DTSTART",
      role: "CATEGORIES",
      site: "X-WARDKEY-SITE",
      staff_number: event.staffFrom,
      to: ends.type === "at" ? "DTEND" : "DURATION",
      ward: "LOCATION",
    },
  }));
}

function after(calendar: Calendar, { event, start, ends }: Occurrence): Instant | undefined {
  if (ends.type === "at") return undefined;
  const later = instantOf(calendar, event, { ...start, day: start.day + ends.days });
  return later === undefined ? undefined : later + ends.milliseconds;
}

function dayAt(instant: Instant): Day {
  return Math.floor(instant / dayLength);
}

function dateOf(day: Day): string {
  const { year, month, day: date } = civilOf(day);
  return [year, month, date].map((part) => String(part).padStart(2, "0")).join("-");
}
