import { Temporal } from "temporal-polyfill";
import type { Instant } from "../ports/index.ts";
import { HospitalError } from "./errors.ts";

/** A calendar day as a count of days since 1970-01-01, without a zone. */
export type Day = number;

/** Minutes since local midnight; beyond 1440 it is the next day's. */
export type Minute = number;

/** A place's calendar. */
export interface Calendar {
  /** The instant at which clocks in the zone show `minute` on `day`. A time that a clock change skips is read as RFC 5545 reads it (the later one); a doubled one is the first. */
  at(day: Day, minute: Minute): Instant;
  /** The day that it is in the zone. */
  dayOf(instant: Instant): Day;
  /** "20261123": the day as eight digits. */
  digits(day: Day): string;
}

const dayLength = 24 * 60 * 60 * 1000;
const epoch = Temporal.PlainDate.from("1970-01-01");

/** The calendar of an IANA zone. Asking it the same twice costs nothing: rosters of thousands share few times. */
export function calendarOf(zone: string): Calendar {
  const known = new Map<number, Instant>();
  const dates = new Map<Day, string>();
  return {
    at(day, minute) {
      const key = day * 4096 + minute;
      const found = known.get(key);
      if (found !== undefined) return found;
      const instant = zoned(zone, day, minute);
      known.set(key, instant);
      return instant;
    },
    dayOf: (instant) => {
      if (!Number.isSafeInteger(instant)) {
        throw new HospitalError(
          "instant-impossible",
          `${instant} is not a whole number of milliseconds`,
        );
      }
      const { offsetNanoseconds } =
        Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
      return Math.floor((instant + offsetNanoseconds / 1e6) / dayLength);
    },
    digits: (day) => {
      const found = dates.get(day);
      if (found !== undefined) return found;
      const text = dateOf(day).toString().replaceAll("-", "");
      dates.set(day, text);
      return text;
    },
  };
}

function zoned(zone: string, day: Day, minute: Minute): Instant {
  const date = dateOf(day + Math.floor(minute / 1440));
  const time = Temporal.PlainTime.from({
    hour: Math.floor((minute % 1440) / 60),
    minute: minute % 60,
  });
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

/** The date that a day count means. */
function dateOf(day: Day): Temporal.PlainDate {
  return epoch.add({ days: day });
}
