import { countsAsSeen } from "../../access/index.ts";
import type { Scene } from "../../sessions/index.ts";
import type { Seen, Session } from "../../world/index.ts";

/**
 * Where a phone is: the site of its network, else the one where it was seen lately (C8); and the ward where a beacon saw it, unless
 * its network is another site's (C6).
 */
export function phonePlace(
  { bundle, world, at }: Scene,
  { site: network, surface }: Session,
): Pick<Seen, "site" | "ward"> {
  const device = world.devices.get(surface.id);
  const seen = device === undefined ? undefined : countsAsSeen(bundle, device, at);
  const site = network ?? seen?.site;
  if (site === undefined) return {};
  const ward = seen?.site === site ? seen.ward : undefined;
  return { site, ...(ward === undefined ? {} : { ward }) };
}
