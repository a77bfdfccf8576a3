import type { Lines } from "../shared/lines.ts";
import type { Refusal } from "../shared/report.ts";
import { type CalendarEvent, readEvent } from "./calendar-event.ts";
import { readComponents } from "./calendar-lines.ts";
import { type Calendar, expandEvent } from "./expand-event.ts";
import type { Rostered } from "./rostered.ts";
import { createZones } from "./zones.ts";

/** What a calendar has besides events. */
export type Besides = (name: string, line: number) => void;

/** An event that has no occurrence in the part of time that is looked at. */
export interface OutOfSight {
  readonly line: number;
  readonly uid: string;
  /** True when all of it is over. */
  readonly isOver: boolean;
}

/**
 * The periods of an iCalendar file (RFC 5545), recurring events within a part of time. An event says the person
 * by X-WARDKEY-STAFF or ATTENDEE, the ward by LOCATION, the role by CATEGORIES, where ON-CALL marks on-call.
 *
 * @throws FeedError `bad-file` when it is no iCalendar file, or not UTF-8
 */
export async function* readCalendar(
  lines: Lines,
  view: Omit<Calendar, "zones">,
  besides: Besides,
): AsyncGenerator<Rostered | Refusal | OutOfSight> {
  const zones = createZones();
  const events = new Map<string, CalendarEvent[]>();
  for await (const part of readComponents(lines)) {
    if (part.type === "fault") yield part;
    else if (part.name === "VTIMEZONE") zones.add(part);
    else if (part.name !== "VEVENT") {
      besides(part.name, part.line);
      yield* part.bad.map(({ line, reason }) => ({ line, reason }));
    } else {
      const event = readEvent(part);
      if ("reason" in event) yield event;
      else events.set(event.uid, [...(events.get(event.uid) ?? []), event]);
    }
  }
  // A time zone may stand after the events that use it, and an override before its event.
  const calendar: Calendar = { ...view, zones };
  for (const group of events.values()) {
    const found = expandEvent(calendar, group);
    if (found.length > 0) yield* found;
    else
      yield* group.map(({ line, uid, start }) => ({
        line,
        uid,
        isOver: (start.day + 1) * 86_400_000 < view.from,
      }));
  }
}
