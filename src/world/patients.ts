import type { AdtEvent } from "./adt-event.ts";
import { insertEvent } from "./adt-event.ts";
import type { Appliers } from "./apply.ts";
import { moveContacts } from "./contacts.ts";
import { currentStay, type EncounterState, foldEncounter } from "./encounter.ts";
import { feedHeard } from "./places.ts";
import { leaveIfNothingStands, present, stands, survivorOf } from "./standing.ts";
import type { Draft } from "./world.ts";

/** A patient with whom a relationship stands; number and name are in the side tables. */
export interface Patient {
  readonly id: string;
  /** The patient that this one was merged into (C2): every question about it is one about that. */
  readonly mergedInto?: string;
  /** Those that were merged into this one, directly or through others. */
  readonly absorbed?: readonly string[];
}

/** One visit: its events in true order until seven days after discharge, and what they amount to (C1). */
export interface Encounter {
  readonly id: string;
  readonly patient: string;
  readonly events: readonly AdtEvent[];
  readonly state: EncounterState;
}

/** A named person's part in a patient's care. */
export interface CareTeamMember {
  readonly person: string;
  readonly role: string;
  readonly from: number;
  readonly to?: number;
}

/** A care team as one source states it. */
export interface CareTeam {
  readonly id: string;
  readonly patient: string;
  readonly members: readonly CareTeamMember[];
}

/** Somebody wrote, ordered or administered for a patient in a ward (C3). */
export interface Contribution {
  readonly id: string;
  readonly person: string;
  readonly patient: string;
  readonly ward: string;
  readonly at: number;
}

/** The bodies of records about patients. */
export interface PatientBodies {
  /** Number and name are known, in the side tables; in the world it is only once a relationship stands. */
  readonly "patient.registered": { readonly patient: string };
  /** The chart of `patient` became part of the chart of `into` (A34, A36, A40). */
  readonly "patient.merged": {
    readonly patient: string;
    readonly into: string;
    readonly feed?: string;
  };
  /** An ADT event was taken in; the encounter's state is a fold of them (C1). */
  readonly "adt.accepted": {
    readonly feed: string;
    readonly encounter: string;
    readonly patient: string;
    readonly event: AdtEvent;
  };
  /** A source that states whole encounters, not events, says what one is now: replaces what it said before. */
  readonly "encounter.recorded": {
    readonly feed: string;
    readonly encounter: string;
    readonly patient: string;
    readonly events: readonly AdtEvent[];
  };
  /** Seven days after discharge: later messages are parked, the events are let go. */
  readonly "encounter.settled": { readonly encounter: string };
  /** Thirty days after discharge: no relationship rests on it any more. */
  readonly "encounter.lapsed": { readonly encounter: string };
  readonly "care-team.recorded": {
    readonly careTeam: string;
    readonly patient: string;
    readonly members: readonly CareTeamMember[];
  };
  readonly "care.contributed": {
    readonly person: string;
    readonly patient: string;
    readonly ward: string;
  };
}

/** The fold of records about patients. */
export const patientAppliers: Appliers<keyof PatientBodies> = {
  "patient.registered": () => undefined,
  "patient.merged": (draft, { at, body }) => {
    mergePatients(draft, body.patient, body.into);
    if (body.feed !== undefined) feedHeard(draft, body.feed, at);
  },
  "adt.accepted": (draft, { at, body }) => {
    const known = draft.encounters.get(body.encounter);
    const events = insertEvent(known?.events ?? [], body.event);
    putEncounter(draft, { id: body.encounter, patient: body.patient, events });
    feedHeard(draft, body.feed, at);
  },
  "encounter.recorded": (draft, { at, body }) => {
    putEncounter(draft, { id: body.encounter, patient: body.patient, events: body.events });
    feedHeard(draft, body.feed, at);
  },
  "encounter.settled": (draft, { body }) => {
    const encounter = draft.encounters.get(body.encounter);
    if (encounter !== undefined) draft.encounters.set(encounter.id, { ...encounter, events: [] });
  },
  "encounter.lapsed": (draft, { body }) => lapse(draft, body.encounter),
  "care-team.recorded": (draft, { body }) => {
    dropCareTeam(draft, body.careTeam);
    const { careTeam, members } = body;
    const patient = present(draft, body.patient);
    draft.careTeams.set(careTeam, { id: careTeam, patient, members });
    draft.careTeamsByPatient.add(patient, careTeam);
    for (const { person } of members) draft.careTeamsByPerson.add(person, careTeam);
  },
  "care.contributed": (draft, { at, body }) => {
    putContribution(draft, { ...body, patient: survivorOf(draft, body.patient), at });
  },
};

