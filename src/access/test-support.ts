import type { Instant } from "../ports/index.ts";
import type {
  Actor,
  AdtTrigger,
  AssuranceLevel,
  Bodies,
  Command,
  Draft,
  EngagementType,
  Kind,
  Location,
  LogRecord,
  NewRecord,
} from "../world/index.ts";
import { apply, emptyWorld, fork, merge } from "../world/index.ts";
import type { Answer } from "./answer.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { type Bundles, createBundles } from "./bundle/bundles.ts";
import { decide, type Question } from "./decide.ts";
import type { RequestContext, Resource } from "./request.ts";

/** 20:00 UTC on 10 March 2026; in London the same. */
export const evening: Instant = 1_773_172_800_000;
export const minute: number = 60_000;
export const hour: number = 60 * minute;
export const day: number = 24 * hour;

const system: Actor = { type: "system", id: "test" };

/** A small hospital that a test fills by records, and asks. */
export interface TestHospital {
  readonly world: Draft;
  readonly bundles: Bundles;
  readonly log: LogRecord[];
  now: Instant;
  /** Appends a record at `now`. */
  record<K extends Kind>(kind: K, body: Bodies[K], actor?: Actor): void;
  /** Handles commands as one batch at `now`, each on what the ones before it did; refusals are thrown. */
  submit<A>(...commands: readonly Command<A>[]): readonly A[];
  /** Handles as {@link submit} does, and drops the batch, as after a conflict. */
  lose(...commands: readonly Command<unknown>[]): void;
  follow(listener: (records: readonly LogRecord[]) => void): void;
  /** An engaged person with a role and, unless told otherwise, a shift from 19:30 to 07:30. */
  person(id: string, options: PersonOptions): void;
  session(person: string, options?: SessionOptions): void;
  adt(patient: string, trigger: AdtTrigger, options?: AdtOptions): void;
  ask(
    person: string,
    action: string,
    resource: string | Resource,
    context?: RequestContext,
    more?: Partial<Question>,
  ): Answer;
}

export interface PersonOptions {
  readonly role: string;
  readonly ward: string;
  readonly type?: EngagementType;
  readonly shift?: readonly [Instant, Instant] | "none";
  readonly engagedTo?: Instant;
}

export interface SessionOptions {
  readonly seat?: string;
  readonly phone?: string;
  /** Of a phone: the site whose network it is on. */
  readonly site?: string;
  readonly console?: string;
  readonly level?: AssuranceLevel;
  readonly provedAt?: Instant;
  readonly until?: Instant;
}

export interface AdtOptions {
  readonly ward?: string;
  readonly temporary?: string;
  readonly at?: Instant;
  readonly attending?: readonly string[];
  readonly consulting?: readonly string[];
  readonly class?: string;
  readonly encounter?: string;
}

/** Wards 4B (in-patient, of cardiology) and 6A (in-patient) and ED (emergency) at the site north, with a seat each. */
export function testHospital(bundle: Bundle, start: Instant = evening): TestHospital {
  const world = emptyWorld();
  const bundles = createBundles();
  bundles.add(bundle);
  const log: LogRecord[] = [];
  const listeners: ((records: readonly LogRecord[]) => void)[] = [];
  const place = (draft: Draft, record: NewRecord, actor: Actor): LogRecord => {
    const placed = {
      actor: record.actor ?? actor,
      at: made.now,
      batch: "batch",
      body: record.body,
      ...(record.causedBy === undefined ? {} : { causedBy: record.causedBy }),
      id: record.id ?? `rec-${draft.next}`,
      kind: record.kind,
      position: draft.next,
      ...(record.seat === undefined ? {} : { seat: record.seat }),
      v: 1,
    } as LogRecord;
    apply(draft, placed);
    return placed;
  };
  const handle = (draft: Draft, command: Command<unknown>, records: LogRecord[]): unknown => {
    const { records: fresh, answer } = command.handle({
      world: draft,
      at: made.now,
      position: draft.next,
      side: () => undefined,
      id: (prefix) => `${prefix}-${draft.next}`,
    });
    for (const each of fresh) records.push(place(draft, each, command.actor));
    return answer;
  };
  const made: TestHospital = {
    world,
    bundles,
    log,
    now: start,
    record(kind, body, actor = system) {
      log.push(place(world, { kind, body } as NewRecord, actor));
    },
    submit(...commands) {
      const draft = fork(world);
      const records: LogRecord[] = [];
      const answers = commands.map((each) => handle(draft, each as Command<unknown>, records));
      merge(world, draft);
      log.push(...records);
      for (const listener of listeners) listener(records);
      return answers as never;
    },
    lose(...commands) {
      const draft = fork(world);
      for (const each of commands) handle(draft, each, []);
    },
    follow: (listener) => void listeners.push(listener),
    person: (id, options) => addPerson(made, id, options),
    session: (person, options) => openSession(made, person, options ?? {}),
    adt: (patient, trigger, options) => sendAdt(made, patient, trigger, options ?? {}),
    ask(person, action, resource, context = {}, more = {}) {
      const what = typeof resource === "string" ? { type: "patient", id: resource } : resource;
      const request = { subject: { type: "person", id: person }, action, resource: what, context };
      return decide({ bundle, world, request, at: made.now, ...more });
    },
  };
  furnish(made, bundle);
  return made;
}

