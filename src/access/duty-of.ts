import type { Duration, Instant } from "../ports/index.ts";
import type { Engagement, OnCall, Shift, World } from "../world/index.ts";
import { type Boundaries, holds, noBoundaries, note } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";

/** A shift or on-call period that holds now, its handover margins included. */
export interface Duty {
  readonly type: "shift" | "on-call";
  readonly id: string;
  /** The ward of a shift, the service of an on-call period. */
  readonly ward: string;
  /** Only at this site; undefined: at all. */
  readonly site: string | undefined;
  readonly role: string;
  readonly engagement: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly marginBefore: Duration;
  readonly marginAfter: Duration;
  /** Self-declared, and not confirmed yet (L9). */
  readonly declared?: string;
  /** No duty any more: what keeps somebody past one (S9). Of {@link dutyOf} none is. */
  readonly late?: "relief" | "drafts";
  /** In the margin before, in the period itself, or in the margin after. */
  readonly state: "before" | "on" | "after";
}

/**
 * The duties of a person that hold at `at`. A duty of an engagement that is not live is none (L1); nor is
 * one in a ward or service whose pattern nobody knows.
 */
export function dutyOf(bundle: Bundle, world: World, person: string, at: Instant): readonly Duty[] {
  return dutiesAt(bundle, world, person, noBoundaries(at));
}

/** As {@link dutyOf}, noting when duties begin and end. */
export function dutiesAt(
  bundle: Bundle,
  world: World,
  person: string,
  boundaries: Boundaries,
): readonly Duty[] {
  return findDuties(bundle, world, person, boundaries, Number.POSITIVE_INFINITY);
}

/** Whether any of {@link dutyOf} holds. Where one does, only what was looked at until it was found is noted. */
export function isOnDuty(
  bundle: Bundle,
  world: World,
  person: string,
  boundaries: Boundaries,
): boolean {
  return findDuties(bundle, world, person, boundaries, 1).length > 0;
}

/** The first `most` of them: whoever asks whether there is one need not know them all. */
function findDuties(
  bundle: Bundle,
  world: World,
  person: string,
  boundaries: Boundaries,
  most: number,
): readonly Duty[] {
  const duties: Duty[] = [];
  for (const id of world.shiftsByPerson.get(person)) {
    const shift = world.shifts.get(id);
    if (shift === undefined || !near(bundle, shift, boundaries)) continue;
    const duty = toDuty(bundle, world, "shift", shift, shift.ward, undefined, boundaries);
    if (duty !== undefined) duties.push(duty);
    if (duties.length === most) return duties;
  }
  for (const id of world.onCallsByPerson.get(person)) {
    const onCall = world.onCalls.get(id);
    if (onCall === undefined || !near(bundle, onCall, boundaries)) continue;
    const { service, site } = onCall;
    const duty = toDuty(bundle, world, "on-call", onCall, service, site, boundaries);
    if (duty !== undefined) duties.push(duty);
  }
  for (const id of world.declaredByPerson.get(person)) {
    const duty = declaredDuty(world, id, boundaries);
    if (duty !== undefined) duties.push(duty);
  }
  for (const id of world.swapsByPerson.get(person)) {
    const duty = swappedDuty(bundle, world, { swap: id, person }, boundaries);
    if (duty !== undefined) duties.push(duty);
  }
  return duties;
}

/** A shift that somebody started themselves holds while it is not confirmed for as long as it says, without a margin (L9). */
function declaredDuty(world: World, id: string, boundaries: Boundaries): Duty | undefined {
  const declared = world.declared.get(id);
  if (declared === undefined || declared.ended !== undefined) return undefined;
  const { at: from, until: to, role, ward, engagement } = declared;
  if (!holds(boundaries, { from, to })) return undefined;
  if (!isLive(world.engagements.get(engagement), boundaries)) return undefined;
  const type = world.wards.get(ward)?.type === "service" ? "on-call" : "shift";
  const site = type === "on-call" ? world.wards.get(ward)?.site : undefined;
  return { ...unconfirmed, type, id, ward, site, role, engagement, from, to, declared: id };
}

