import type { AdtEvent } from "./adt-event.ts";
import { insertEvent } from "./adt-event.ts";
import type { Appliers } from "./apply.ts";
import { currentStay, type EncounterState, foldEncounter } from "./encounter.ts";
import { feedHeard } from "./places.ts";
import { leaveIfNothingStands, present, survivorOf, toldUnder } from "./standing.ts";
import type { Draft } from "./world.ts";

/** A patient with whom a relationship stands; number and name are in the side tables. */
export interface Patient {
  readonly id: string;
}

/** One visit: its events in true order until seven days after discharge, and what they amount to (C1). */
export interface Encounter {
  readonly id: string;
  readonly patient: string;
  /** The patient under whom it was told, whose chart is part of the other's now. */
  readonly told?: string;
  readonly events: readonly AdtEvent[];
  readonly state: EncounterState;
  /** Registered by hand (C9): until then it stands by itself, and gives way to what admissions tell of the patient. */
  readonly byHandUntil?: number;
  readonly why?: "unknown" | "expected";
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
  /** As an encounter's. */
  readonly told?: string;
  readonly members: readonly CareTeamMember[];
}

/** Somebody wrote, ordered or administered for a patient in a ward (C3). */
export interface Contribution {
  readonly id: string;
  readonly person: string;
  readonly patient: string;
  /** As an encounter's. */
  readonly told?: string;
  readonly ward: string;
  /** The grant that let them: with it ends what follows from this (X4). */
  readonly grant?: string;
  readonly at: number;
}

/** The bodies of records about patients. */
export interface PatientBodies {
  /** Number and name are known, in the side tables; in the world it is only once a relationship stands. */
  readonly "patient.registered": { readonly patient: string };
  /** An ADT event was taken in; the encounter's state is a fold of them (C1). */
  readonly "adt.accepted": {
    readonly feed: string;
    readonly encounter: string;
    readonly patient: string;
    readonly event: AdtEvent;
  };
  /** A source that states whole encounters, not events, says what one is now: replaces what it said before. */
  /** Somebody is here whose chart is not, under a made name and number (C9): unknown, or told ahead of their coming. */
  readonly "patient.arrived": {
    readonly bed?: string;
    readonly encounter: string;
    readonly patient: string;
    readonly until: number;
    readonly ward: string;
    readonly why: "unknown" | "expected";
  };
  /** Its time is over, and admissions never told of them. */
  readonly "arrival.ended": { readonly encounter: string };
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
    readonly grant?: string;
    readonly person: string;
    readonly patient: string;
    readonly ward: string;
  };
}

/** The fold of records about patients. */
export const patientAppliers: Appliers<keyof PatientBodies> = {
  "patient.registered": () => undefined,
  "adt.accepted": (draft, { at, body }) => {
    const known = draft.encounters.get(body.encounter);
    const events = insertEvent(known?.events ?? [], body.event);
    putEncounter(draft, { id: body.encounter, patient: body.patient, events });
    feedHeard(draft, body.feed, at);
  },
  "patient.arrived": (draft, { at, body: { bed, encounter, patient, until, ward, why } }) => {
    const location = bed === undefined ? { ward } : { bed, ward };
    const event: AdtEvent = { trigger: "A04", at, control: encounter, location };
    putEncounter(draft, { id: encounter, patient, events: [event], byHandUntil: until, why });
  },
  "arrival.ended": (draft, { at, body }) => {
    const known = draft.encounters.get(body.encounter);
    if (known?.byHandUntil === undefined) return;
    const { byHandUntil, id, patient, why } = known;
    const end: AdtEvent = { trigger: "A03", at: Math.min(at, byHandUntil), control: `${id}:end` };
    const events = insertEvent(known.events, end);
    putEncounter(draft, {
      id,
      patient,
      events,
      byHandUntil,
      ...(why === undefined ? {} : { why }),
    });
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
    const told = toldUnder(body.patient, patient);
    draft.careTeams.set(careTeam, { id: careTeam, patient, members, ...told });
    draft.careTeamsByPatient.add(patient, careTeam);
    for (const { person } of members) draft.careTeamsByPerson.add(person, careTeam);
  },
  "care.contributed": (draft, { at, body: { grant, patient: told, person, ward } }) => {
    const id = contributionOf(person, told, ward, grant);
    const patient = survivorOf(draft, told);
    const before = draft.contributions.get(id);
    draft.contributions.set(id, {
      id,
      person,
      patient,
      ward,
      ...(grant === undefined ? {} : { grant }),
      at: Math.max(at, before?.at ?? 0),
      ...toldUnder(told, patient),
    });
    // Who writes for a patient again is listed already: the lists grow long.
    if (before?.patient === patient) return;
    draft.contributionsByPerson.add(person, id);
    draft.contributionsByPatient.add(patient, id);
  },
};

/** The id of what somebody did for a patient in a ward, under one id of the patient. */
export function contributionOf(person: string, told: string, ward: string, grant?: string): string {
  const own = `${person}|${told}|${ward}`;
  return grant === undefined ? own : `${own}|${grant}`;
}

function putEncounter(
  draft: Draft,
  told: Pick<Encounter, "id" | "patient" | "events" | "byHandUntil" | "why">,
): void {
  const before = draft.encounters.get(told.id);
  const patient = before?.patient ?? present(draft, told.patient);
  const under = toldUnder(before?.told ?? before?.patient ?? told.patient, patient);
  const encounter = { ...told, patient, ...under, state: foldEncounter(told.events) };
  if (before === undefined) draft.encountersByPatient.add(patient, encounter.id);
  draft.encounters.set(encounter.id, encounter);
  const was = new Set(before === undefined ? [] : wardsOf(before.state));
  const is = new Set(wardsOf(encounter.state));
  for (const ward of was) if (!is.has(ward)) draft.encountersByWard.remove(ward, encounter.id);
  for (const ward of is) if (!was.has(ward)) draft.encountersByWard.add(ward, encounter.id);
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
  dropRest(draft, patient, encounter.told ?? patient);
  leaveIfNothingStands(draft, patient);
}

/** With the last visit told under one id of a patient goes what else was told under it. */
function dropRest(draft: Draft, patient: string, under: string): void {
  const isUnder = (known: { readonly patient: string; readonly told?: string } | undefined) =>
    known !== undefined && (known.told ?? known.patient) === under;
  const rest = draft.encountersByPatient.get(patient);
  if (rest.some((id) => isUnder(draft.encounters.get(id)))) return;
  for (const id of draft.contributionsByPatient.get(patient)) {
    const known = draft.contributions.get(id);
    if (known === undefined || !isUnder(known)) continue;
    draft.contributions.delete(id);
    draft.contributionsByPatient.remove(patient, id);
    draft.contributionsByPerson.remove(known.person, id);
  }
  for (const id of draft.careTeamsByPatient.get(patient)) {
    if (isUnder(draft.careTeams.get(id))) dropCareTeam(draft, id);
  }
}

function dropCareTeam(draft: Draft, id: string): void {
  const team = draft.careTeams.get(id);
  if (team === undefined) return;
  draft.careTeams.delete(id);
  draft.careTeamsByPatient.remove(team.patient, id);
  for (const { person } of team.members) draft.careTeamsByPerson.remove(person, id);
}
