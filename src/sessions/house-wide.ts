import type { Bundle } from "../access/index.ts";
import type { RoleAssignment } from "../world/index.ts";
import { isEngaged } from "./liveness.ts";
import type { Scene } from "./scene.ts";

/**
 * Whether a person's roles let them do something to the installation that another's do not. A role that begins later
 * counts for the person, and does not for the other.
 */
export function reachesFurther(scene: Scene, person: string, other: string): boolean {
  const { at, bundle, world } = scene;
  const theirs = houseWide(bundle, rolesOf(scene, person));
  const now = rolesOf(scene, other).filter(
    ({ engagement, from }) => from <= at && isEngaged(world, engagement, at),
  );
  const others = houseWide(bundle, now);
  return [...theirs].some((action) => !others.has(action));
}

function rolesOf({ world, at }: Scene, person: string): readonly RoleAssignment[] {
  return world.rolesByPerson
    .get(person)
    .map((id) => world.roles.get(id))
    .filter((role) => role !== undefined)
    .filter(({ to }) => at < to);
}

/** The actions that no ward and no patient bounds: there, the duty does. */
function houseWide(bundle: Bundle, held: readonly RoleAssignment[]): ReadonlySet<string> {
  const actions = held.flatMap(({ role }) => [...(bundle.roles.get(role)?.may ?? [])]);
  return new Set(
    actions.filter((name) => {
      const types = bundle.actions.get(name)?.resourceTypes;
      return types?.has("ward") === false && !types.has("patient");
    }),
  );
}
