import { type Bundle, grantState } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, Review, World } from "../world/index.ts";
import { findStanding } from "./find-standing.ts";
import { opened } from "./open-review.ts";

/**
 * The records that open a review for each exception that would become standing access, due at its recommended end, and that close
 * those whose exception has ended (X7). For the ticker; from the review on, that end is the exception's own.
 */
export function listStanding(
  bundle: Bundle | undefined,
  world: World,
  at: Instant,
  id: (prefix: string) => string,
): readonly NewRecord[] {
  const over = [...world.reviews.values()].filter(
    (review) => review.type === "standing-access" && !isRunning(world, review, at),
  );
  const closed = over.map(
    ({ id: review }): NewRecord => ({ kind: "review.closed", body: { outcome: "ended", review } }),
  );
  // Without a policy nobody is let in; what would become standing is listed when there is one again.
  if (bundle === undefined) return closed;
  const found = findStanding(bundle, world, at).map(({ because, end, ...who }) =>
    opened(id("rev"), { ...who, type: "standing-access", reason: because, due: end }),
  );
  return [...closed, ...found];
}

/** Whether the exception that a review of standing access is about still runs. */
export function isRunning(world: World, { about }: Pick<Review, "about">, at: Instant): boolean {
  const grant = world.grants.get(about);
  if (grant !== undefined) return grantState(grant, at) === "active";
  return (world.glasses.get(about)?.until ?? at) > at;
}
