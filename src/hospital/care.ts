import type { CareTeam, CareTeamMember } from "../world/index.ts";
import { calendarOf } from "./calendar.ts";
import type {
  Appointment,
  Hospital,
  HospitalContribution,
  HospitalPatient,
  StaffMember,
} from "./hospital.ts";
import { sites } from "./places.ts";
import { type Random, randomFrom, seededId } from "./random.ts";

type Source = Pick<Hospital, "seed" | "now" | "wards" | "staff" | "encounters">;

/** For two in five in-patients: who looks after them by name. */
export function makeCareTeams(source: Source, inPatients: number): readonly CareTeam[] {
  const byWard = new Map<string, StaffMember[]>();
  for (const member of source.staff)
    byWard.set(member.ward, [...(byWard.get(member.ward) ?? []), member]);
  const teams: CareTeam[] = [];
  for (const { events, patient } of source.encounters.slice(0, inPatients)) {
    const random = randomFrom(source.seed, `team|${patient}`);
    if (!random.chance(0.4)) continue;
    const arrived = events.findLast(({ trigger }) =>
      ["A01", "A02", "A04", "A06"].includes(trigger),
    );
    if (arrived?.location === undefined) continue;
    const members = pickMembers(random, byWard, arrived.location.ward, arrived.at);
    if (members.length > 0)
      teams.push({ id: seededId(source.seed, "ctm", patient), patient, members });
  }
  return teams;
}

function pickMembers(
  random: Random,
  byWard: ReadonlyMap<string, readonly StaffMember[]>,
  ward: string,
  from: number,
): readonly CareTeamMember[] {
  const wanted: [ward: string, role: string][] = [
    [ward, "nurse"],
    [ward, "doctor"],
  ];
  if (random.chance(0.3)) wanted.push(["physiotherapy", "physiotherapist"]);
  if (random.chance(0.2)) wanted.push(["pharmacy", "pharmacist"]);
  return wanted.flatMap(([place, role]) => {
    const able = (byWard.get(place) ?? []).filter(
      (member) => member.role === role && member.engagement.type === "employee",
    );
    return able.length === 0 ? [] : [{ person: random.pick(able).person, role, from }];
  });
}

/** For each patient who was just moved: a nurse of the ward they left, who wrote before the move and is still there. */
export function makeContributions(
  source: Pick<Hospital, "seed" | "now" | "encounters" | "roster">,
): readonly HospitalContribution[] {
  const found: HospitalContribution[] = [];
  for (const { events, patient } of source.encounters) {
    const moved = events.at(-1);
    const before = events.at(-2)?.location;
    if (before?.ward === moved?.location?.ward) continue;
    if (moved?.trigger !== "A02" || before === undefined || moved.at < source.now - 2 * 60 * 60_000)
      continue;
    const writer = source.roster.shifts.find(
      ({ from, role, to, ward }) =>
        ward === before.ward && role === "nurse" && from < moved.at && to > source.now,
    );
    if (writer !== undefined) found.push({ person: writer.person, patient, ward: before.ward });
  }
  return found;
}

/** Half-hour contacts in office hours, from two days ago to a week ahead, most of them by telehealth. */
export function makeAppointments(
  source: Source,
  booked: readonly HospitalPatient[],
): readonly Appointment[] {
  const zones = new Map(sites.map(({ id, zone }) => [id, zone]));
  const services = source.wards.filter((ward) => ward.type === "service");
  const held = services
    .map((service) => ({ service, people: consultantsOf(source.staff, service.id) }))
    .filter(({ people }) => people.length > 0);
  if (held.length === 0) return [];
  const telehealth = held.find(({ service }) => service.id === "telehealth");
  return booked.map(({ id: patient }) => {
    const random = randomFrom(source.seed, `appointment|${patient}`);
    const { service, people } = (random.chance(0.6) ? telehealth : undefined) ?? random.pick(held);
    const calendar = calendarOf(zones.get(service.site) ?? "UTC");
    const day = calendar.dayOf(source.now) + random.between(-2, 7);
    const from = calendar.at(day, 9 * 60 + 30 * random.below(15));
    return {
      id: seededId(source.seed, "apt", patient),
      patient,
      service: service.id,
      person: random.pick(people),
      from,
      to: from + 30 * 60_000,
    };
  });
}

function consultantsOf(staff: readonly StaffMember[], service: string): readonly string[] {
  return staff
    .filter(
      ({ assignments, role }) =>
        role === "consultant" && assignments.some(({ ward }) => ward === service),
    )
    .map(({ person }) => person);
}
