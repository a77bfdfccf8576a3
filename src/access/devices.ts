import type { Instant } from "../ports/index.ts";
import type { Device, Seen } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { isManaged, placeSeen } from "./present-session.ts";

/** Whether a device counts as managed at `at`, as decisions see it (C8). */
export function countsAsManaged(bundle: Bundle, device: Device, at: Instant): boolean {
  return isManaged(bundle, device, noBoundaries(at));
}

/** The site, and the ward if a beacon told, where a device counts as being at `at`, as decisions see it (C8). */
export function countsAsSeen(
  bundle: Bundle,
  device: Device,
  at: Instant,
): Pick<Seen, "site" | "ward"> | undefined {
  return placeSeen(bundle, device, noBoundaries(at));
}
