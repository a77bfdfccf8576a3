import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";

const pattern = /^(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})?(\d{2})?(?:\.(\d{1,4}))?)?([+-]\d{4})?$/;

/**
 * An HL7 time stamp as an instant: `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]` (HL7 v2.5.1
 * section 2.A.22); at least the day must be there. Without an offset it is wall-clock time in `zone`;
 * of an hour that a clock change doubles it is the first, in one that it skips the offset before it
 * holds. Undefined when it is no time.
 */
export function parseTimestamp(text: string, zone: string): Instant | undefined {
  const found = pattern.exec(text.trim());
  if (found === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "0", offset] =
    found;
  if (month === undefined || day === undefined) return undefined;
  try {
    const time = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: Number(hour),
        minute: Number(minute),
        second: Number(second),
        millisecond: Math.trunc(Number(`0.${fraction}`) * 1000),
      },
      { overflow: "reject" },
    );
    const where = offset === undefined ? zone : `${offset.slice(0, 3)}:${offset.slice(3)}`;
    return time.toZonedDateTime(where, { disambiguation: "compatible" }).epochMilliseconds;
  } catch (error) {
    // Temporal refuses the 30th of February and an hour of 25 with a RangeError; nothing else is expected.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The day of a time stamp as `1958-03-12`; undefined when there is none. */
export function parseDay(text: string): string | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})/.exec(text.trim());
  if (found === null) return undefined;
  const [, year, month, day] = found;
  try {
    const fields = { year: Number(year), month: Number(month), day: Number(day) };
    return Temporal.PlainDate.from(fields, { overflow: "reject" }).toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An instant as an HL7 time stamp in UTC. */
export function formatTimestamp(at: Instant): string {
  const [date = "", time = ""] = Temporal.Instant.fromEpochMilliseconds(at)
    .toString({ fractionalSecondDigits: 3 })
    .split("T");
  return `${date.replaceAll("-", "")}${time.replaceAll(":", "").replace("Z", "")}+0000`;
}
