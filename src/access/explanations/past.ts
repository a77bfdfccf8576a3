import type { Duration, Instant } from "../../ports/index.ts";
import {
  apply,
  contactOver,
  contactTold,
  type Draft,
  emptyWorld,
  idsOf,
  type Kind,
  type LogRecord,
  type NewRecord,
  type RecordOf,
  retire,
  survivorOf,
  type World,
} from "../../world/index.ts";

/** Somebody handed a patient over (L10). */
export interface HandedOver {
  readonly person: string;
  readonly at: Instant;
  readonly position: number;
}

/**
 * What was true lately: the same fold as the world, only that it forgets later, and that what is cancelled, replaced or done is
 * kept as over. It is a projection: filled from the log in order, thrown away and filled again at will.
 */
export interface Past {
  /** As the world, with what ended in the last weeks still in it. */
  readonly world: World;
  /** The position of the record that it needs next. */
  readonly next: number;
  /** Who handed a patient over, by the patient that it is now. */
  handedOver(patient: string): readonly HandedOver[];
  /** Takes in a record: in the order of the log, each once; records of other kinds may be left out. */
  take(record: LogRecord): void;
}

const day: Duration = 24 * 60 * 60_000;

/** How long after the world the past forgets: a month to look back on, and a week before it. */
const keptLonger: Duration = 38 * day;

/** Kinds that relationships are made of; the rest is none of its business. */
const kinds: ReadonlySet<Kind> = new Set<Kind>([
  "site.registered",
  "ward.registered",
  "person.registered",
  "engagement.offered",
  "engagement.proofed",
  "engagement.started",
  "engagement.extended",
  "engagement.ended",
  "role.assigned",
  "role.ended",
  "shift.rostered",
  "shift.cancelled",
  "on-call.rostered",
  "on-call.cancelled",
  "patient.merged",
  "patient.unmerged",
  "adt.accepted",
  "encounter.recorded",
  "care.contributed",
  "patient.marked",
  "patient.unmarked",
  "patient.linked",
  "patient.unlinked",
]);

/** An empty past, to be filled from the first record of a log on. */
export function createPast(): Past {
  const world = emptyWorld();
  const handovers = new Map<string, HandedOver[]>();
  let swept: Instant = 0;
  return {
    world,
    get next() {
      return world.next;
    },
    handedOver: (patient) => handoversOf(world, handovers, patient),
    take(record) {
      if (record.kind === "handover.given") noteHandover(handovers, record);
      else if (kinds.has(record.kind)) apply(world, record);
      else for (const told of retold(world, record)) applyTold(world, record, told);
      world.next = record.position + 1;
      world.at = record.at;
      if (record.at - swept < day) return;
      swept = record.at;
      forget(world, handovers, record);
    },
  };
}

/** What a record amounts to where nothing is to be lost. */
function retold(world: World, record: LogRecord): readonly NewRecord[] {
  switch (record.kind) {
    case "care-team.recorded":
      return [{ kind: record.kind, body: withFormer(world, record) }];
    case "appointment.booked":
    case "service-request.placed":
    case "service-request.completed":
    case "pathway.opened":
      return [{ kind: record.kind, body: record.body } as NewRecord];
    case "appointment.cancelled":
      return cancelled(world, record.body.appointment, record.at);
    case "service-request.revoked":
      return cancelled(world, record.body.serviceRequest, record.at);
    case "pathway.closed":
      return cancelled(world, record.body.pathway, record.at);
    default:
      return [];
  }
}

/** Who is not named any more was in the team until now. */
function withFormer(
  world: World,
  { at, body }: RecordOf<"care-team.recorded">,
): RecordOf<"care-team.recorded">["body"] {
  const before = world.careTeams.get(body.careTeam)?.members ?? [];
  const named = new Set(body.members.map(({ person }) => person));
  const former = before
    .filter(({ person }) => !named.has(person))
    .map((member) => ({ ...member, to: Math.min(member.to ?? at, at) }));
  return { ...body, members: [...body.members, ...former] };
}

/** What had begun was one until then; what had not never was. */
function cancelled(world: World, id: string, at: Instant): readonly NewRecord[] {
  const contact = world.contacts.get(id);
  if (contact === undefined) return [];
  if (at < contact.from) return [contactOver(contact, "taken-back")];
  return [contactTold({ ...contact, to: Math.min(contact.to, at) })];
}

function applyTold(world: Draft, record: LogRecord, told: NewRecord): void {
  apply(world, { ...record, ...told } as LogRecord);
}

/** That somebody might have handed a patient over explains nothing: only that they did. */
function noteHandover(
  handovers: Map<string, HandedOver[]>,
  { at, body: { from, patient }, position }: RecordOf<"handover.given">,
): void {
  const known = handovers.get(patient) ?? [];
  handovers.set(patient, [...known, { person: from, at, position }]);
}

function handoversOf(
  world: World,
  handovers: ReadonlyMap<string, readonly HandedOver[]>,
  patient: string,
): readonly HandedOver[] {
  return idsOf(world, survivorOf(world, patient)).flatMap((id) => handovers.get(id) ?? []);
}

/** Ends what the world would have put away that long ago. */
function forget(world: Draft, handovers: Map<string, HandedOver[]>, record: LogRecord): void {
  const before = record.at - keptLonger;
  for (const told of retire(world, before, Number.POSITIVE_INFINITY)) {
    applyTold(world, record, told);
  }
  for (const [patient, given] of handovers) {
    const kept = given.filter(({ at }) => at >= before);
    if (kept.length === 0) handovers.delete(patient);
    else handovers.set(patient, kept);
  }
}
