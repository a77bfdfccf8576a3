import type { Duration, Instant } from "../ports/index.ts";
import type { Session, World } from "../world/index.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";

/** What a seat's sensor said last is not known to be so any more when nothing was heard of it for this long (S6). */
export const sensorSilence: Duration = 5 * 60_000;

/**
 * From when somebody who is in at a seat has walked away from it (S6): the pattern's time after its sensor
 * began not to see them. Undefined: it sees them, there is none, nobody walks away under this pattern, or
 * the sensor fell silent first, so that nobody knows. Compared with the instant each time; nothing has to
 * be recorded for a person to be gone.
 */
export function goneFrom(bundle: Bundle, world: World, session: Session): Instant | undefined {
  const { awaySince, state, surface } = session;
  if (awaySince === undefined || state !== "open") return undefined;
  const seat = world.seats.get(surface.id);
  const heardAt = seat?.sensor?.heardAt;
  if (seat === undefined || heardAt === undefined) return undefined;
  const walkAwayLock = findPattern(bundle, world, seat.ward)?.walkAwayLock;
  if (walkAwayLock === undefined) return undefined;
  const from = awaySince + walkAwayLock;
  return from <= heardAt + sensorSilence ? from : undefined;
}
