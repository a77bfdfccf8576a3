import { leaseEnds, patternOf, seenCounts } from "../../access/index.ts";
import type { Scene } from "../../sessions/index.ts";
import type { Seat } from "../../world/index.ts";
import type { SeatPicture } from "./seat-picture.ts";

/** A picture, with what is said of it while the database does not answer (X14), and when that changes. */
export function withDowntime(
  { world, bundle, at }: Scene,
  { ward }: Seat,
  picture: SeatPicture,
): SeatPicture {
  const { downtime } = world;
  if (downtime === undefined) return picture;
  const { since } = downtime;
  const readsUntil = leaseEnds(bundle, world, patternOf(bundle, world, ward));
  const until = since + seenCounts;
  const said = { since, readsUntil: Math.min(readsUntil, until), until };
  const ahead = [readsUntil, until].filter((instant) => instant > at);
  return {
    ...picture,
    state: picture.state.type === "unknown" ? picture.state : { ...picture.state, downtime: said },
    lookAt: Math.min(picture.lookAt, ...ahead),
  };
}
