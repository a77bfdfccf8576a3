import { type Bundle, conflictOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { isRunning, type World } from "../world/index.ts";
import { partiesOf } from "./conflict.ts";

/** An action by which a review or an incident is closed. */
export type Reviewing = "review.close" | "review.take-over" | "incident.close";

/**
 * Whoever may do that by what their role includes, and whom neither their own part in it nor whom they report to keeps from it (X13, X19).
 */
export function reviewersOf(
  { bundle, world, at }: { readonly bundle: Bundle; readonly world: World; readonly at: Instant },
  about: Parameters<typeof partiesOf>[1],
  action: Reviewing,
): readonly string[] {
  const parties = partiesOf(world, about);
  const people = [...world.roles.values()]
    .filter(({ role }) => bundle.roles.get(role)?.may.has(action) === true)
    .filter(({ engagement, from, to }) => {
      const under = world.engagements.get(engagement);
      return isRunning(under, at) && from <= at && at < to;
    })
    .map(({ person }) => person);
  return [...new Set(people)].filter(
    (person) => conflictOf(bundle, world, person, parties, at) === undefined,
  );
}
