import type { Duration, Instant } from "../ports/index.ts";
import { contactOver } from "./contact-records.ts";
import type { NewRecord } from "./records.ts";
import type { Stamp } from "./table.ts";
import type { World } from "./world.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** Nothing rests on a shift or on-call period that ended this long ago (the longest margins and tails are shorter). */
const shiftKept: Duration = 2 * day;
/** Nothing rests on an appointment or request that ended this long ago: the longest tail is seven days (C5). */
const contactKept: Duration = 8 * day;
/** Ended requests for access stay visible this long (X5). */
const grantKept: Duration = 30 * day;
/** What was told of an end that has come is kept this long. */
const warningKept: Duration = day;
/** A discharged encounter keeps its events this long (C1). */
export const eventsKept: Duration = 7 * day;
/** The responsible clinicians keep summaries this long after discharge (C3). */
export const summariesKept: Duration = 30 * day;

/** What may leave the world at `at`: the records that say so, at most `limit` of them. Ends themselves are facts compared with the clock; this only tidies. */
export function retire(world: World, at: Instant, limit: number): readonly NewRecord[] {
  return look(world, at, limit).records;
}

/**
 * {@link retire} for whoever asks again and again: it looks only once something that it looks at has changed, or a time has come
 * at which it would find something.
 */
export function createRetirement(): typeof retire {
  let seen: readonly Stamp[] = [];
  let next = Number.NEGATIVE_INFINITY;
  return (world, at, limit) => {
    const stamps = stampsOf(world);
    if (at < next && stamps.every((stamp, index) => stamp === seen[index])) return [];
    const found = look(world, at, limit);
    // What was found may be looked for again: it has left only once its records are applied.
    next = found.records.length === 0 ? found.next : Number.NEGATIVE_INFINITY;
    seen = stamps;
    return found.records;
  };
}

function stampsOf(world: World): readonly Stamp[] {
  const { contacts, encounters, endedGrants, onCalls, shifts, warnings } = world;
  return [shifts, onCalls, contacts, endedGrants, encounters, warnings].map(({ stamp }) => stamp);
}

/** What may leave, and when something else may, if nothing changes. */
function look(
  world: World,
  at: Instant,
  limit: number,
): { readonly records: readonly NewRecord[]; readonly next: Instant } {
  const records: NewRecord[] = [];
  let next = Number.POSITIVE_INFINITY;
  /** Whether it is due, and there is room for it. */
  const isDue = (due: Instant): boolean => {
    if (due <= at && records.length < limit) return true;
    if (due < next) next = due;
    return false;
  };
  for (const { id, to } of world.shifts.values()) {
    if (isDue(to + shiftKept)) records.push({ kind: "shift.ended", body: { shift: id } });
  }
  for (const { id, to } of world.onCalls.values()) {
    if (isDue(to + shiftKept)) records.push({ kind: "on-call.ended", body: { onCall: id } });
  }
  for (const contact of world.contacts.values()) {
    if (isDue(contact.to + contactKept)) records.push(contactOver(contact, "long-over"));
  }
  for (const { id, endedAt } of world.endedGrants.values()) {
    if (endedAt === undefined) continue;
    if (isDue(endedAt + grantKept)) records.push({ kind: "grant.settled", body: { grant: id } });
  }
  for (const { id, due } of world.warnings.values()) {
    if (isDue(due + warningKept)) records.push({ kind: "warning.settled", body: { warning: id } });
  }
  for (const { id, state, events } of world.encounters.values()) {
    const ended = state.dischargedAt ?? state.cancelledAt;
    if (ended === undefined) continue;
    if (isDue(ended + summariesKept)) {
      records.push({ kind: "encounter.lapsed", body: { encounter: id } });
    } else if (events.length > 0 && isDue(ended + eventsKept)) {
      records.push({ kind: "encounter.settled", body: { encounter: id } });
    }
  }
  return { records, next };
}
