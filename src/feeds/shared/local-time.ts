import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";

/**
 * A date and time of a file as an instant: `2026-03-29T19:30`, with seconds if they matter, with `Z` or an
 * offset, or without one as wall-clock time in `zone`. Of an hour that comes twice it is the first; one that
 * a clock change skips counts from before it (RFC 5545 section 3.3.5). Undefined when it is no time.
 */
export function parseTime(text: string, zone: string): Instant | undefined {
  const found =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (found === null) return undefined;
  const [, date, time, offset] = found;
  return attempt(() => {
    const wall = Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: "reject" });
    if (offset === undefined) return wallClock(wall, zone);
    const where = /^z$/i.test(offset) ? "UTC" : offset.replace(/^(.\d{2}):?/, "$1:");
    return wallClock(wall, where);
  });
}

/** A day of a file, `2026-03-29`, as the instant at which it begins in `zone`; or, with `after`, at which it is over. */
export function parseDate(text: string, zone: string, after = false): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return attempt(() => {
    const day = Temporal.PlainDate.from(text, { overflow: "reject" });
    return (after ? day.add({ days: 1 }) : day).toZonedDateTime(zone).epochMilliseconds;
  });
}

/** A wall-clock time in a zone as an instant, clock changes as RFC 5545 section 3.3.5 has them. */
export function wallClock(wall: Temporal.PlainDateTime, zone: string): Instant {
  return wall.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** Whether `zone` is the name of a time zone that is known. */
export function isZone(zone: string): boolean {
  return (
    attempt(
      () => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).epochMilliseconds,
    ) !== undefined
  );
}

/** Temporal refuses the 30th of February, an hour of 25 and unknown zones with a RangeError; nothing else is expected. */
function attempt(calculate: () => Instant): Instant | undefined {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
