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
  const duties: Duty[] = [];
  for (const id of world.shiftsByPerson.get(person)) {
    const shift = world.shifts.get(id);
    if (shift === undefined || !near(bundle, shift, boundaries)) continue;
    const duty = toDuty(bundle, world, "shift", shift, shift.ward, undefined, boundaries);
    if (duty !== undefined) duties.push(duty);
  }
  for (const id of world.onCallsByPerson.get(person)) {
    const onCall = world.onCalls.get(id);
    if (onCall === undefined || !near(bundle, onCall, boundaries)) continue;
    const { service, site } = onCall;
    const duty = toDuty(bundle, world, "on-call", onCall, service, site, boundaries);
    if (duty !== undefined) duties.push(duty);
  }
  return duties;
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
  return engagement !== undefined && holds(boundaries, engagement);
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
