import type { AdtEvent, Location } from "./adt-event.ts";
import { standingEvents } from "./standing-events.ts";

/** A time in one place. */
export interface Stay extends Location {
  readonly from: number;
  readonly to?: number;
}

/** What an encounter is now: the fold of its events in their true order (C1). */
export interface EncounterState {
  readonly status: "planned" | "admitted" | "discharged" | "cancelled";
  readonly class: string;
  /** Oldest first; the last one is open while the patient is admitted. */
  readonly stays: readonly Stay[];
  /** Where the patient is for the moment, the bed being held (C3). */
  readonly temporary?: Location;
  /** Places where the patient was for the moment, and when that was over; absent when there were none. */
  readonly visits?: readonly (Location & { readonly to: number })[];
  /** On leave of absence; the bed is held (C3). */
  readonly onLeave: boolean;
  readonly attending: readonly string[];
  readonly consulting: readonly string[];
  readonly admittedAt?: number;
  readonly dischargedAt?: number;
  readonly cancelledAt?: number;
}

/** The state that a list of events in true order amounts to. */
export function foldEncounter(events: readonly AdtEvent[]): EncounterState {
  let state: EncounterState = {
    status: "planned",
    class: "",
    stays: [],
    onLeave: false,
    attending: [],
    consulting: [],
  };
  for (const event of standingEvents(events))
    state = withVisit(state, step(state, event), event.at);
  return state;
}

/** Keeps the time in a place for the moment once it is over: those who contributed there may finish (C3). */
function withVisit(before: EncounterState, after: EncounterState, at: number): EncounterState {
  const was = before.temporary;
  if (was === undefined || was.ward === after.temporary?.ward) return after;
  return { ...after, visits: [...(before.visits ?? []), { ...was, to: at }] };
}

function step(before: EncounterState, event: AdtEvent): EncounterState {
  const state = described(before, event);
  switch (event.trigger) {
    case "A01":
    case "A04":
      return admit(state, event);
    case "A05":
    case "A14":
      return plan(state);
    case "A02":
    case "A17":
      return transfer(state, event);
    case "A06":
    case "A07":
      return reclassify(state, event);
    case "A12":
    case "A13":
    case "A22":
      return inHouse(state, event);
    case "A03":
      return discharge(state, event);
    case "A09":
      return depart(state, event);
    case "A10":
      return arrive(state, event);
    case "A21":
      return state.status === "admitted" ? { ...state, onLeave: true } : state;
    case "A08":
      return correctBed(passing(state, event), event);
    case "A11":
    case "A27":
    case "A38":
      return { ...before, status: "cancelled", cancelledAt: event.at };
    default:
      return state;
  }
}

/** Who is responsible and what kind of visit it is: any message may say so. */
function described(state: EncounterState, event: AdtEvent): EncounterState {
  if (
    event.class === undefined &&
    event.attending === undefined &&
    event.consulting === undefined
  ) {
    return state;
  }
  return {
    ...state,
    class: event.class ?? state.class,
    attending: event.attending ?? state.attending,
    consulting: event.consulting ?? state.consulting,
  };
}

function admit(state: EncounterState, event: AdtEvent): EncounterState {
  const { dischargedAt: _discharged, cancelledAt: _cancelled, ...rest } = state;
  const admitted = {
    ...rest,
    status: "admitted" as const,
    admittedAt: state.admittedAt ?? event.at,
  };
  return passing(moveTo(admitted, event.location, event.at), event);
}

function plan(state: EncounterState): EncounterState {
  if (state.status !== "cancelled") return state;
  const { cancelledAt: _cancelled, ...rest } = state;
  return { ...rest, status: "planned" };
}

/** A plan of which an event says that the patient is in the house is an admission. */
function present(state: EncounterState, event: AdtEvent): EncounterState {
  return state.status === "planned" ? admit(state, event) : state;
}

/** A transfer is to a bed: whatever was for the moment is over. */
function transfer(before: EncounterState, event: AdtEvent): EncounterState {
  const state = present(before, event);
  if (state.status !== "admitted") return state;
  const { temporary: _left, ...rest } = state;
  return passing(moveTo({ ...rest, onLeave: false }, event.location, event.at), event);
}

/** From out-patient to in-patient (A06) or back (A07). */
function reclassify(before: EncounterState, event: AdtEvent): EncounterState {
  const state = inHouse(before, event);
  if (event.class !== undefined) return state;
  return { ...state, class: event.trigger === "A06" ? "I" : "O" };
}

function inHouse(before: EncounterState, event: AdtEvent): EncounterState {
  const state = present(before, event);
  if (state.status !== "admitted") return state;
  const here = event.trigger === "A22" ? { ...state, onLeave: false } : state;
  return passing(moveTo(here, event.location, event.at), event);
}

function discharge(state: EncounterState, event: AdtEvent): EncounterState {
  if (state.status === "discharged" || state.status === "cancelled") return state;
  const { temporary: _left, ...rest } = state;
  return {
    ...rest,
    status: "discharged",
    onLeave: false,
    dischargedAt: event.at,
    stays: closeStay(state.stays, event.at),
  };
}

/** A09 is no change of the bed (section 3.3.9): another place that it names is for the moment. */
function depart(state: EncounterState, event: AdtEvent): EncounterState {
  const to = event.temporary ?? elsewhere(state, event.location);
  return to === undefined || state.status !== "admitted" ? state : { ...state, temporary: to };
}

/** A10: arrived at a place for the moment, or back at the bed. */
function arrive(before: EncounterState, event: AdtEvent): EncounterState {
  const state = present(before, event);
  if (state.status !== "admitted") return state;
  const { temporary: _left, ...rest } = state;
  const to = event.temporary ?? elsewhere(state, event.location);
  return to === undefined ? rest : { ...rest, temporary: to };
}

function elsewhere(state: EncounterState, location: Location | undefined): Location | undefined {
  return location?.ward === state.stays.at(-1)?.ward ? undefined : location;
}

/** PV1-11, in whatever message: a place that adds to the bed and takes nothing (C3). */
function passing(state: EncounterState, event: AdtEvent): EncounterState {
  if (event.temporary === undefined || state.status !== "admitted") return state;
  return { ...state, temporary: event.temporary };
}

/** An update may correct the bed, but never moves a patient to another ward: that is a transfer's (A02) to say. */
function correctBed(state: EncounterState, event: AdtEvent): EncounterState {
  const last = state.stays.at(-1);
  const bed = event.location?.bed;
  if (last === undefined || last.to !== undefined || bed === undefined) return state;
  if (last.ward !== event.location?.ward || last.bed === bed) return state;
  return { ...state, stays: [...state.stays.slice(0, -1), { ...last, bed }] };
}

function moveTo(state: EncounterState, to: Location | undefined, at: number): EncounterState {
  if (to === undefined) return state;
  const last = state.stays.at(-1);
  const here = last !== undefined && last.to === undefined && last.ward === to.ward;
  if (here && (to.bed === undefined || to.bed === last.bed)) return state;
  return { ...state, stays: [...closeStay(state.stays, at), { ...to, from: at }] };
}

function closeStay(stays: readonly Stay[], at: number): readonly Stay[] {
  const last = stays.at(-1);
  if (last === undefined || last.to !== undefined) return stays;
  return [...stays.slice(0, -1), { ...last, to: at }];
}

/** The place that holds the patient's bed; undefined unless admitted. */
export function currentStay(state: EncounterState): Stay | undefined {
  const last = state.stays.at(-1);
  return state.status === "admitted" && last?.to === undefined ? last : undefined;
}
