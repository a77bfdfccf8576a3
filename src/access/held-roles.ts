import type { World } from "../world/index.ts";
import { type Boundaries, holds } from "./boundaries.ts";
import type { Action, Bundle } from "./bundle/bundle.ts";
import { type Duty, isLive } from "./duty-of.ts";

/** A role that a live engagement gives, in a ward or service. */
export interface HeldRole {
  readonly role: string;
  readonly ward: string;
  readonly engagement: string;
}

/** The roles that a person holds, noting when each begins and ends. */
export function heldRoles(
  world: World,
  person: string,
  boundaries: Boundaries,
): readonly HeldRole[] {
  const held: HeldRole[] = [];
  for (const id of world.rolesByPerson.get(person)) {
    const role = world.roles.get(id);
    if (role === undefined || !holds(boundaries, role)) continue;
    if (isLive(world.engagements.get(role.engagement), boundaries)) held.push(role);
  }
  return held;
}

/** A roster says when and where; that somebody has the role at all, their engagement must have given. */
export function holdsRole(held: readonly HeldRole[], { role, engagement }: Duty): boolean {
  return held.some((each) => each.role === role && each.engagement === engagement);
}

/** Whether a role includes an action. */
export function entitles(bundle: Bundle, role: string, action: Pick<Action, "name">): boolean {
  return bundle.roles.get(role)?.may.has(action.name) === true;
}

/** Whether an on-call period covers a ward: it is for the ward's service, at its site or at all. */
export function covers(world: World, { ward: service, site }: Duty, id: string): boolean {
  const ward = world.wards.get(id);
  if (ward === undefined || (site !== undefined && site !== ward.site)) return false;
  return ward.service === service || ward.id === service;
}

/** The action by which a role runs a ward. */
export const running = "ward.administer";

/** A role is for its ward; one in a service is for the wards of the service too. */
export function isOwn(world: World, of: string, ward: string): boolean {
  return of === ward || world.wards.get(ward)?.service === of;
}