function putEncounter(draft: Draft, told: Pick<Encounter, "id" | "patient" | "events">): void {
  const before = draft.encounters.get(told.id);
  const patient = before?.patient ?? present(draft, told.patient);
  const encounter = { ...told, patient, state: foldEncounter(told.events) };
  if (before === undefined) draft.encountersByPatient.add(patient, encounter.id);
  draft.encounters.set(encounter.id, encounter);
  const was = new Set(before === undefined ? [] : wardsOf(before.state));
  const is = new Set(wardsOf(encounter.state));
  for (const ward of was) if (!is.has(ward)) draft.encountersByWard.remove(ward, encounter.id);
  for (const ward of is) if (!was.has(ward)) draft.encountersByWard.add(ward, encounter.id);
}

function putContribution(draft: Draft, told: Omit<Contribution, "id">): void {
  const id = `${told.person}|${told.patient}|${told.ward}`;
  const before = draft.contributions.get(id);
  draft.contributions.set(id, { id, ...told, at: Math.max(told.at, before?.at ?? 0) });
  draft.contributionsByPerson.add(told.person, id);
  draft.contributionsByPatient.add(told.patient, id);
}

/** Everything that gives access moves with the chart (C2). */
function mergePatients(draft: Draft, from: string, into: string): void {
  const old = survivorOf(draft, from);
  const survivor = survivorOf(draft, into);
  if (old === survivor) return;
  for (const id of draft.encountersByPatient.get(old)) {
    const encounter = draft.encounters.get(id);
    if (encounter !== undefined) draft.encounters.set(id, { ...encounter, patient: survivor });
    draft.encountersByPatient.add(survivor, id);
  }
  draft.encountersByPatient.clear(old);
  for (const id of draft.careTeamsByPatient.get(old)) {
    const team = draft.careTeams.get(id);
    if (team !== undefined) draft.careTeams.set(id, { ...team, patient: survivor });
    draft.careTeamsByPatient.add(survivor, id);
  }
  draft.careTeamsByPatient.clear(old);
  moveContacts(draft, old, survivor);
  moveContributions(draft, old, survivor);
  for (const session of draft.sessions.values()) {
    if (session.patient === old) draft.sessions.set(session.id, { ...session, patient: survivor });
  }
  alias(draft, old, survivor);
}

function moveContributions(draft: Draft, old: string, survivor: string): void {
  for (const id of draft.contributionsByPatient.get(old)) {
    const known = draft.contributions.get(id);
    if (known === undefined) continue;
    draft.contributions.delete(id);
    draft.contributionsByPerson.remove(known.person, id);
    putContribution(draft, { ...known, patient: survivor });
  }
  draft.contributionsByPatient.clear(old);
}

/** While anything stands for the survivor, the ids that became part of it lead to it. */
function alias(draft: Draft, old: string, survivor: string): void {
  const absorbed = draft.patients.get(old)?.absorbed ?? [];
  if (!stands(draft, survivor)) {
    for (const id of [...absorbed, old, survivor]) draft.patients.delete(id);
    return;
  }
  const before = draft.patients.get(survivor)?.absorbed ?? [];
  draft.patients.set(survivor, { id: survivor, absorbed: [...before, ...absorbed, old] });
  for (const id of [...absorbed, old]) draft.patients.set(id, { id, mergedInto: survivor });
}

/** The wards where the patient is or has a bed held. */
function wardsOf(state: EncounterState): readonly string[] {
  const stay = currentStay(state);
  if (stay === undefined) return [];
  return state.temporary === undefined ? [stay.ward] : [stay.ward, state.temporary.ward];
}

function lapse(draft: Draft, id: string): void {
  const encounter = draft.encounters.get(id);
  if (encounter === undefined) return;
  const { patient } = encounter;
  for (const ward of new Set(wardsOf(encounter.state))) draft.encountersByWard.remove(ward, id);
  draft.encounters.delete(id);
  draft.encountersByPatient.remove(patient, id);
  if (draft.encountersByPatient.get(patient).length > 0) return;
  for (const contribution of draft.contributionsByPatient.get(patient)) {
    const known = draft.contributions.get(contribution);
    if (known === undefined) continue;
    draft.contributions.delete(contribution);
    draft.contributionsByPerson.remove(known.person, contribution);
  }
  draft.contributionsByPatient.clear(patient);
  for (const careTeam of draft.careTeamsByPatient.get(patient)) dropCareTeam(draft, careTeam);
  leaveIfNothingStands(draft, patient);
}

function dropCareTeam(draft: Draft, id: string): void {
  const team = draft.careTeams.get(id);
  if (team === undefined) return;
  draft.careTeams.delete(id);
  draft.careTeamsByPatient.remove(team.patient, id);
  for (const { person } of team.members) draft.careTeamsByPerson.remove(person, id);
}
