import type { CedarRecord, Entity, EntityUid } from "../../src/engine/index.ts";
import { departments, recordTypes, roles, wards } from "./names.ts";
import { actionGroups, otherPrincipals, tasks } from "./policies.ts";

/** A request in plain JSON form. */
export interface PlainRequest {
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: Asking;
}

/** An entity as a value; a type, not an interface, so that it is a Cedar value too. */
export type Reference = { readonly __entity: { readonly type: string; readonly id: string } };

/** The context of every request. */
export type Asking = {
  readonly onShift: boolean;
  readonly assurance: number;
  readonly purpose: string;
  readonly seatWard?: Reference;
  readonly breakGlass?: { readonly reason: string; readonly minutes: number };
};

/** The hospital of the benchmark and what is asked of it. */
export interface Domain {
  /** 2,361 of them; the actions are not among them. */
  readonly entities: readonly Entity[];
  readonly actions: readonly Entity[];
  /** 2,000, about charts and encounters: the ones that are timed. */
  readonly requests: readonly PlainRequest[];
  /** 500 that meet the scoped policies: compared, not timed. */
  readonly scopedRequests: readonly PlainRequest[];
}

type Random = () => number;

const roleOf = (id: string): EntityUid => ({ type: "Role", id });
const wardOf = (id: string): EntityUid => ({ type: "Ward", id });
const counts = { people: 560, others: 49, patients: 760, encounters: 800, records: 150 };

/** Makes the hospital; the same seed makes the same. */
export function generateDomain(seed: number): Domain {
  const random = randomFrom(seed);
  const patients = numbered("patient", counts.patients).map((id) => ({
    id,
    ward: pick(random, wards),
  }));
  const people = generatePeople(random, patients);
  const records = generateRecords(random, patients, people);
  const others = numbered("other", counts.others).map((id, index): Entity => {
    const type = otherPrincipals[index % otherPrincipals.length] as string;
    return { uid: { type, id }, attrs: {}, parents: [wardOf(pick(random, wards))] };
  });
  const entities = [...structure(), ...people, ...others, ...records];
  const asked = (count: number, one: (staff: Staff) => PlainRequest) => {
    const staff = staffOf(random, people, others, records);
    return Array.from({ length: count }, () => one(staff));
  };
  return {
    entities,
    actions: actionEntities(),
    requests: asked(2_000, clinicalRequest),
    scopedRequests: asked(500, scopedRequest),
  };
}

function structure(): Entity[] {
  return [
    ...roles.map((role) => ({ uid: roleOf(role.id), attrs: {}, parents: role.in.map(roleOf) })),
    ...departments.map((id) => ({ uid: { type: "Department", id }, attrs: {}, parents: [] })),
    ...wards.map((id, index) => {
      const department = departments[index % departments.length] as string;
      return { uid: wardOf(id), attrs: {}, parents: [{ type: "Department", id: department }] };
    }),
  ];
}

function actionEntities(): Entity[] {
  const uid = (id: string): EntityUid => ({ type: "Action", id });
  const parentsOf = (id: string) =>
    Object.keys(actionGroups).filter(
      (group) => group !== "care" && actionGroups[group]?.includes(id),
    );
  return [
    { uid: uid("care"), attrs: {}, parents: [] },
    ...["read", "write"].map((id) => ({ uid: uid(id), attrs: {}, parents: [uid("care")] })),
    ...(actionGroups["care"] ?? []).map((id) => ({
      uid: uid(id),
      attrs: {},
      parents: parentsOf(id).map(uid),
    })),
    ...tasks.map((id) => ({ uid: uid(id), attrs: {}, parents: [] })),
  ];
}

interface Place {
  readonly id: string;
  readonly ward: string;
}

function generatePeople(random: Random, patients: readonly Place[]): readonly Entity[] {
  const jobs = [
    ...["nurse", "nurse", "charge-nurse", "nurse-prescriber"],
    ...["registrar", "registrar", "consultant"],
  ];
  const offices = ["coding", "clerk"];
  return numbered("person", counts.people).map((id) => {
    const job = random() < 0.85 ? pick(random, jobs) : pick(random, offices);
    const own = random() < 0.1 ? pick(random, patients) : undefined;
    const parents = new Set([
      pick(random, wards),
      ...(random() < 0.3 ? [pick(random, wards)] : []),
    ]);
    return {
      uid: { type: "Person", id },
      attrs: {
        suspended: random() < 0.03,
        ...(own === undefined ? {} : { record: refer({ type: "Patient", id: own.id }) }),
      },
      parents: [roleOf(job), ...[...parents].map(wardOf)],
    };
  });
}

