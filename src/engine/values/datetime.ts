import { Duration } from "./duration.ts";
import { Fault } from "./fault.ts";
import { canonicalLong, fits, type Long } from "./long.ts";

/** An instant. */
export class Datetime {
  /** Since 1970-01-01T00:00:00Z. */
  readonly milliseconds: Long;

  constructor(milliseconds: Long) {
    this.milliseconds = milliseconds;
  }
}

const day = 86_400_000;
const date = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/;
const time = /^T([0-9]{2}):([0-9]{2}):([0-9]{2})/;
const rest = /^(?:\.([0-9]{3}))?(?:Z|([+-])([0-9]{2})([0-9]{2}))$/;

/** Reads `YYYY-MM-DD`, with `Thh:mm:ss`, `.SSS` and `Z` or `+hhmm` if they are given. @throws Fault */
export function parseDatetime(text: string): Datetime {
  const [onDate, year, month, dayOfMonth] = date.exec(text) ?? [];
  if (onDate === undefined) throw wrong("invalid date pattern");
  const midnight = midnightOf(Number(year), Number(month), Number(dayOfMonth));
  const noDate = `invalid date: ${onDate}`;
  if (text === onDate) {
    if (midnight === undefined) throw wrong(noDate);
    return new Datetime(midnight);
  }
  const [atTime, hour, minute, second] = time.exec(text.slice(onDate.length)) ?? [];
  if (atTime === undefined) throw wrong("invalid hour/minute/second pattern");
  const zone = rest.exec(text.slice(onDate.length + atTime.length));
  if (zone === null) throw wrong("invalid millisecond and/or offset pattern");
  // Cedar looks at what is written before it looks at what that comes to.
  if (midnight === undefined) throw wrong(noDate);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw wrong(`invalid hour/minute/second: ${atTime.slice(1)}`);
  }
  const [, fraction = "0", sign, hours = "0", minutes = "0"] = zone;
  if (Number(hours) > 23 || Number(minutes) > 59) {
    throw wrong(`invalid offset range: ${Number(hours)}${Number(minutes)}`);
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const sinceMidnight = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  return new Datetime(midnight + sinceMidnight + Number(fraction) - offset);
}

/** The proleptic Gregorian calendar by arithmetic (Howard Hinnant's days_from_civil): nothing else is needed of a calendar. */
function midnightOf(year: number, month: number, dayOfMonth: number): number | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (dayOfMonth < 1 || dayOfMonth > (lengths[month - 1] ?? 0)) return undefined;
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return (era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468) * day;
}

/** That much later. @throws Fault on overflow */
export function offset(start: Datetime, by: Duration): Datetime {
  const end = BigInt(start.milliseconds) + BigInt(by.milliseconds);
  if (fits(end)) return new Datetime(canonicalLong(end));
  const sum = `${datetimeText(start)}+(${by.milliseconds}ms)`;
  throw new Fault(
    `error while evaluating \`offset\` extension function: overflows when adding an offset: ${sum}`,
  );
}

/** From `start` to `end`. @throws Fault on overflow */
export function durationSince(end: Datetime, start: Datetime): Duration {
  const length = BigInt(end.milliseconds) - BigInt(start.milliseconds);
  if (fits(length)) return new Duration(canonicalLong(length));
  const between = `${datetimeText(end)} and ${datetimeText(start)}`;
  throw new Fault(
    `error while evaluating \`durationSince\` extension function: overflows when computing the duration between ${between}`,
  );
}

/** Its midnight (UTC), also before 1970. @throws Fault on overflow */
export function toDate(instant: Datetime): Datetime {
  const midnight = BigInt(instant.milliseconds) - BigInt(sinceMidnight(instant));
  if (fits(midnight)) return new Datetime(canonicalLong(midnight));
  throw new Fault(
    `error while evaluating \`toDate\` extension function: overflows when computing the date of ${datetimeText(instant)}`,
  );
}

/** Since its midnight (UTC). */
export function toTime(instant: Datetime): Duration {
  return new Duration(sinceMidnight(instant));
}

function sinceMidnight({ milliseconds }: Datetime): number {
  const past =
    typeof milliseconds === "number" ? milliseconds % day : Number(milliseconds % BigInt(day));
  return past < 0 ? past + day : past + 0;
}

function datetimeText({ milliseconds }: Datetime): string {
  return `datetime("1970-01-01").offset(duration("${milliseconds}ms"))`;
}

function wrong(why: string): Fault {
  return new Fault(`error while evaluating \`datetime\` extension function: ${why}`);
}
