import type { Bundle } from "../access/index.ts";
import type { RoleAssignment } from "../world/index.ts";
import { isEngaged } from "./liveness.ts";
import type { Scene } from "./scene.ts";

/** What is compared: what no ward and no patient bounds, or everything, ward by ward. */
export type Reaching = "house" | "anywhere";

/**
 * Whether a person's roles let them do something that another's do not. A role that begins later counts for the person, and does
 * not for the other.
 */
export function reachesFurther(
  scene: Scene,
  person: string,
  other: string,
  reaching: Reaching,
): boolean {
  const { at, bundle, world } = scene;
  const theirs = reachOf(bundle, rolesOf(scene, person), reaching);
  const now = rolesOf(scene, other).filter(
    ({ engagement, from }) => from <= at && isEngaged(world, engagement, at),
  );
  const others = reachOf(bundle, now, reaching);
  return [...theirs].some((action) => !others.has(action));
}

function rolesOf({ world, at }: Scene, person: string): readonly RoleAssignment[] {
  return world.rolesByPerson
    .get(person)
    .map((id) => world.roles.get(id))
    .filter((role) => role !== undefined)
    .filter(({ to }) => at < to);
}

function reachOf(
  bundle: Bundle,
  held: readonly RoleAssignment[],
  reaching: Reaching,
): ReadonlySet<string> {
  const reach = new Set<string>();
  for (const { role, ward } of held) {
    for (const action of bundle.roles.get(role)?.may ?? []) {
      if (isHouseWide(bundle, action)) reach.add(action);
      else if (reaching === "anywhere") reach.add(`${action} ${ward}`);
    }
  }
  return reach;
}

/** An action that no ward and no patient bounds: of the others, the duty does. */
function isHouseWide(bundle: Bundle, action: string): boolean {
  const types = bundle.actions.get(action)?.resourceTypes;
  return types?.has("ward") === false && !types.has("patient");
}
