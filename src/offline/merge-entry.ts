import { accessIn, type Bundles, clinicianBy, type PastAccess } from "../access/index.ts";
import type { Instant, JournalEntry } from "../ports/index.ts";
import { incidentOpened } from "../reviews/index.ts";
import type {
  Actor,
  Command,
  Engagement,
  IncidentCause,
  LogRecord,
  NewRecord,
  World,
} from "../world/index.ts";
import { type Spooled, spooledIn } from "./journal-log.ts";

/** The system itself as an actor. */
export const system: Actor = { type: "system", id: "wardkey" };

/** What somebody's session in the downtime was opened by: it is in no world after the merge. */
export interface OfflineSession {
  readonly engagement: string;
  readonly badge?: string;
}

/** The sessions that a journal speaks of, by id. */
export function sessionsIn(entries: readonly JournalEntry[]): ReadonlyMap<string, OfflineSession> {
  const found = new Map<string, OfflineSession>();
  for (const entry of entries) {
    for (const { kind, body } of spooledIn(entry)?.records ?? []) {
      if (kind !== "session.opened") continue;
      const { session, engagement, badge } = body;
      found.set(session, { engagement, ...(badge === undefined ? {} : { badge }) });
    }
  }
  return found;
}

/**
 * The command that brings an entry of a journal into the log: each record as it was made, with its real time as `occurredAt` and the
 * position that it rests on, marked offline. An access after what it rests on had ended is an incident, which opens with it (X14).
 * By its key an entry is merged once, whatever happens in between.
 */
export function mergeEntry(
  bundles: Bundles,
  entry: JournalEntry,
  sessions: ReadonlyMap<string, OfflineSession>,
): Command<{ readonly incidents: number }> {
  const spooled = spooledIn(entry);
  return {
    name: "journal.merge",
    key: `journal|${entry.id}`,
    actor: system,
    handle: ({ world, id: newId }) => {
      if (spooled === undefined) throw new Error("another release has written it, otherwise");
      const records = spooled.records.map((record) => asMade(record, spooled));
      const incidents = spooled.records.flatMap((record) => {
        const access = accessIn(record);
        if (access === undefined) return [];
        const cause = endedBefore(bundles, world, record, sessions);
        if (cause === undefined || isKnown(world, access, cause)) return [];
        const about = glassFor(world, spooled, access) ?? { about: record.id, ...byLease };
        const { at: openedAt, patient, person } = access;
        return incidentOpened(newId("inc"), cause, { ...about, openedAt, patient, person });
      });
      // Two permits of one step are one access.
      const [first] = incidents;
      const found = first === undefined ? [] : [first];
      return { records: [...records, ...found], answer: { incidents: found.length } };
    },
  };
}

/** What was read without broken glass, within the lease. */
const byLease = { type: "offline", reason: "lease" } as const;

/** The same went on for a while: one incident says so. */
function isKnown({ incidents }: World, access: PastAccess, cause: IncidentCause): boolean {
  return [...incidents.values()].some(
    ({ cause: known, patient, person }) =>
      known === cause && patient === access.patient && person === access.person,
  );
}

/** The glass under which somebody read, broken in this step or before. */
function glassFor(world: World, { records }: Spooled, { patient, person }: PastAccess) {
  const broken = [
    ...records.flatMap(({ kind, body }) =>
      kind === "glass.broken" ? [{ ...body, id: body.glass }] : [],
    ),
    ...world.glasses.values(),
  ].find((glass) => glass.person === person && glass.patient === patient);
  if (broken === undefined) return undefined;
  const { id: about, reason, ward } = broken;
  return { about, reason, type: "break-glass", ...(ward === undefined ? {} : { ward }) } as const;
}

function asMade(
  { kind, body, actor, seat, causedBy, id, at, occurredAt = at }: LogRecord,
  { downtime, rests }: Spooled,
): NewRecord {
  const cause = causedBy ?? (id === downtime ? undefined : downtime);
  return {
    kind,
    body,
    actor,
    id,
    occurredAt,
    offline: rests,
    ...(seat === undefined ? {} : { seat }),
    ...(cause === undefined ? {} : { causedBy: cause }),
  } as NewRecord;
}

/** Which of the things that an access rests on had ended when it was given, as the log has it now. */
function endedBefore(
  bundles: Bundles,
  world: World,
  record: LogRecord,
  sessions: ReadonlyMap<string, OfflineSession>,
): IncidentCause | undefined {
  if (record.kind !== "decision.permitted") return undefined;
  const { subject, context } = record.body;
  const at = record.occurredAt ?? record.at;
  const session = context.session ?? "";
  const { engagement, badge } = sessions.get(session) ?? world.sessions.get(session) ?? {};
  if (!hasEngagement(world, subject.id, engagement, at)) return "after-engagement-ended";
  if (badge !== undefined && !hasBadge(world, badge, at)) return "after-badge-ended";
  const bundle = bundles.current(world);
  const isClinician = bundle !== undefined && clinicianBy(bundle, world, subject.id, at);
  return isClinician ? undefined : "after-role-ended";
}

/** The one that they came in by; any, where it is not known by which they did. */
function hasEngagement(
  world: World,
  person: string,
  engagement: string | undefined,
  at: Instant,
): boolean {
  const ids = engagement === undefined ? world.engagementsByPerson.get(person) : [engagement];
  return ids.some((id) => {
    const known = world.engagements.get(id);
    return known !== undefined && known.from <= at && at < known.to && wasActive(known, at);
  });
}

/** What has ended since was live before its end, and what is suspended before that. */
function wasActive({ state, suspended }: Engagement, at: Instant): boolean {
  if (suspended !== undefined) return at < suspended.at;
  return state === "active" || state === "ended";
}

/** An ended badge is not in the world any more, so that one that ended after the access counts as ended too: somebody looks. */
function hasBadge(world: World, badge: string, at: Instant): boolean {
  const known = world.badges.get(badge);
  return known !== undefined && at < known.until;
}

/** The command that says of an entry which does not go into the log that it is kept aside: an incident, once for each. */
export function refuseEntry(entry: JournalEntry): Command<null> {
  const { id } = entry;
  const records = spooledIn(entry)?.records ?? [];
  return {
    name: "journal.refuse",
    key: `journal-refused|${id}`,
    actor: system,
    handle: ({ id: newId, at }) => {
      const by = records.find(({ actor }) => actor.type === "person");
      const openedAt = records[0]?.at ?? at;
      const what = { about: id, openedAt, person: by?.actor.id ?? system.id, ...asRefused };
      return { records: [incidentOpened(newId("inc"), "not-merged", what)], answer: null };
    },
  };
}

const asRefused = { type: "offline", reason: "not-merged" } as const;
