import { Temporal } from "temporal-polyfill";
import type { Duration, Instant } from "../../ports/index.ts";

/** What a text means, or why it means nothing. */
export type Meaning<T> =
  | { readonly type: "meant"; readonly value: T }
  | { readonly type: "wrong"; readonly message: string };

const clock = "(\\d{2}):(\\d{2})(?::(\\d{2}))?(?: (first|second))?";
const day = "\\d{4}-\\d{2}-\\d{2}";
const length = "(\\d{1,9}(?:\\.\\d{1,6})?) ?(ms|s|m|min|h|d)";

/** How times are written, for editors: what a clock or calendar makes of it is seen when it is read. */
export const written: Readonly<Record<"date" | "time" | "period" | "duration", string>> = {
  date: day,
  time: `(?:(${day}) )?${clock}`,
  period: `\\s*(?:(${day}) )?${clock}\\s*/\\s*(?:(${day}) )?${clock}\\s*`,
  duration: `0|${length}`,
};

/** A whole number of something. */
export const countPattern: RegExp = /^\d{1,6}$/;

const timePattern = new RegExp(`^${written.time}$`);

/** A wall-clock time and its day. */
export interface LocalTime {
  readonly date: Temporal.PlainDate;
  /** Whether the day was written with it. */
  readonly dated: boolean;
  readonly at: Instant;
}

/** Whether the zone is one that clocks run in. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** A day such as 2026-03-10. */
export function parseDate(text: string): Temporal.PlainDate | undefined {
  if (!new RegExp(`^${day}$`).test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
}

/**
 * A time such as `19:20`, `19:20:30`, `2026-03-11 07:45`, or, in an hour that a clock change doubles,
 * `01:30 first` and `01:30 second`. A time without a day is on `date`.
 */
export function parseTime(
  text: string,
  date: Temporal.PlainDate,
  zone: string,
): Meaning<LocalTime> {
  const found = timePattern.exec(text);
  if (found === null) {
    return wrong(`"${text}" is no time: write it as 19:20, or with its day as ${date} 19:20`);
  }
  const [, onDay, hour, minute, second = "00", which] = found;
  const on = onDay === undefined ? date : parseDate(onDay);
  if (on === undefined) return wrong(`"${onDay}" is no day of the calendar`);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) {
    return wrong(`"${text}" is no time: a day ends at 23:59:59`);
  }
  const local = on.toPlainDateTime({ hour: h, minute: m, second: s });
  const instant = toInstant(local, zone, which as "first" | "second" | undefined);
  if (instant.type === "wrong") return instant;
  return { type: "meant", value: { date: on, dated: onDay !== undefined, at: instant.value } };
}

/** An instant for a wall-clock time: clock changes skip some and double others, and nothing is guessed. */
function toInstant(
  local: Temporal.PlainDateTime,
  zone: string,
  which: "first" | "second" | undefined,
): Meaning<Instant> {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(zone, { disambiguation: "later" });
  const said = local.toPlainTime().toString({ smallestUnit: "minute" });
  const on = `on ${local.toPlainDate()} in ${zone}`;
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    if (which === undefined) return { type: "meant", value: earlier.epochMilliseconds };
    return wrong(`${said} comes only once ${on}: leave out "${which}"`);
  }
  // In a gap both answers lie outside it; in a doubled hour both show the time that was asked for.
  if (!earlier.toPlainDateTime().equals(local)) {
    const next = later.toPlainTime().toString({ smallestUnit: "minute" });
    return wrong(`there is no ${said} ${on}: the clocks are put forward over it (${next} is next)`);
  }
  if (which === undefined) {
    return wrong(
      `${said} comes twice ${on}: say which, as "${said} first" (before the clocks are put back) or "${said} second"`,
    );
  }
  return { type: "meant", value: (which === "first" ? earlier : later).epochMilliseconds };
}

/** The days that a roster's period may be long: more is a mistake of the date. */
const longestPeriod: Duration = 72 * 3_600_000;

/**
 * A period such as `07:30/19:30` or `2026-03-10 19:30/07:30`. An end without a day that is not after the
 * start is on the next day; how long that is, the calendar says (a night with a clock change has 11 or 13 hours).
 */
export function parsePeriod(
  text: string,
  date: Temporal.PlainDate,
  zone: string,
): Meaning<{ readonly from: Instant; readonly to: Instant }> {
  const [start, end, ...more] = text.split("/");
  if (start === undefined || end === undefined || more.length > 0) {
    return wrong(`"${text}" is no period: write it as 19:30/07:30`);
  }
  const from = parseTime(start.trim(), date, zone);
  if (from.type === "wrong") return from;
  const sameDay = parseTime(end.trim(), from.value.date, zone);
  const next = parseTime(end.trim(), from.value.date.add({ days: 1 }), zone);
  const isDated = new RegExp(`^${day} `).test(end.trim());
  const isLater =
    sameDay.type === "wrong" ? !isBefore(end, start) : sameDay.value.at > from.value.at;
  const to = isDated || isLater ? sameDay : next;
  if (to.type === "wrong") return to;
  const length = to.value.at - from.value.at;
  if (length <= 0) return wrong(`"${text}" ends before it begins`);
  if (length > longestPeriod) return wrong(`"${text}" is longer than three days`);
  return { type: "meant", value: { from: from.value.at, to: to.value.at } };
}

/** Whether one time of day is not after another, whatever their days: of texts that may be no instants. */
function isBefore(end: string, start: string): boolean {
  const clockOf = (text: string) => /\d{2}:\d{2}(?::\d{2})?/.exec(text)?.[0] ?? "";
  return clockOf(end) <= clockOf(start);
}

/** The instant at which a day begins in a zone. */
export function startOfDay(date: Temporal.PlainDate, zone: string): Instant {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

const units: Readonly<Record<string, Duration>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A length of time such as `20s`, `1.5 s`, `30m`, `4 h`, in milliseconds; undefined when it is none. */
export function parseDuration(text: string): Duration | undefined {
  if (text === "0") return 0;
  const found = new RegExp(`^${length}$`).exec(text);
  if (found === null) return undefined;
  // 4.6 s is 4600 ms, whatever binary fractions make of it.
  const value = Number((Number(found[1]) * (units[found[2] ?? ""] ?? Number.NaN)).toFixed(3));
  return Number.isSafeInteger(value) ? value : undefined;
}

/** "20:15:00", with the day where it is not `date`: "2026-03-11 07:45:00". */
export function sayInstant(at: Instant, zone: string, date?: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: "second" });
  const on = local.toPlainDate().toString();
  return on === date ? time : `${on} ${time}`;
}

/** The day of an instant, as 2026-03-10. */
export function dayOf(at: Instant, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

function wrong(message: string): { readonly type: "wrong"; readonly message: string } {
  return { type: "wrong", message };
}
