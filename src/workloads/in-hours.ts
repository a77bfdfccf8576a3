import { Temporal } from "temporal-polyfill";
import type { Instant } from "../ports/index.ts";
import type { WorkloadHours } from "../world/index.ts";

/** Whether an instant lies within a workload's hours, by the clock on the wall there; of a zone that nobody knows, none does. */
export function inHours({ from, to, zone }: WorkloadHours, at: Instant): boolean {
  const now = wallClock(at, zone);
  if (now === undefined) return false;
  return from < to ? from <= now && now < to : from <= now || now < to;
}

/** `HH:MM` */
function wallClock(at: Instant, zone: string): string | undefined {
  try {
    const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