const unconfirmed = { marginBefore: 0, marginAfter: 0, state: "on" } as const;

/**
 * A colleague's shift that the person has agreed with them to do holds, while nobody has confirmed the swap, as long from its
 * beginning as one that was started without the roster (L9).
 */
function swappedDuty(
  bundle: Bundle,
  world: World,
  { swap: id, person }: { readonly swap: string; readonly person: string },
  boundaries: Boundaries,
): Duty | undefined {
  const swap = world.swaps.get(id);
  if (swap?.agreed !== true) return undefined;
  const shift = world.shifts.get((swap.colleague === person ? swap.shift : swap.inReturn) ?? "");
  if (shift === undefined || shift.person === person) return undefined;
  const pattern = findPattern(bundle, world, shift.ward);
  const engagement = engagementByRole(world, person, shift.role, boundaries);
  if (pattern === undefined || engagement === undefined) return undefined;
  const { ward, role, from } = shift;
  const marginBefore = pattern.handoverMarginBefore;
  const to = Math.min(from + bundle.rosters.unconfirmed, shift.to);
  if (!holds(boundaries, { from: from - marginBefore, to })) return undefined;
  note(boundaries, from);
  const state = boundaries.at < from ? "before" : "on";
  const period = { ward, role, engagement, from, to, marginBefore, marginAfter: 0, state } as const;
  return { type: "shift", id, site: undefined, ...period, declared: id };
}

/** The engagement by which a person holds a role now. */
export function engagementByRole(
  world: World,
  person: string,
  role: string,
  boundaries: Boundaries,
): string | undefined {
  return world.rolesByPerson
    .get(person)
    .map((id) => world.roles.get(id))
    .filter((held) => held !== undefined && held.role === role && holds(boundaries, held))
    .find((held) => isLive(world.engagements.get(held?.engagement ?? ""), boundaries))?.engagement;
}

/** Cheap, and true of every period that could matter now or before the boundaries' end. */
function near(bundle: Bundle, { from, to }: Shift | OnCall, { at, until }: Boundaries): boolean {
  return to + bundle.longestMargin > at && from - bundle.longestMargin <= until;
}

function toDuty(
  bundle: Bundle,
  world: World,
  type: Duty["type"],
  period: Shift | OnCall,
  ward: string,
  site: string | undefined,
  boundaries: Boundaries,
): Duty | undefined {
  const { id, role, engagement, from, to } = period;
  const pattern = findPattern(bundle, world, ward);
  if (pattern === undefined) return undefined;
  const marginBefore = pattern.handoverMarginBefore;
  const marginAfter = pattern.handoverMarginAfter;
  note(boundaries, from);
  note(boundaries, to);
  if (!holds(boundaries, { from: from - marginBefore, to: to + marginAfter })) return undefined;
  if (!isLive(world.engagements.get(engagement), boundaries)) return undefined;
  const { at } = boundaries;
  const state = at < from ? "before" : at < to ? "on" : "after";
  return { type, id, ward, site, role, engagement, from, to, marginBefore, marginAfter, state };
}

/** Liveness is derived, never copied: of everything that hangs on an engagement. */
export function isLive(engagement: Engagement | undefined, boundaries: Boundaries): boolean {
  // One that is offered, suspended or over gives nothing, whatever its times say.
  return engagement?.state === "active" && holds(boundaries, engagement);
}

/** The person's next shift that begins after `at`, and the one that ended last before it. */
export function shiftsAround(
  world: World,
  person: string,
  at: Instant,
): { readonly next: Shift | undefined; readonly last: Shift | undefined } {
  let next: Shift | undefined;
  let last: Shift | undefined;
  const nothing = noBoundaries(at);
  for (const id of world.shiftsByPerson.get(person)) {
    const shift = world.shifts.get(id);
    if (shift === undefined) continue;
    const { from, to, engagement } = shift;
    const live = isLive(world.engagements.get(engagement), nothing);
    if (live && from > at && (next === undefined || from < next.from)) next = shift;
    if (to <= at && (last === undefined || to > last.to)) last = shift;
  }
  return { next, last };
}
