import type { Duration, Instant } from "../../ports/index.ts";
import { generateHospital } from "../generate-hospital.ts";
import type { Hospital, RosteredShift, StaffMember } from "../hospital.ts";
import { hospitalSizes } from "../hospital.ts";
import type { Item } from "../load/items.ts";
import { appointmentItem, careTeamItem, encounterItem } from "../load/patient-items.ts";
import { siteItem, wardItem } from "../load/place-items.ts";
import { onCallItem, shiftItem, staffItem } from "../load/staff-items.ts";
import { randomFrom, seededId } from "../random.ts";
import { extendRosters } from "../rosters.ts";
import type { Month, MonthAccess, MonthPlan, Recorded } from "./month.ts";
import { drawOrdinary } from "./ordinary-accesses.ts";
import { type Mover, snoopingAccesses } from "./snooping-accesses.ts";
import { wardLifeOf } from "./ward-life.ts";

const day: Duration = 24 * 60 * 60_000;
const monthLong: Duration = 30 * day;

/**
 * A month of work in a synthetic hospital: its people, rosters, visits and orders as its systems record them, and who looked at
 * which chart, of which some had no business there. It is what explanations are measured on.
 */
export function generateMonth(plan: MonthPlan): Month {
  const { accesses: wanted, now, seed } = plan;
  const size = { ...hospitalSizes.rehearsal, ...plan.size, rosterDays: 1 };
  const hospital = generateHospital({ seed, now, size });
  const start = now - monthLong;
  const planned = extendRosters(hospital, start - day, now);
  const movers = moversOf(hospital, start);
  const roster = { ...planned, shifts: planned.shifts.map((shift) => moved(shift, movers)) };
  const visits = hospital.encounters.flatMap((one) =>
    recordsOf(encounterItem(one, now, hashed(seed))),
  );
  const life = wardLifeOf(hospital, start, roster, visits);
  const random = randomFrom(seed, "month|ordinary");
  const snooped = Math.round(wanted * plan.snooping);
  const accesses: MonthAccess[] = [];
  const asked: Recorded[] = [];
  while (accesses.length < wanted - snooped) {
    const drawn = drawOrdinary(random, life, seed);
    accesses.push(...drawn.accesses);
    asked.push(...(drawn.records ?? []));
  }
  accesses.length = wanted - snooped;
  const snoops = { random: randomFrom(seed, "month|snooping"), life, staff: hospital.staff };
  accesses.push(...snoopingAccesses({ ...snoops, movers: [...movers.values()] }, snooped));
  const places = [...hospital.sites.map(siteItem), ...hospital.wards.map(wardItem)];
  const records = [
    ...places.flatMap((item) => at(0, item)),
    ...hospital.staff.flatMap((one) =>
      at(
        0,
        staffItem(one, (use, secret) => seededId(seed, use, secret)),
      ),
    ),
    ...roster.shifts.flatMap((one) => at(0, shiftItem(one))),
    ...roster.onCalls.flatMap((one) => at(0, onCallItem(one))),
    ...hospital.appointments.flatMap((one) => at(0, appointmentItem(one))),
    ...hospital.careTeams.flatMap((one) => at(one.members[0]?.from ?? start, careTeamItem(one))),
    ...visits,
    ...asked,
  ].map((each) => ({ ...each, at: Math.max(each.at, start - day) }));
  return {
    hospital: { ...hospital, roster },
    records: records.toSorted((a, b) => a.at - b.at),
    accesses: accesses.toSorted((a, b) => a.at - b.at),
  };
}

/** Each at its own time; that a stay was put away since is none of them. */
function recordsOf({ records }: Item): readonly Recorded[] {
  return records.flatMap((record) =>
    record.occurredAt === undefined ? [] : [{ at: record.occurredAt, record }],
  );
}

function at(instant: Instant, item: Item): readonly Recorded[] {
  return item.records.map((record) => ({ at: instant, record }));
}

function hashed(seed: string): (text: string) => string {
  return (text) => seededId(seed, "msg", text);
}

/** One in forty nurses changes to another ward within the first ten days. */
function moversOf({ seed, staff, wards }: Hospital, start: Instant): ReadonlyMap<string, Mover> {
  const withBeds = wards.filter(({ type }) => type === "ward").map(({ id }) => id);
  const isNurse = ({ engagement, role, ward }: StaffMember) =>
    role === "nurse" && engagement.type === "employee" && withBeds.includes(ward);
  return new Map(
    staff.filter(isNurse).flatMap(({ person, ward }, index) => {
      if (index % 40 !== 0) return [];
      const random = randomFrom(seed, `mover|${person}`);
      const others = withBeds.filter((id) => id !== ward);
      const move = { left: ward, joined: random.pick(others) };
      return [[person, { person, ...move, at: start + random.between(1, 10) * day }]];
    }),
  );
}

/** From the day of the move on, the shift is in another ward. */
function moved(shift: RosteredShift, movers: ReadonlyMap<string, Mover>): RosteredShift {
  const mover = movers.get(shift.person);
  if (mover === undefined || shift.from < mover.at) return shift;
  return { ...shift, ward: mover.joined };
}
