import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { isLive } from "./duty-of.ts";
import { heldRoles, running } from "./held-roles.ts";

/**
 * Whether `person` reports to `boss`, as far as the world knows (X19): whom HR names as the manager, who answers for the
 * engagement, their managers in turn, and who runs a ward or service that one of these has a role in. Two who run the same one are
 * each other's equals.
 */
export function reportsTo(
  bundle: Bundle,
  world: World,
  person: string,
  boss: string,
  at: Instant,
): boolean {
  if (person === boss) return false;
  const line = lineOf(world, person, at);
  if (line.has(boss)) return true;
  const runs = wardsRunBy(bundle, world, boss, at);
  if (runs.length === 0) return false;
  return [...line].some((one) => {
    const own = wardsRunBy(bundle, world, one, at);
    return heldRoles(world, one, noBoundaries(at)).some(
      ({ ward }) => runs.includes(ward) && !own.includes(ward),
    );
  });
}

/** The person, and whoever stands above them by name. */
function lineOf(world: World, person: string, at: Instant): ReadonlySet<string> {
  const now = noBoundaries(at);
  const line = new Set<string>([person]);
  // A set that grows while it is walked is walked to its end: a circle ends by itself.
  for (const one of line) {
    for (const id of world.engagementsByPerson.get(one)) {
      const engagement = world.engagements.get(id);
      if (engagement === undefined || !isLive(engagement, now)) continue;
      for (const above of [engagement.manager, engagement.sponsor]) {
        if (above !== undefined) line.add(above);
      }
    }
  }
  return line;
}

function wardsRunBy(bundle: Bundle, world: World, person: string, at: Instant): readonly string[] {
  return heldRoles(world, person, noBoundaries(at))
    .filter(({ role }) => bundle.roles.get(role)?.may.has(running) === true)
    .map(({ ward }) => ward);
}
