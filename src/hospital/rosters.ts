import type { Instant } from "../ports/index.ts";
import { type Calendar, calendarOf, type Day } from "./calendar.ts";
import { shiftOn } from "./cycles.ts";
import { HospitalError } from "./errors.ts";
import type {
  Hospital,
  OnCallTeam,
  Roster,
  RosteredOnCall,
  RosteredShift,
  StaffMember,
} from "./hospital.ts";
import { rosterFeed, sites } from "./places.ts";
import { seededId } from "./random.ts";
import { inChargeRole } from "./staff.ts";

/** What rosters are made of: a whole hospital will do. */
export type RosterSource = Pick<Hospital, "seed" | "wards" | "staff" | "onCallTeams">;

/** When the pager is handed on. */
const onCallChange = 8 * 60;

/**
 * The shifts and on-call periods that overlap the window from `from` to `to`. They depend on the seed and the calendar
 * only: every window gives the same shifts under the same uids, so that loading them twice changes nothing.
 *
 * @throws HospitalError `instant-impossible`
 */
export function extendRosters(source: RosterSource, from: Instant, to: Instant): Roster {
  if (!(from <= to)) {
    throw new HospitalError("instant-impossible", "a roster's window ends before it begins");
  }
  const { seed, staff, onCallTeams } = source;
  const windowIn = windowsOf(from, to);
  const zoneOf = zonesByWard(source);
  const leads = leadsOf(staff, (ward) => windowIn(zoneOf(ward)));
  return {
    shifts: staff.flatMap((member) => shiftsOf(seed, member, windowIn(zoneOf(member.ward)), leads)),
    onCalls: onCallTeams.flatMap((team) => onCallsOf(seed, team, windowIn(team.zone))),
  };
}

/** A window in the days of a zone. */
interface Window {
  readonly from: Instant;
  readonly to: Instant;
  readonly calendar: Calendar;
  readonly first: Day;
  readonly last: Day;
}

function zonesByWard({ wards }: RosterSource): (ward: string) => string {
  const zones = new Map(sites.map(({ id, zone }) => [id, zone]));
  const zoneOfWard = new Map(wards.map(({ id, site }) => [id, zones.get(site) ?? "UTC"]));
  return (ward) => zoneOfWard.get(ward) ?? "UTC";
}

function windowsOf(from: Instant, to: Instant): (zone: string) => Window {
  const windows = new Map<string, Window>();
  return (zone) => {
    const known = windows.get(zone);
    if (known !== undefined) return known;
    const calendar = calendarOf(zone);
    // A shift that began yesterday may reach into the window.
    const made = { from, to, calendar, first: calendar.dayOf(from) - 1, last: calendar.dayOf(to) };
    windows.set(zone, made);
    return made;
  };
}

/** For each ward, day and hours, whose shift it is: the first of those on it who may be in charge. */
function leadsOf(
  staff: readonly StaffMember[],
  windowOf: (ward: string) => Window,
): ReadonlyMap<string, string> {
  const leads = new Map<string, string>();
  for (const { assignments, person, rota, ward } of staff) {
    if (rota === undefined || !assignments.some(({ role }) => role === inChargeRole)) continue;
    const { first, last } = windowOf(ward);
    for (let day = first; day <= last; day++) {
      const hours = shiftOn(rota, day);
      if (hours === undefined) continue;
      const key = leadKey(ward, day, hours.letter);
      if (!leads.has(key)) leads.set(key, person);
    }
  }
  return leads;
}

function leadKey(ward: string, day: Day, letter: string): string {
  return `${ward}|${day}|${letter}`;
}

function shiftsOf(
  seed: string,
  member: StaffMember,
  { calendar, first, from, last, to }: Window,
  leads: ReadonlyMap<string, string>,
): readonly RosteredShift[] {
  const { rota, engagement, person, ward } = member;
  if (rota === undefined) return [];
  const shifts: RosteredShift[] = [];
  for (let day = first; day <= last; day++) {
    const hours = shiftOn(rota, day);
    if (hours === undefined) continue;
    const begins = calendar.at(day, hours.from);
    const ends = calendar.at(day, hours.to);
    if (ends <= from || begins >= to) continue;
    // Who leaves for good is rostered to the last day and not beyond; the others' engagements are renewed.
    if (!engagement.renewed && (begins < engagement.from || ends > engagement.to)) continue;
    const leading = leads.get(leadKey(ward, day, hours.letter)) === person;
    const uid = `${engagement.number}-${calendar.digits(day)}${hours.letter}`;
    shifts.push({
      id: seededId(seed, "shf", uid),
      uid,
      person,
      engagement: engagement.id,
      role: leading ? inChargeRole : member.role,
      ward,
      from: begins,
      to: ends,
      feed: rosterFeed,
    });
  }
  return shifts;
}

function onCallsOf(
  seed: string,
  { members, role, service }: OnCallTeam,
  { calendar, first, from, last, to }: Window,
): readonly RosteredOnCall[] {
  const onCalls: RosteredOnCall[] = [];
  for (let day = first; day <= last; day++) {
    const turn = ((day % members.length) + members.length) % members.length;
    const member = members[turn];
    if (member === undefined) continue;
    const begins = calendar.at(day, onCallChange);
    const ends = calendar.at(day + 1, onCallChange);
    if (ends <= from || begins >= to) continue;
    const uid = `${service}-${calendar.digits(day)}`;
    onCalls.push({
      id: seededId(seed, "onc", uid),
      uid,
      ...member,
      role,
      service,
      from: begins,
      to: ends,
      feed: rosterFeed,
    });
  }
  return onCalls;
}
