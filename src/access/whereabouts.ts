import type { Instant } from "../ports/index.ts";
import type { Encounter, World } from "../world/index.ts";
import { currentStay, joinedAt, summariesKept, survivorOf } from "../world/index.ts";
import { type Boundaries, holds, noBoundaries, note } from "./boundaries.ts";

/** The patient left a ward: where to, if they are still in the hospital. */
export interface Departure {
  readonly ward: string;
  readonly at: Instant;
  readonly to: string | undefined;
  /** They had been registered there by hand (C9), and it is not known who they are, or it is. */
  readonly byHand?: "unknown" | "known";
}

/** Where a patient is, and what somebody has to do with them. */
export interface Whereabouts {
  /** The patient that the asked one is now (C2). */
  readonly patient: string;
  /** Whether any relationship stands: others are only in the store. */
  readonly known: boolean;
  /** The wards where the patient is or has a bed: a temporary place adds, leave of absence takes nothing (C3). */
  readonly wards: readonly string[];
  /** The wards that the patient has left, each with the last time. */
  readonly left: readonly Departure[];
  readonly inPatient: boolean;
  /** Here under a made name: nobody has said yet who it is (C9). */
  readonly unidentified: boolean;
  /** Whether the person is attending, consulting or in a care team now. */
  readonly cares: boolean;
  /** The last discharge at which the person was responsible, while that still gives something (C3). */
  readonly responsibleAt: Instant | undefined;
}

/** Where `patient` is, seen by `person`. */
export function whereaboutsOf(
  world: World,
  patient: string,
  person: string,
  boundaries: Boundaries,
): Whereabouts {
  const survivor = survivorOf(world, patient);
  const wards: string[] = [];
  const left: Departure[] = [];
  let inPatient = false;
  let unidentified = false;
  let cares = inCareTeam(world, survivor, person, boundaries);
  let responsibleAt: Instant | undefined;
  const visits = world.encountersByPatient
    .get(survivor)
    .flatMap((id) => world.encounters.get(id) ?? []);
  for (const encounter of visits) {
    const { state } = encounter;
    const gone = goneWayOf(world, encounter, visits, boundaries);
    if (gone !== undefined) {
      addDeparture(left, gone);
      continue;
    }
    const responsible = state.attending.includes(person) || state.consulting.includes(person);
    if (state.status === "admitted") {
      addPresent(wards, encounter);
      unidentified ||= byHand(encounter) === "unknown";
      // HL7 table 0004: I in-patient, B obstetrics.
      inPatient ||= state.class === "I" || state.class === "B";
      cares ||= responsible;
    }
    addDepartures(left, encounter);
    if (responsible && stillResponsible(state.dischargedAt, boundaries)) {
      responsibleAt = Math.max(responsibleAt ?? 0, state.dischargedAt ?? 0);
    }
  }
  return {
    patient: survivor,
    known: world.patients.has(survivor),
    wards,
    left: left.filter(({ ward }) => !wards.includes(ward)),
    inPatient,
    unidentified,
    cares,
    responsibleAt,
  };
}

/**
 * Where and since when a registration by hand is no place of the patient's any more (C9): its time is over, or admissions have
 * told of them, be it under a number that theirs became part of. Worked out each time, so that taking a merge back takes back
 * this too.
 */
function goneWayOf(
  world: World,
  encounter: Encounter,
  visits: readonly Encounter[],
  boundaries: Boundaries,
): Departure | undefined {
  const { byHandUntil, patient, state, told } = encounter;
  const stay = currentStay(state);
  if (byHandUntil === undefined || stay === undefined) return undefined;
  note(boundaries, byHandUntil);
  if (byHandUntil <= boundaries.at) {
    return { ward: stay.ward, at: byHandUntil, to: undefined, ...howGone(encounter) };
  }
  const admitted = visits.find(
    (other) => other.byHandUntil === undefined && other.state.status === "admitted",
  );
  if (admitted === undefined) return undefined;
  const joined = Math.max(
    joinedAt(world, told ?? patient) ?? 0,
    joinedAt(world, admitted.told ?? admitted.patient) ?? 0,
  );
  const at = Math.max(admitted.state.admittedAt ?? 0, stay.from, joined);
  return { ward: stay.ward, at, to: currentStay(admitted.state)?.ward, byHand: "known" };
}

/** Of a registration by hand: who it is is known once it is part of another's chart. */
function byHand({ byHandUntil, told }: Encounter): Departure["byHand"] {
  if (byHandUntil === undefined) return undefined;
  return told === undefined ? "unknown" : "known";
}

function howGone(encounter: Encounter): Pick<Departure, "byHand"> {
  const known = byHand(encounter);
  return known === undefined ? {} : { byHand: known };
}

/** The wards where a patient is or has a bed at an instant, whoever asks. */
export function wardsWith(world: World, patient: string, at: Instant): readonly string[] {
  return whereaboutsOf(world, patient, "", noBoundaries(at)).wards;
}

function addPresent(wards: string[], { state }: Encounter): void {
  const stay = currentStay(state);
  if (stay !== undefined && !wards.includes(stay.ward)) wards.push(stay.ward);
  const passing = state.temporary?.ward;
  if (passing !== undefined && !wards.includes(passing)) wards.push(passing);
}

function addDepartures(left: Departure[], encounter: Encounter): void {
  const { state } = encounter;
  const { stays } = state;
  for (let index = 0; index < stays.length; index++) {
    const stay = stays[index];
    // A cancelled visit was one for those who were at work in it.
    const to = stay?.to ?? state.cancelledAt;
    if (stay === undefined || to === undefined) continue;
    const next = stays.slice(index + 1).find(({ ward }) => ward !== stay.ward);
    addDeparture(left, { ward: stay.ward, at: to, to: next?.ward, ...howGone(encounter) });
  }
  for (const visit of state.visits ?? []) {
    addDeparture(left, { ward: visit.ward, at: visit.to, to: currentStay(state)?.ward });
  }
}

function addDeparture(left: Departure[], departure: Departure): void {
  const known = left.findIndex(({ ward }) => ward === departure.ward);
  const before = left[known];
  if (before === undefined) left.push(departure);
  else if (before.at <= departure.at) left[known] = departure;
}

function stillResponsible(dischargedAt: Instant | undefined, boundaries: Boundaries): boolean {
  if (dischargedAt === undefined) return false;
  note(boundaries, dischargedAt + summariesKept);
  return boundaries.at < dischargedAt + summariesKept;
}

function inCareTeam(
  world: World,
  patient: string,
  person: string,
  boundaries: Boundaries,
): boolean {
  let found = false;
  for (const id of world.careTeamsByPatient.get(patient)) {
    for (const member of world.careTeams.get(id)?.members ?? []) {
      if (member.person === person && holds(boundaries, member)) found = true;
    }
  }
  return found;
}
