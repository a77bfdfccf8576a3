import type { Duration } from "../../ports/index.ts";
import { type Random, seededId } from "../random.ts";
import type { AccessKind, MonthAccess, Recorded } from "./month.ts";
import { patientIn, type WardLife, within } from "./ward-life.ts";

/** Accesses that belong together, and what was recorded because of them. */
export interface Drawn {
  readonly accesses: readonly MonthAccess[];
  readonly records?: readonly Recorded[];
}

/** Draws one occasion; undefined where chance found nobody. */
type Draw = (random: Random, life: WardLife, seed: string) => Drawn | undefined;

const minute: Duration = 60_000;
const hour: Duration = 60 * minute;
const day: Duration = 24 * hour;

/**
 * Of a thousand ordinary occasions so many are of this kind. It is an assumption, made before anything was measured: a hospital's
 * systems know why of about 96 in 100, and of the others nobody rostered or ordered anything.
 */
const shares: readonly (readonly [count: number, kind: AccessKind, draw: Draw])[] = [
  [650, "shift", onShift],
  [90, "around-shift", aroundShift],
  [80, "responsible", asResponsible],
  [50, "on-call", onCall],
  [50, "asked", asked],
  [40, "follow-up", followUp],
  // Three to six accesses each.
  [5, "lent", lent],
  [12, "advice", advice],
  [8, "letter", letter],
];

const all = shares.reduce((sum, [count]) => sum + count, 0);

/** One occasion of ordinary work, of a kind drawn by its share, that lies within the month. */
export function drawOrdinary(random: Random, life: WardLife, seed: string): Drawn {
  const draw = drawnKind(random);
  for (;;) {
    const drawn = draw(random, life, seed);
    const isOutside = ({ at }: MonthAccess) => at < life.start || at > life.now;
    if (drawn !== undefined && !drawn.accesses.some(isOutside)) return drawn;
  }
}

function drawnKind(random: Random): Draw {
  let place = random.below(all);
  for (const [count, , draw] of shares) {
    if (place < count) return draw;
    place -= count;
  }
  return onShift;
}

function one(kind: AccessKind, person: string, patient: string, at: number): Drawn {
  return { accesses: [{ kind, person, patient, at }] };
}

function onShift(random: Random, life: WardLife): Drawn | undefined {
  const shift = random.pick(life.shifts);
  const stay = patientIn(random, life, shift.ward, shift);
  return stay && one("shift", shift.person, stay.patient, within(random, stay.from, stay.to));
}

/** Reads up before the shift, or writes up after it: of one in ten patients only the day after. */
function aroundShift(random: Random, life: WardLife): Drawn | undefined {
  const shift = random.pick(life.shifts);
  const stay = patientIn(random, life, shift.ward, shift);
  if (stay === undefined) return undefined;
  const at = random.chance(0.3)
    ? shift.from - random.between(1, 60) * minute
    : shift.to + random.between(1, random.chance(0.1) ? 20 * 60 : 120) * minute;
  return one("around-shift", shift.person, stay.patient, at);
}

/** Whoever is responsible, at any hour, on a phone too, and for weeks after the discharge. */
function asResponsible(random: Random, life: WardLife): Drawn | undefined {
  const stay = random.pick(life.stays);
  if (stay.responsible.length === 0) return undefined;
  const person = random.pick(stay.responsible);
  const later = stay.dischargedAt !== undefined && random.chance(0.25);
  const at = later
    ? (stay.dischargedAt ?? stay.to) + random.between(1, 20) * day
    : within(random, stay.from, stay.to);
  return one("responsible", person, stay.patient, at);
}

function onCall(random: Random, life: WardLife): Drawn | undefined {
  const period = random.pick(life.onCalls);
  const wards = life.wardsByService.get(period.service) ?? [];
  if (wards.length === 0) return undefined;
  const stay = patientIn(random, life, random.pick(wards), period);
  return stay && one("on-call", period.person, stay.patient, within(random, stay.from, stay.to));
}

/** Another ward or service was asked by an order or a referral. */
function asked(random: Random, life: WardLife, seed: string): Drawn | undefined {
  const shift = random.pick(life.shifts);
  const stay = random.pick(life.stays);
  const from = Math.max(shift.from, stay.from);
  const to = Math.min(shift.to, stay.to);
  if (from >= to) return undefined;
  const at = within(random, from, to);
  const placed = at - random.between(5, 12 * 60) * minute;
  const type = random.pick(["consult", "referral", "order"] as const);
  const body = {
    from: placed,
    patient: stay.patient,
    service: shift.ward,
    serviceRequest: seededId(seed, "srq", `${stay.patient}|${placed}`),
    to: at + 2 * day,
    type,
  };
  return {
    ...one("asked", shift.person, stay.patient, at),
    records: [{ at: placed, record: { kind: "service-request.placed", body } }],
  };
}

/** Somebody who looked after a patient in the ward that they came from wants to know what became of them. */
function followUp(random: Random, life: WardLife): Drawn | undefined {
  const shift = random.pick(life.shifts);
  const stay = patientIn(random, life, shift.ward, shift);
  if (stay === undefined || stay.to >= shift.to) return undefined;
  return one(
    "follow-up",
    shift.person,
    stay.patient,
    stay.to + random.between(60, 4 * 24 * 60) * minute,
  );
}

/** A nurse works a shift in another ward of the site, and nobody changes the roster. */
function lent(random: Random, life: WardLife): Drawn | undefined {
  const shift = random.pick(life.shifts);
  const other = random.pick(life.shifts).ward;
  const found = Array.from({ length: random.between(3, 6) }, () =>
    patientIn(random, life, other, shift),
  ).flatMap((stay) => stay ?? []);
  if (shift.role !== "nurse" || found.length === 0) return undefined;
  return {
    accesses: found.map(({ patient, from, to }) => ({
      kind: "lent",
      person: shift.person,
      patient,
      at: within(random, from, to),
    })),
  };
}

/** A doctor is asked for a word in a corridor, and nobody orders anything. */
function advice(random: Random, life: WardLife): Drawn | undefined {
  const shift = random.pick(life.shifts);
  const stay = random.pick(life.stays);
  const from = Math.max(shift.from, stay.from);
  const to = Math.min(shift.to, stay.to);
  if (!["doctor", "consultant", "pharmacist"].includes(shift.role) || from >= to) return undefined;
  return one("advice", shift.person, stay.patient, within(random, from, to));
}

/** The letter to the general practitioner is written days after the discharge, by whoever has the time. */
function letter(random: Random, life: WardLife): Drawn | undefined {
  const stay = random.pick(life.stays);
  if (stay.dischargedAt === undefined) return undefined;
  const at = stay.dischargedAt + random.between(2, 6) * day;
  const there = life.shifts.filter(
    ({ from, role, to, ward }) => ward === stay.ward && role === "doctor" && from <= at && at <= to,
  );
  return there.length === 0
    ? undefined
    : one("letter", random.pick(there).person, stay.patient, at);
}
