import { Temporal } from "temporal-polyfill";
import type { Instant } from "../ports/index.ts";
import {
  admissionHistory,
  dischargeHistory,
  type HistoryPlan,
  type PlainEvent,
  type Remark,
} from "./admissions.ts";
import type {
  Hospital,
  HospitalEncounter,
  HospitalPatient,
  HospitalWard,
  StaffMember,
} from "./hospital.ts";
import { makeName, type Sex } from "./names.ts";
import { patientNumbers, scattered } from "./numbers.ts";
import { adtFeedOf } from "./places.ts";
import { type Random, randomFrom, seededId } from "./random.ts";

/** The patients and their visits. */
export type PatientPart = Pick<Hospital, "patients" | "encounters" | "merges"> & {
  /** The patients who have an appointment and no visit. */
  readonly booked: readonly HospitalPatient[];
};

/** What patients are made from. */
export type PatientSource = Pick<Hospital, "seed" | "now" | "size" | "wards" | "staff">;

interface Context {
  readonly seed: string;
  readonly now: Instant;
  /** Today, for ages. */
  readonly today: Temporal.PlainDate;
  readonly number: (index: number) => string;
  readonly visit: (index: number) => string;
  readonly nearby: ReadonlyMap<string, readonly HospitalWard[]>;
  readonly consultants: ReadonlyMap<string, readonly string[]>;
  readonly allConsultants: readonly string[];
}

const minute = 60_000;

/** Patients in beds, patients who left, patients who will come, and numbers that were merged away. */
export function makePatients(source: PatientSource): PatientPart {
  const context = contextOf(source);
  const { inPatients, discharged, appointments } = source.size;
  const wards = source.wards.filter((ward) => ward.type === "ward");
  const beds = occupiedBeds(source.seed, wards, inPatients);
  const remarks = remarkable(beds);
  const patients: HospitalPatient[] = [];
  const encounters: HospitalEncounter[] = [];
  beds.forEach(({ ward, bed }, index) => {
    const random = randomFrom(source.seed, `in|${index}`);
    const patient = makePatient(context, random, `in|${index}`, patients.length, ward);
    const plan = planOf(context, random, {
      ward,
      bed,
      until: context.now,
      remark: remarks.get(index),
    });
    patients.push(patient);
    encounters.push(encounterOf(context, patient, ward, admissionHistory(plan), encounters.length));
  });
  for (let index = 0; index < discharged; index++) {
    const random = randomFrom(source.seed, `out|${index}`);
    const ward = random.pick(wards);
    const patient = makePatient(context, random, `out|${index}`, patients.length, ward);
    const until = context.now - sinceDischarge(random, index);
    const plan = planOf(context, random, {
      ward,
      bed: random.pick(ward.beds),
      until,
      remark: undefined,
    });
    patients.push(patient);
    encounters.push(encounterOf(context, patient, ward, dischargeHistory(plan), encounters.length));
  }
  const booked = extra(context, "booked", appointments, patients.length);
  const merged = extra(
    context,
    "merged",
    Math.ceil(inPatients / 200),
    patients.length + booked.length,
  );
  const merges = merged.map(({ id }, index) => {
    const target = encounters[index * 97] as HospitalEncounter;
    return { patient: id, into: target.patient, feed: target.feed };
  });
  return { patients: [...patients, ...booked, ...merged], encounters, merges, booked };
}

/** Patients of earlier years, one after the other: `size.strangers` of them, after the `known` who are in the hospital's list. */
export function* makeStrangers(source: PatientSource, known: number): Generator<HospitalPatient> {
  const context = contextOf(source);
  for (let index = 0; index < source.size.strangers; index++) {
    const key = `stranger|${index}`;
    yield makePatient(context, randomFrom(source.seed, key), key, known + index, undefined);
  }
}

function contextOf({ seed, now, size, wards, staff }: PatientSource): Context {
  const nearby = new Map<string, HospitalWard[]>();
  for (const ward of wards) {
    if (ward.type === "ward") nearby.set(ward.site, [...(nearby.get(ward.site) ?? []), ward]);
  }
  const known = size.inPatients + size.discharged + size.appointments + size.strangers;
  return {
    seed,
    now: Math.floor(now / minute) * minute,
    today: Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO("UTC").toPlainDate(),
    number: patientNumbers(seed, known),
    visit: scattered(seed, "visit", 8),
    nearby,
    consultants: consultantsByWard(staff),
    allConsultants: staff.filter(({ role }) => role === "consultant").map(({ person }) => person),
  };
}

function consultantsByWard(staff: readonly StaffMember[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { role, ward, person } of staff) {
    if (role === "consultant") found.set(ward, [...(found.get(ward) ?? []), person]);
  }
  return found;
}

interface Bed {
  readonly ward: HospitalWard;
  readonly bed: string;
}

