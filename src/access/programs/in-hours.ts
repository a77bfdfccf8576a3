import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import type { WorkloadHours } from "../../world/index.ts";
import { type Boundaries, note } from "../boundaries.ts";

/** Whether an instant lies within a workload's hours, by the clock on the wall there; of a zone that nobody knows, none does. */
export function inHours({ from, to, zone }: WorkloadHours, at: Instant): boolean {
  const now = wallClock(at, zone);
  if (now === undefined) return false;
  return from < to ? from <= now && now < to : from <= now || now < to;
}

const minute = 60_000;
const day = 1_440 * minute;
/** In every zone the clocks change at a whole quarter of an hour of UTC. */
const quarter = 15 * minute;

/** The same, noting when it may change: at the next time that is named, or where the clocks do. */
export function withinHours(hours: WorkloadHours, boundaries: Boundaries): boolean {
  const { at } = boundaries;
  note(boundaries, Math.ceil((at + 1) / quarter) * quarter);
  const now = wallClock(at, hours.zone);
  if (now !== undefined) {
    for (const time of [hours.from, hours.to]) {
      const ahead = (minutesOf(time) - minutesOf(now)) * minute;
      note(boundaries, at - (at % minute) + (ahead > 0 ? ahead : ahead + day));
    }
  }
  return inHours(hours, at);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
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
