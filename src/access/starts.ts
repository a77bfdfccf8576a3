import type { Instant } from "../ports/index.ts";
import type { DeclaredDuty, World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import { type Duty, dutiesAt } from "./duty-of.ts";
import { entitles, heldRoles, isOwn } from "./held-roles.ts";

/** The action of starting a shift that the roster does not have (L9). */
export const starting = "shift.start";

/** A shift that somebody could start: in a role of theirs, on a ward of it, or on call for its service. */
export interface Start {
  readonly engagement: string;
  readonly role: string;
  readonly ward: string;
  /** When it would be over once it is confirmed. */
  readonly to: Instant;
}

/**
 * The shifts that a person could start now in their own roles, whatever the policy says to each: none where they are on duty
 * already. Whether they may is `shift.start`'s to decide.
 */
export function startsOf(
  bundle: Bundle,
  world: World,
  person: string,
  at: Instant,
): readonly Start[] {
  if (bundle.rosters.unconfirmed === 0) return [];
  const action = bundle.actions.get(starting);
  if (action === undefined) return [];
  const now = noBoundaries(at);
  const busy = new Set(dutiesAt(bundle, world, person, now).map(({ ward }) => ward));
  const found = new Map<string, Start>();
  for (const { role, ward: of, engagement } of heldRoles(world, person, now)) {
    if (!entitles(bundle, role, action)) continue;
    for (const ward of wardsFor(world, of)) {
      if (busy.has(ward) || findPattern(bundle, world, ward) === undefined) continue;
      const key = `${role} ${ward}`;
      const to = endOf(bundle, world, { role, ward }, at);
      if (!found.has(key)) found.set(key, { engagement, role, ward, to });
    }
  }
  return [...found.values()];
}

/** The ward itself first; of a service, then its wards. */
function wardsFor(world: World, of: string): readonly string[] {
  if (world.wards.get(of)?.type !== "service") return world.wards.has(of) ? [of] : [];
  const wards = [...world.wards.values()].map(({ id }) => id).filter((id) => id !== of);
  return [of, ...wards.filter((id) => isOwn(world, of, id)).sort()];
}

/** With the shift of those who are there in the same role, or will be in a moment; else of anybody; else the longest. */
function endOf(
  bundle: Bundle,
  world: World,
  { role, ward }: Pick<Start, "role" | "ward">,
  at: Instant,
): Instant {
  const latest = at + bundle.rosters.longest;
  const margin = findPattern(bundle, world, ward)?.handoverMarginBefore ?? 0;
  const soon = at + bundle.rosters.unconfirmed;
  const there = world.shiftsByWard
    .get(ward)
    .map((id) => world.shifts.get(id))
    .filter((shift) => shift !== undefined)
    .filter(({ from, to }) => from <= at + margin && to > soon);
  const same = there.filter((shift) => shift.role === role);
  const ends = (same.length > 0 ? same : there).map(({ to }) => to);
  return ends.length === 0 ? latest : Math.min(Math.max(...ends), latest);
}

/** The duty that starting it would bring about. */
export function dutyToBe(
  bundle: Bundle,
  world: World,
  { engagement, role, ward }: Start,
  at: Instant,
): Duty {
  const type = world.wards.get(ward)?.type === "service" ? "on-call" : "shift";
  const site = type === "on-call" ? world.wards.get(ward)?.site : undefined;
  const to = at + bundle.rosters.unconfirmed;
  const duty = { id: starting, type, ward, site, role, engagement, from: at, to } as const;
  return { ...duty, marginBefore: 0, marginAfter: 0, state: "on", declared: starting };
}

/** The last shift that the person started in the last day that was refused, or that nobody confirmed in time. */
export function vainDuty(world: World, person: string, at: Instant): DeclaredDuty | undefined {
  return world.declaredByPerson
    .get(person)
    .map((id) => world.declared.get(id))
    .filter((duty) => duty !== undefined)
    .filter(({ until }) => until <= at)
    .toSorted((a, b) => b.at - a.at)[0];
}
