import type { Instant } from "../ports/index.ts";
import type { NewRecord, World } from "../world/index.ts";

/** The records that say which broken glass has run out: for the ticker. That it has is derived each time. */
export function glassOver(world: World, at: Instant): readonly NewRecord[] {
  return [...world.glasses.values()]
    .filter(({ until }) => until <= at)
    .map(({ id }) => ({ kind: "glass.ended", body: { glass: id, reason: "over" } }));
}
