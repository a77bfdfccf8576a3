import type { Instant } from "../ports/index.ts";
import { idsOf, survivorOf, type World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle, Reach } from "./bundle/bundle.ts";
import { type Duty, dutiesAt } from "./duty-of.ts";
import { covers, type HeldRole, heldRoles, holdsRole, running } from "./held-roles.ts";
import { reportsTo } from "./reports-to.ts";
import { sensitiveOf } from "./sensitivity.ts";

/** Of those who answer: the first who are asked, or those too who are asked when nobody answers. */
export type Asked = "first" | "all";

/** Whether somebody with these roles and duties, but by no shift that they started themselves, answers requests for a ward (grants.yaml). */
export function approves(
  bundle: Bundle,
  world: World,
  ward: string,
  { held, duties }: { readonly held: readonly HeldRole[]; readonly duties: readonly Duty[] },
  asked: Asked = "all",
): boolean {
  const site = world.wards.get(ward)?.site;
  if (site === undefined) return false;
  const { approvers, escalation } = bundle.grants;
  const reaches = (role: string, reach: Reach) =>
    approvers.get(role) === reach || (asked === "all" && escalation.get(role) === reach);
  const onDuty = duties.some((duty) => {
    const { declared, role, type } = duty;
    // Nobody has confirmed yet that they are in charge (L9).
    if (declared !== undefined) return false;
    if (!holdsRole(held, duty)) return false;
    if (reaches(role, "ward") && type === "shift" && duty.ward === ward) return true;
    if (reaches(role, "service") && type === "on-call" && covers(world, duty, ward)) return true;
    return reaches(role, "site") && siteOf(world, duty) === site;
  });
  // Who runs the ward answers for it off duty, too.
  return (
    onDuty ||
    held.some(
      ({ role, ward: of }) =>
        of === ward && reaches(role, "ward") && bundle.roles.get(role)?.may.has(running) === true,
    )
  );
}

function siteOf(world: World, { site, ward }: Duty): string | undefined {
  return site ?? world.wards.get(ward)?.site;
}

/** The people who answer requests for a ward now, one after the other; those nearest first. */
export function* approversOf(
  bundle: Bundle,
  world: World,
  ward: string,
  at: Instant,
  asked: Asked = "all",
): Generator<string> {
  const now = noBoundaries(at);
  const seen = new Set<string>();
  for (const person of candidatesFor(bundle, world, ward)) {
    if (seen.has(person)) continue;
    seen.add(person);
    const held = heldRoles(world, person, now);
    const duties = dutiesAt(bundle, world, person, now);
    if (approves(bundle, world, ward, { held, duties }, asked)) yield person;
  }
}

/** Only those whose roles could answer at all: those on shift there, on call for the service, and whoever runs wards or sites. */
function* candidatesFor(bundle: Bundle, world: World, ward: string): Generator<string> {
  for (const id of world.shiftsByWard.get(ward)) {
    const shift = world.shifts.get(id);
    if (shift !== undefined) yield shift.person;
  }
  for (const service of [world.wards.get(ward)?.service ?? ward, ward]) {
    for (const id of world.onCallsByService.get(service)) {
      const onCall = world.onCalls.get(id);
      if (onCall !== undefined) yield onCall.person;
    }
  }
  const { approvers, escalation } = bundle.grants;
  for (const { role, person, ward: of } of world.roles.values()) {
    const site = approvers.get(role) === "site" || escalation.get(role) === "site";
    if (site || (of === ward && bundle.roles.get(role)?.may.has(running) === true)) yield person;
  }
}

/** Why somebody may not answer, though they answer for the ward: it is their own, or that of somebody who is over them (X2, X19). */
export type Conflict = "own" | "own-chart" | "of-your-manager";

/** Whose request it is, and whose chart it is about. */
export interface Parties {
  readonly people: readonly string[];
  readonly patient?: string | undefined;
}

/**
 * Nobody answers what they asked for, are to have or did (X2); nor does anybody answer for somebody whom they report to, nor about
 * their own chart, or that of whom they report to (X19).
 */
export function conflictOf(
  bundle: Bundle,
  world: World,
  approver: string,
  { people, patient }: Parties,
  at: Instant,
): Conflict | undefined {
  if (people.includes(approver)) return "own";
  if (patient !== undefined && sensitiveOf(world, patient, approver, noBoundaries(at)).own) {
    return "own-chart";
  }
  // A patient who works here is a party too: nobody lets others into the chart of whom they report to.
  return [...people, ...staffBehind(world, patient)].some((other) =>
    reportsTo(bundle, world, approver, other, at),
  )
    ? "of-your-manager"
    : undefined;
}

/** Who of the staff a patient is, under any of their numbers (C2). */
export function staffBehind(world: World, patient: string | undefined): readonly string[] {
  if (patient === undefined) return [];
  return idsOf(world, survivorOf(world, patient)).flatMap(
    (id) => world.sensitivities.get(id)?.person ?? [],
  );
}
