import type { Duration, Instant } from "../ports/index.ts";
import type { Badge, World } from "../world/index.ts";

/** The quickest that a person gets from one seat to another (S4), where nothing is said of the two. */
const sameWard: Duration = 3_000;
const sameSite: Duration = 30_000;
const otherSite: Duration = 10 * 60_000;

/** How long a person needs at least from one seat to another; 0 for the same one. */
function walkingTime(world: World, from: string, to: string): Duration {
  if (from === to) return 0;
  const left = world.seats.get(from);
  const said = left?.walks?.find(({ seat }) => seat === to);
  if (said !== undefined) return said.least;
  const a = left?.ward;
  const b = world.seats.get(to)?.ward;
  if (a === b) return sameWard;
  return siteOf(world, a) === siteOf(world, b) ? sameSite : otherSite;
}

/** Whether a badge was read at two seats faster than a person walks: just now, or before and no PIN was given since (S4). */
export function isTooFast(world: World, { seen }: Badge, seat: string, at: Instant): boolean {
  if (seen === undefined) return false;
  return seen.odd === true || at - seen.at < walkingTime(world, seen.seat, seat);
}

/** The site of a ward or service. */
export function siteOf(world: World, ward: string | undefined): string | undefined {
  return ward === undefined ? undefined : world.wards.get(ward)?.site;
}
