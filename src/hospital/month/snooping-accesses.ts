import type { Duration, Instant } from "../../ports/index.ts";
import type { StaffMember } from "../hospital.ts";
import type { Random } from "../random.ts";
import type { AccessKind, MonthAccess } from "./month.ts";
import { type WardLife, type WardStay, within } from "./ward-life.ts";

/** Somebody who changed wards within the month. */
export interface Mover {
  readonly person: string;
  readonly left: string;
  readonly joined: string;
  readonly at: Instant;
}

const day: Duration = 24 * 60 * 60_000;

/** When somebody with the time for it looks: mostly on a shift of theirs, since a chart is opened at work. */
function someTime(random: Random, life: WardLife, person: string, from: Instant): Instant {
  const shifts = (life.shiftsByPerson.get(person) ?? []).filter(({ to }) => to > from);
  if (shifts.length === 0 || random.chance(0.15)) return within(random, from, life.now);
  const shift = random.pick(shifts);
  return within(random, Math.max(shift.from, from), Math.min(shift.to, life.now));
}

/** What is drawn from to plant snooping. */
export interface Snoops {
  readonly random: Random;
  readonly life: WardLife;
  readonly staff: readonly StaffMember[];
  readonly movers: readonly Mover[];
}

/**
 * `count` accesses of people whose business it was not, as many of each kind. Nothing is arranged so that it can be found: where
 * chance sends somebody to a patient of their own ward, it looks like work.
 */
export function snoopingAccesses(snoops: Snoops, count: number): readonly MonthAccess[] {
  const each = Math.floor(count / 4);
  return [
    ...gather("neighbour", each, () => neighbour(snoops)),
    ...gather("colleague", each, () => colleague(snoops)),
    ...celebrities(snoops, each),
    ...gather("ex-ward", count - 3 * each, () => exWard(snoops)),
  ];
}

type Look = Omit<MonthAccess, "kind">;

function gather(kind: AccessKind, count: number, draw: () => readonly Look[]): MonthAccess[] {
  const found: MonthAccess[] = [];
  while (found.length < count) found.push(...draw().map((look) => ({ kind, ...look })));
  return found.slice(0, count);
}

/** Somebody looks up a neighbour who is or was in the hospital, once or a few times. */
function neighbour({ random, life, staff }: Snoops): readonly Look[] {
  const { person } = random.pick(staff);
  const stay = random.pick(life.stays);
  return looks(random.between(1, 3), () => ({
    person,
    patient: stay.patient,
    at: someTime(random, life, person, stay.from),
  }));
}

/** A member of staff is a patient, and some of their own ward look. */
function colleague({ random, life, staff }: Snoops): readonly Look[] {
  const { ward } = random.pick(staff);
  const team = staff.filter((member) => member.ward === ward);
  const stay = random.pick(life.stays);
  return looks(random.between(2, 6), () => {
    const { person } = random.pick(team);
    return { person, patient: stay.patient, at: someTime(random, life, person, stay.from) };
  });
}

/** Two patients whom everybody has heard of. */
function celebrities({ random, life, staff }: Snoops, count: number): readonly MonthAccess[] {
  const known: readonly WardStay[] = [random.pick(life.stays), random.pick(life.stays)];
  return Array.from({ length: count }, () => {
    const { person } = random.pick(staff);
    const stay = random.pick(known);
    const at = someTime(random, life, person, stay.from);
    return { kind: "celebrity", person, patient: stay.patient, at };
  });
}

/** Somebody who has left a ward goes on reading its charts. */
function exWard({ random, life, movers }: Snoops): readonly Look[] {
  const { person, left, at } = random.pick(movers);
  const since = at + 2 * day;
  const there = (life.staysByWard.get(left) ?? []).filter(({ to }) => to > since);
  if (there.length === 0 || since >= life.now) return [];
  return looks(random.between(1, 5), () => {
    const stay = random.pick(there);
    const from = Math.max(stay.from, since);
    return { person, patient: stay.patient, at: someTime(random, life, person, from) };
  });
}

function looks(count: number, look: () => Look): readonly Look[] {
  return Array.from({ length: count }, look);
}