/** Which beds are taken: in every ward about the same share of them. */
function occupiedBeds(seed: string, wards: readonly HospitalWard[], count: number): readonly Bed[] {
  const all = wards.reduce((sum, ward) => sum + ward.beds.length, 0);
  const taken: Bed[] = [];
  let seen = 0;
  for (const ward of wards) {
    seen += ward.beds.length;
    // Rounding the running total, not each ward, makes the sum what was asked for.
    const wanted = Math.round((count * seen) / all) - taken.length;
    const random = randomFrom(seed, `beds|${ward.id}`);
    const order = ward.beds
      .map((bed) => ({ bed, key: random.next() }))
      .sort((a, b) => a.key - b.key);
    const chosen = new Set(order.slice(0, wanted).map(({ bed }) => bed));
    for (const bed of ward.beds) if (chosen.has(bed)) taken.push({ ward, bed });
  }
  return taken;
}

/** Which in-patients have something remarkable, so that every hospital has an example of each. */
function remarkable(beds: readonly Bed[]): ReadonlyMap<number, Remark> {
  const remarks = new Map<number, Remark>();
  const able = beds
    .map(({ ward }, index) => ({ index, ward }))
    .filter(({ ward }) => isOrdinary(ward));
  const every: readonly [Remark, stride: number][] = [
    ["just-moved", 17],
    ["on-leave", 47],
    ["elsewhere", 41],
    ["move-cancelled", 89],
    ["discharge-cancelled", 97],
  ];
  every.forEach(([remark, stride], first) => {
    for (let place = first; place < able.length; place += stride) {
      const index = able[place]?.index;
      if (index !== undefined && !remarks.has(index)) remarks.set(index, remark);
    }
  });
  return remarks;
}

function isOrdinary({ pattern, service }: HospitalWard): boolean {
  const ordinary =
    pattern === "inpatient" || pattern === "locum-heavy" || pattern === "remote-ward";
  return ordinary && service !== "paediatrics";
}

function planOf(
  context: Context,
  random: Random,
  part: Pick<HistoryPlan, "ward" | "bed" | "until" | "remark">,
): HistoryPlan {
  const attending = context.consultants.get(part.ward.id) ?? [];
  const consulting = random.chance(0.25) && context.allConsultants.length > 0;
  return {
    ...part,
    random,
    nearby: context.nearby.get(part.ward.site) ?? [],
    attending: attending.length === 0 ? [] : [random.pick(attending)],
    consulting: consulting ? [random.pick(context.allConsultants)] : [],
  };
}

function encounterOf(
  { seed, visit }: Context,
  patient: HospitalPatient,
  ward: HospitalWard,
  events: readonly PlainEvent[],
  index: number,
): HospitalEncounter {
  const number = visit(index);
  return {
    id: seededId(seed, "enc", number),
    visit: `V${number}`,
    patient: patient.id,
    feed: adtFeedOf(ward.site),
    events: events.map((event, order) => ({ ...event, message: `${number}.${order + 1}` })),
  };
}

/** Some have just left, a third within a week, all within the 30 days that their clinicians keep them. */
function sinceDischarge(random: Random, index: number): number {
  if (index % 20 === 0) return random.between(5, 170) * minute;
  const most = random.chance(0.3) ? 6.9 : 29.5;
  return Math.floor((random.next() / 2 ** 32) * most * 24 * 60 + 180) * minute;
}

function makePatient(
  context: Context,
  random: Random,
  key: string,
  index: number,
  ward: HospitalWard | undefined,
): HospitalPatient {
  const sex = sexOf(random);
  return {
    id: seededId(context.seed, "pat", key),
    number: context.number(index),
    name: makeName(random, sex, "patient"),
    sex,
    birthDate: birthDate(context, random, ward),
  };
}

function sexOf(random: Random): Sex {
  const draw = random.below(200);
  return draw === 0 ? "O" : draw % 2 === 0 ? "M" : "F";
}

function birthDate({ today }: Context, random: Random, ward: HospitalWard | undefined): string {
  const [youngest, oldest] = agesIn(ward);
  return today
    .subtract({ years: random.between(youngest, oldest), days: random.between(1, 365) })
    .toString();
}

function agesIn(ward: HospitalWard | undefined): readonly [number, number] {
  if (ward?.service === "paediatrics") return [0, 15];
  if (ward?.pattern === "telehealth" || ward?.pattern === "remote-ward") return [60, 98];
  return ward?.pattern === "locum-heavy" ? [40, 99] : [18, 96];
}

function extra(
  context: Context,
  kind: string,
  count: number,
  first: number,
): readonly HospitalPatient[] {
  return Array.from({ length: count }, (_, index) => {
    const key = `${kind}|${index}`;
    return makePatient(context, randomFrom(context.seed, key), key, first + index, undefined);
  });
}
