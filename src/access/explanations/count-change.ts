import type { Duration, Instant } from "../../ports/index.ts";
import { type PastException, type ProposedChange, survivorOf } from "../../world/index.ts";
import type { Bundle, Pattern } from "../bundle/bundle.ts";
import type { Again } from "./decide-again.ts";
import { type Placed, placesOf, type Span } from "./explain-access.ts";
import type { Past } from "./past.ts";

/** What a change would have done in the time that was replayed. */
export interface ChangeCount {
  /** Exceptions that it would have spared. */
  readonly saved: number;
  /** Pairs of a person and a patient's chart that it would have opened in the time that it adds. */
  readonly exposure: number;
}

/** What is asked of the past. */
export interface Replay {
  readonly past: Past;
  /** What each exception came to when it was decided again. */
  readonly again: Pick<Again, "of">;
  readonly bundle: Bundle;
  /** The exceptions of that time. */
  readonly exceptions: readonly PastException[];
  /** Whom a change of the roster or of a role is about. */
  readonly people: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

/** The exceptions of that time that a change is about: those that it was raised for, and what has come since. */
export function evidenceFor(replay: Replay, change: ProposedChange): readonly PastException[] {
  return replay.exceptions.filter((exception) => isAbout(replay, change, exception));
}

/**
 * Counts, by replaying what was, what a change would have spared and what it would have opened (X20): spared is what it is about
 * and what, decided again with the change, would have been open without asking.
 */
export function countChange(replay: Replay, change: ProposedChange): ChangeCount {
  const saved = evidenceFor(replay, change).filter(({ id }) => {
    const decided = replay.again.of(id);
    return change.type === "pattern" ? decided?.byTime === true : decided?.byShift === true;
  }).length;
  const pairs =
    change.type === "pattern" ? openedByTime(replay, change) : openedByRoster(replay, change);
  return { saved, exposure: new Set(pairs).size };
}

function isAbout(
  { bundle, past, people }: Replay,
  change: ProposedChange,
  { missed, person, ward }: PastException,
): boolean {
  if (change.type !== "pattern") return ward === change.ward && people.includes(person);
  return (
    missed?.parameter === change.parameter &&
    missed.by < change.time &&
    patternOfWard(past, missed.ward) === patternOfWard(past, change.ward) &&
    bundle.patterns.has(patternOfWard(past, change.ward))
  );
}

function patternOfWard({ world }: Past, ward: string): string {
  return world.wards.get(ward)?.pattern ?? "";
}

/** Through the shifts that these people had elsewhere: the ward's patients, but those who were on their own ward too. */
function* openedByRoster(
  { past, bundle, people, from, to }: Replay,
  { ward }: ProposedChange,
): Generator<string> {
  const stays = staysBy(past, { from, to });
  const pattern = bundle.patterns.get(patternOfWard(past, ward));
  for (const person of people) {
    for (const shift of shiftsOf(past, person, { from, to })) {
      const open = {
        from: shift.from - (pattern?.handoverMarginBefore ?? 0),
        to: shift.to + (pattern?.handoverMarginAfter ?? 0),
      };
      const own = new Set(patientsIn(stays, shift.ward, open));
      for (const patient of patientsIn(stays, ward, open)) {
        if (!own.has(patient)) yield `${person}|${patient}`;
      }
    }
  }
}

function shiftsOf(
  { world }: Past,
  person: string,
  span: Span,
): readonly (Span & { readonly ward: string })[] {
  return world.shiftsByPerson
    .get(person)
    .flatMap((id) => world.shifts.get(id) ?? [])
    .filter(({ from, to }) => from < span.to && to > span.from);
}

/** In every ward under the pattern: what stays open for longer, or opens earlier. */
function* openedByTime(
  replay: Replay,
  change: Extract<ProposedChange, { readonly type: "pattern" }>,
): Generator<string> {
  const { past, bundle, from, to } = replay;
  const pattern = bundle.patterns.get(patternOfWard(past, change.ward));
  if (pattern === undefined) return;
  const wards = new Set(
    [...past.world.wards.values()]
      .filter((ward) => ward.pattern === pattern.name)
      .map(({ id }) => id),
  );
  const now = timeOf(pattern, change.parameter);
  if (change.parameter === "tail") yield* openedByTail(replay, wards, now, change.time);
  else {
    const stays = staysBy(past, { from, to });
    for (const shift of past.world.shifts.values()) {
      if (!wards.has(shift.ward) || shift.from >= to || shift.to <= from) continue;
      const added =
        change.parameter === "handover-margin-before"
          ? { from: shift.from - change.time, to: shift.from - now }
          : { from: shift.to + now, to: shift.to + change.time };
      for (const patient of patientsIn(stays, shift.ward, added))
        yield `${shift.person}|${patient}`;
    }
  }
}

function timeOf(
  pattern: Pattern,
  parameter: Extract<ProposedChange, { readonly type: "pattern" }>["parameter"],
): Duration {
  if (parameter === "tail") return pattern.tail;
  return parameter === "handover-margin-before"
    ? pattern.handoverMarginBefore
    : pattern.handoverMarginAfter;
}

/** Of those who wrote for a patient in a ward that the patient has left: who is at work in the time that is added. */
function* openedByTail(
  { past, from, to }: Replay,
  wards: ReadonlySet<string>,
  now: Duration,
  time: Duration,
): Generator<string> {
  for (const { patient, person, ward } of past.world.contributions.values()) {
    if (!wards.has(ward)) continue;
    for (const stay of placesOf(past, patient)) {
      const added = { from: stay.to + now, to: stay.to + time };
      if (stay.ward !== ward || stay.to < from || stay.to > to) continue;
      if (shiftsOf(past, person, added).length > 0) yield `${person}|${patient}`;
    }
  }
}

type Stays = ReadonlyMap<string, readonly (Placed & { readonly patient: string })[]>;

function staysBy(past: Past, span: Span): Stays {
  const stays = [...past.world.patients.values()]
    .filter(({ id }) => survivorOf(past.world, id) === id)
    .flatMap(({ id: patient }) => placesOf(past, patient).map((stay) => ({ ...stay, patient })))
    .filter(({ from, to }) => from < span.to && to > span.from);
  return Map.groupBy(stays, ({ ward }) => ward);
}

function patientsIn(stays: Stays, ward: string, { from, to }: Span): readonly string[] {
  return (stays.get(ward) ?? [])
    .filter((stay) => stay.from < to && stay.to > from)
    .map(({ patient }) => patient);
}
