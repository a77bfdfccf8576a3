/** Formats an instant as the clock on the ward's wall shows it: `02:14`. */
export function clockTime(at: number, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** Formats the day on which the ward's wall clock shows that instant: `Monday 23 November`. */
export function dayName(at: number, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
  }).format(at);
}

/** A day that may be years away: `23 Nov 2027`. */
export function dayOf(at: number, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(at);
}

/** A day and a time that are close: `Mon 23 Nov, 14:30`. */
export function dayAndTime(at: number, zone: string, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
  }).format(at);
  return `${day}, ${clockTime(at, zone, locale)}`;
}

/** A time that is no further away than this is said without its day, as people on a night shift do. */
const unmistakable = 18 * 3_600_000;

/** Whether nobody takes a time for that of another day. */
export function isSoon(at: number, now: number): boolean {
  return Math.abs(at - now) < unmistakable;
}

/** A time as people say it: without its day where nobody takes it for another one's. `07:30`, `Mon 23 Nov, 07:30`. */
export function timeSoon(at: number, now: number, zone: string, locale: string): string {
  return isSoon(at, now) ? clockTime(at, zone, locale) : dayAndTime(at, zone, locale);
}

/** Date and time to the second, for tables: `23 Nov 2026, 02:14:05`. */
export function timestamp(at: number, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function parseDay(iso: string): Day | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (found === null) return undefined;
  return { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
}

/** A date of birth with its month in letters, which nobody reads the wrong way round: `12 Mar 1958`. */
export function birthDay(iso: string, locale: string): string {
  const day = parseDay(iso);
  if (day === undefined) return iso;
  return new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    day: "2-digit",
    month: "short",
    year: "numeric",
  }).format(Date.UTC(day.year, day.month - 1, day.day));
}

/**
 * A FHIR date or instant as a person writes it; what is neither is shown as it came, a time without its offset too: read by the
 * browser's own zone it would be another.
 */
export function chartDate(iso: string, zone: string, locale: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return birthDay(iso, locale);
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(at)) return iso;
  return `${new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: "2-digit",
    month: "short",
    year: "numeric",
  }).format(at)}, ${clockTime(at, zone, locale)}`;
}

/** Whole months from a date of birth to an instant, in the zone; absent for what is no date. */
export function ageInMonths(birthDate: string, at: number, zone: string): number | undefined {
  const born = parseDay(birthDate);
  // Sweden writes dates as ISO 8601 does.
  const today = parseDay(new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(at));
  if (born === undefined || today === undefined) return undefined;
  const months = (today.year - born.year) * 12 + today.month - born.month;
  const full = today.day < born.day ? months - 1 : months;
  return full < 0 ? undefined : full;
}

/** The instant at which the wall clock of a zone shows this: `2026-11-23T14:30`, as a field for date and time has it. */
export function instantAt(local: string, zone: string): number {
  const shown = Date.parse(`${local}Z`);
  // Twice: the offset at the first guess may be that of the other side of a clock change.
  const first = shown - offsetAt(shown, zone);
  return shown - offsetAt(first, zone);
}

/** How far the clock of a zone is before UTC then, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const wall = Date.parse(`${date}T${part("hour")}:${part("minute")}:${part("second")}Z`);
  return wall - Math.floor(at / 1000) * 1000;
}