function generateRecords(
  random: Random,
  patients: readonly Place[],
  people: readonly Entity[],
): readonly Entity[] {
  const byWard = Map.groupBy(
    people.flatMap((person) => person.parents.map((parent) => ({ person, parent }))),
    ({ parent }) => parent.id,
  );
  const member = (ward: string) => pick(random, byWard.get(ward) ?? []).person.uid.id;
  const record = (type: string, id: string, ward: string, more: CedarRecord = {}): Entity => {
    const team = Array.from({ length: 2 + Math.floor(random() * 6) }, () =>
      random() < 0.75 ? member(ward) : pick(random, people).uid.id,
    );
    const careTeam = [...new Set(team)].map((person) => refer({ type: "Person", id: person }));
    const sensitivity = pick(random, [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4]);
    const attrs = { ...more, ward: refer(wardOf(ward)), careTeam, sensitivity };
    return { uid: { type, id }, attrs, parents: [wardOf(ward)] };
  };
  const encounters = numbered("encounter", counts.encounters).map((id) => {
    const patient = pick(random, patients);
    return record("Encounter", id, patient.ward, {
      status: random() < 0.88 ? "open" : "closed",
      responsible: refer({ type: "Person", id: member(patient.ward) }),
      patient: refer({ type: "Patient", id: patient.id }),
    });
  });
  const further = numbered("record", counts.records).map((id, index) =>
    record(recordTypes[index % recordTypes.length] as string, id, pick(random, wards)),
  );
  return [
    ...patients.map(({ id, ward }) => record("Patient", id, ward)),
    ...encounters,
    ...further,
  ];
}

/** Who there is to ask, and about what. */
interface Staff {
  readonly random: Random;
  readonly people: readonly Entity[];
  readonly others: readonly Entity[];
  readonly records: ReadonlyMap<string, readonly Entity[]>;
  readonly onWard: ReadonlyMap<string, readonly Entity[]>;
  /** Who a patient is, by patient, where that is one of the people. */
  readonly ownRecords: ReadonlyMap<string, string>;
}

function staffOf(
  random: Random,
  people: readonly Entity[],
  others: readonly Entity[],
  records: readonly Entity[],
): Staff {
  const placed = people.flatMap((person) => person.parents.map(({ id }) => ({ id, person })));
  const onWard = new Map(
    [...Map.groupBy(placed, ({ id }) => id)].map(([id, all]) => [
      id,
      all.map(({ person }) => person),
    ]),
  );
  const ownRecords = new Map<string, string>();
  for (const { uid, attrs } of people) {
    const { record } = attrs as { record?: Reference };
    if (record !== undefined) ownRecords.set(record.__entity.id, uid.id);
  }
  return { random, people, others, records: byType(records), onWard, ownRecords };
}

function byType(entities: readonly Entity[]): ReadonlyMap<string, readonly Entity[]> {
  return Map.groupBy(entities, ({ uid }) => uid.type);
}

/** What wards ask all day: mostly people of the ward or the care team, and some who are neither. */
function clinicalRequest(staff: Staff): PlainRequest {
  const { random, records } = staff;
  const action = pick(random, clinicalActions);
  const isChart = action.startsWith("view") || (action === "writeNote" && random() < 0.7);
  const resource = pick(random, records.get(isChart ? "Patient" : "Encounter") ?? []);
  const patient = resource.uid.id;
  const themselves = random() < 0.15 ? staff.ownRecords.get(patient) : undefined;
  return {
    principal: { type: "Person", id: themselves ?? askerFor(staff, resource) },
    action: { type: "Action", id: action },
    resource: resource.uid,
    context: askingFor(staff, resource),
  };
}

const clinicalActions = [
  ...Array.from({ length: 7 }, () => "viewChart"),
  ...Array.from({ length: 4 }, () => "viewResults"),
  ...["writeNote", "writeNote", "writeNote"],
  ...["prescribe", "prescribe", "prescribe"],
  ...["administer", "administer", "administer"],
];

function scopedRequest(staff: Staff): PlainRequest {
  const { random, others, records } = staff;
  const kind = Math.floor(random() * 3);
  const care = actionGroups["care"] ?? [];
  const type = kind === 1 ? pick(random, recordTypes) : "Patient";
  const resource = pick(
    random,
    records.get(kind === 0 && random() < 0.5 ? "Encounter" : type) ?? [],
  );
  const person = { type: "Person", id: askerFor(staff, resource) };
  return {
    principal: kind === 2 ? pick(random, others).uid : person,
    action: { type: "Action", id: pick(random, kind === 0 ? tasks : care) },
    resource: resource.uid,
    context: askingFor(staff, resource),
  };
}

function askerFor({ random, people, onWard }: Staff, resource: Entity): string {
  const { careTeam } = resource.attrs as { careTeam: readonly Reference[] };
  const chance = random();
  if (chance < 0.5) return pick(random, careTeam).__entity.id;
  const ward = resource.parents[0]?.id ?? "";
  return pick(random, chance < 0.85 ? (onWard.get(ward) ?? people) : people).uid.id;
}

function askingFor({ random }: Staff, resource: Entity): Asking {
  const ward = random() < 0.9 ? (resource.parents[0]?.id ?? "") : pick(random, wards);
  const reason = pick(random, ["found collapsed", "transfer in progress", ""]);
  return {
    onShift: random() < 0.92,
    assurance: pick(random, [1, 2, 2, 3, 3, 3, 3, 3]),
    purpose: random() < 0.95 ? "TREAT" : "CODING",
    ...(random() < 0.92 ? { seatWard: refer(wardOf(ward)) } : {}),
    ...(random() < 0.1 ? { breakGlass: { reason, minutes: pick(random, [30, 240, 480]) } } : {}),
  };
}

function refer({ type, id }: EntityUid): Reference {
  return { __entity: { type, id } };
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${`${index}`.padStart(4, "0")}`);
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
