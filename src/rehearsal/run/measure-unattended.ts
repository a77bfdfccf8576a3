import type { Duration, Instant } from "../../ports/index.ts";
import type { LogRecord } from "../../world/index.ts";

/** Adds up the time in which a seat stood open without its occupant: from the log, as it can be of a real hospital. */
export interface UnattendedMeter {
  follow(records: readonly LogRecord[]): void;
  /** All of it up to `end`. */
  finish(end: Instant): Duration;
}

/** Begins to add up. */
export function createUnattendedMeter(): UnattendedMeter {
  const since = new Map<string, Instant>();
  let total: Duration = 0;
  const close = (session: string, at: Instant) => {
    total += at - (since.get(session) ?? at);
    since.delete(session);
  };
  return {
    follow(records) {
      for (const { at, body, kind } of records) {
        // Said again after the sensor was silent, it has lasted since it was said first.
        if (kind === "seat.deserted") since.set(body.session, since.get(body.session) ?? at);
        else if (kind === "seat.attended") close(body.session, at);
        else if (kind === "session.parked" || kind === "session.closed") close(body.session, at);
      }
    },
    finish(end) {
      for (const session of [...since.keys()]) close(session, end);
      return total;
    },
  };
}
