import type { Instant } from "../ports/index.ts";
import type { Shift, World } from "../world/index.ts";
import { contributionOf, idsOf, isByHandover, survivorOf } from "../world/index.ts";
import { type Boundaries, holds, noBoundaries, note } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import { type Duty, dutiesAt, isLive } from "./duty-of.ts";

/** Why somebody is still here past their shift and its margin (S9): nobody came to take over, or something is half-written. */
export interface LateDuty extends Duty {
  readonly late: "relief" | "drafts";
  /** Only what was half-written before this counts: what is begun later is new work. */
  readonly begunBefore: Instant;
}

/**
 * What keeps a person at work past a shift and its handover margin (S9). It is no duty: it opens their assigned patients, or
 * what they have half-written, and nothing else.
 */
export function lateAt(
  bundle: Bundle,
  world: World,
  person: string,
  boundaries: Boundaries,
): readonly LateDuty[] {
  return [...reliefsAt(world, person, boundaries), ...draftsAt(bundle, world, person, boundaries)];
}

/** All that a person may be in at a seat for: their duties, and what keeps them past one. */
export function workOf(bundle: Bundle, world: World, person: string, at: Instant): readonly Duty[] {
  const boundaries = noBoundaries(at);
  const duties = dutiesAt(bundle, world, person, boundaries);
  return [...duties, ...lateAt(bundle, world, person, boundaries)];
}

function reliefsAt(world: World, person: string, boundaries: Boundaries): readonly LateDuty[] {
  return world.reliefsByPerson.get(person).flatMap((id) => {
    const relief = world.reliefs.get(id);
    if (relief === undefined) return [];
    note(boundaries, relief.until);
    if (boundaries.at >= relief.until) return [];
    if (!isLive(world.engagements.get(relief.engagement), boundaries)) return [];
    const { engagement, from, role, until, ward } = relief;
    return [
      { ...after, id, engagement, from, late: "relief", role, to: until, ward, begunBefore: from },
    ];
  });
}

const after = {
  type: "shift",
  site: undefined,
  state: "after",
  marginBefore: 0,
  marginAfter: 0,
} as const;

/** From the end of the margin, for as long as the policy gives, while there is a draft that was begun within the shift. */
function draftsAt(
  bundle: Bundle,
  world: World,
  person: string,
  boundaries: Boundaries,
): readonly LateDuty[] {
  const drafts = world.draftsByPerson.get(person);
  if (drafts.length === 0 || bundle.rosters.drafts === 0) return [];
  return world.shiftsByPerson.get(person).flatMap((id) => {
    const shift = world.shifts.get(id);
    const period = shift && draftsPeriod(bundle, world, shift);
    if (shift === undefined || period === undefined || !holds(boundaries, period)) return [];
    if (!isLive(world.engagements.get(shift.engagement), boundaries)) return [];
    const since = period.since;
    const own = drafts.some((draft) => isWithin(world.drafts.get(draft)?.at, since, period.from));
    if (!own) return [];
    const { engagement, role, ward } = shift;
    const { from: begunBefore, to } = period;
    return [{ ...after, id, engagement, from: since, late: "drafts", role, to, ward, begunBefore }];
  });
}

/** When the drafts of a shift can be finished; `since`: when the first of them can have been begun. */
function draftsPeriod(bundle: Bundle, world: World, { ward, from, to }: Shift) {
  const pattern = findPattern(bundle, world, ward);
  if (pattern === undefined) return undefined;
  const ends = to + pattern.handoverMarginAfter;
  const since = from - pattern.handoverMarginBefore;
  return { since, from: ends, to: ends + bundle.rosters.drafts };
}

function isWithin(at: Instant | undefined, from: Instant, to: Instant): boolean {
  return at !== undefined && from <= at && at < to;
}

/**
 * Whether the person has something half-written for the patient that they began in that shift: of just this action, or, to
 * open the chart that it is for, of any.
 */
export function hasDraft(
  world: World,
  person: string,
  { patient, action, duty }: { patient: string; action: string; duty: LateDuty },
): boolean {
  return world.draftsByPerson.get(person).some((id) => {
    const draft = world.drafts.get(id);
    if (draft === undefined || survivorOf(world, draft.patient) !== patient) return false;
    if (draft.at < duty.from || draft.at >= duty.begunBefore) return false;
    return action === opening || draft.action === action;
  });
}

const opening = "chart.open";

/**
 * Whether a patient is one of those assigned to somebody who stays after their shift (S9): handed to them by name or of their
 * care team, or one that they worked for in that shift; and still on that ward, and not handed on meanwhile (L10).
 */
export function isAssigned(
  world: World,
  person: string,
  { patient, wards, duty, cares }: AssignedWish,
): boolean {
  if (!wards.includes(duty.ward)) return false;
  if (cares) return true;
  const contributed = Math.max(
    0,
    ...idsOf(world, patient).flatMap(
      (id) => world.contributions.get(contributionOf(person, id, duty.ward))?.at ?? [],
    ),
  );
  if (contributed < duty.from) return false;
  return !isWithAnother(world, person, patient, contributed);
}

interface AssignedWish {
  readonly patient: string;
  readonly wards: readonly string[];
  readonly duty: LateDuty;
  readonly cares: boolean;
}

/** Somebody else was handed the patient after the person last worked for them. */
function isWithAnother(world: World, person: string, patient: string, since: Instant): boolean {
  return world.careTeamsByPatient
    .get(patient)
    .filter(isByHandover)
    .flatMap((id) => world.careTeams.get(id)?.members ?? [])
    .some((member) => member.person !== person && member.from >= since);
}
