import type { Duration, Instant } from "../ports/index.ts";
import type { NewRecord } from "./records.ts";
import type { World } from "./world.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** Nothing rests on a shift or on-call period that ended this long ago (the longest margins and tails are shorter). */
const shiftKept: Duration = 2 * day;
/** Nothing rests on an appointment or request that ended this long ago: the longest tail is seven days (C5). */
const contactKept: Duration = 8 * day;
/** Ended requests for access stay visible this long (X5). */
const grantKept: Duration = 30 * day;
/** A discharged encounter keeps its events this long (C1). */
export const eventsKept: Duration = 7 * day;
/** The responsible clinicians keep summaries this long after discharge (C3). */
export const summariesKept: Duration = 30 * day;

/** What may leave the world at `at`: the records that say so, at most `limit` of them. Ends themselves are facts compared with the clock; this only tidies. */
export function retire(world: World, at: Instant, limit: number): readonly NewRecord[] {
  const records: NewRecord[] = [];
  for (const record of overdue(world, at)) {
    records.push(record);
    if (records.length === limit) break;
  }
  return records;
}

function* overdue(world: World, at: Instant): Generator<NewRecord> {
  for (const { id, to } of world.shifts.values()) {
    if (to + shiftKept <= at) yield { kind: "shift.ended", body: { shift: id } };
  }
  for (const { id, to } of world.onCalls.values()) {
    if (to + shiftKept <= at) yield { kind: "on-call.ended", body: { onCall: id } };
  }
  for (const { id, type, to } of world.contacts.values()) {
    if (to + contactKept > at) continue;
    yield type === "appointment"
      ? { kind: "appointment.ended", body: { appointment: id } }
      : { kind: "service-request.ended", body: { serviceRequest: id } };
  }
  for (const { id, endedAt = at } of world.endedGrants.values()) {
    if (endedAt + grantKept <= at) yield { kind: "grant.settled", body: { grant: id } };
  }
  for (const { id, state, events } of world.encounters.values()) {
    const ended = state.dischargedAt ?? state.cancelledAt;
    if (ended === undefined) continue;
    if (ended + summariesKept <= at) yield { kind: "encounter.lapsed", body: { encounter: id } };
    else if (events.length > 0 && ended + eventsKept <= at) {
      yield { kind: "encounter.settled", body: { encounter: id } };
    }
  }
}