/** Ben, a nurse on 4B's night shift, tapped in at 4B-1; Anna in 4B. */
export function nightShift(bundle: Bundle): TestHospital {
  const hospital = testHospital(bundle);
  hospital.person("ben", { role: "nurse", ward: "4B" });
  hospital.session("ben");
  hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
  return hospital;
}

function furnish(hospital: TestHospital, bundle: Bundle): void {
  hospital.record("site.registered", { site: "north", name: "North", zone: "Europe/London" });
  hospital.record("site.registered", { site: "south", name: "South", zone: "Europe/London" });
  const wards = [
    ["4B", "north", "inpatient", "cardiology"],
    ["6A", "north", "inpatient", "medicine"],
    ["ED", "north", "emergency", "emergency"],
    ["S1", "south", "remote-ward", "cardiology"],
  ] as const;
  for (const [ward, site, pattern, service] of wards) {
    hospital.record("ward.registered", { ward, site, name: ward, type: "ward", pattern, service });
    hospital.record("seat.registered", { seat: `${ward}-1`, ward, name: "1" });
  }
  for (const ward of ["cardiology", "medicine"]) {
    const type = "service" as const;
    hospital.record("ward.registered", {
      ward,
      site: "north",
      name: ward,
      type,
      pattern: "inpatient",
    });
  }
  hospital.record("feed.registered", { feed: "adt", type: "adt" });
  hospital.record("policy.activated", { hash: bundle.hash, decider: 1 });
}

function addPerson(hospital: TestHospital, id: string, options: PersonOptions): void {
  const { role, ward, type = "employee", shift, engagedTo = evening + 300 * day } = options;
  const engagement = `eng-${id}`;
  const from = evening - 30 * day;
  hospital.record("person.registered", { person: id });
  hospital.record("engagement.started", { engagement, person: id, type, from, to: engagedTo });
  const assignment = `role-${id}`;
  const until = evening + 300 * day;
  hospital.record("role.assigned", { assignment, engagement, role, ward, from, to: until });
  if (shift === "none") return;
  const [starts, ends] = shift ?? [evening - hour / 2, evening + 11.5 * hour];
  hospital.record("shift.rostered", {
    shift: `shift-${id}`,
    engagement,
    role,
    ward,
    from: starts,
    to: ends,
  });
}

function openSession(hospital: TestHospital, person: string, options: SessionOptions): void {
  const { seat, phone, console, level = 2, provedAt = hospital.now } = options;
  const surface =
    phone !== undefined
      ? { type: "phone" as const, id: phone }
      : console !== undefined
        ? { type: "console" as const, id: console }
        : { type: "seat" as const, id: seat ?? "4B-1" };
  hospital.record("session.opened", {
    session: `ses-${person}-${surface.id}`,
    person,
    engagement: `eng-${person}`,
    surface,
    level,
    provedAt,
    until: options.until ?? hospital.now + 16 * hour,
    method: "pin",
    ...(options.site === undefined ? {} : { site: options.site }),
  });
}

function sendAdt(
  hospital: TestHospital,
  patient: string,
  trigger: AdtTrigger,
  options: AdtOptions,
): void {
  const { ward, temporary, at = hospital.now, attending, consulting } = options;
  const location: Location | undefined = ward === undefined ? undefined : { ward };
  hospital.record("adt.accepted", {
    feed: "adt",
    encounter: options.encounter ?? `enc-${patient}`,
    patient,
    event: {
      trigger,
      at,
      control: `control-${hospital.world.next}`,
      ...(location === undefined ? {} : { location }),
      ...(temporary === undefined ? {} : { temporary: { ward: temporary } }),
      ...(attending === undefined ? {} : { attending }),
      ...(consulting === undefined ? {} : { consulting }),
      class: options.class ?? "I",
    },
  });
}
