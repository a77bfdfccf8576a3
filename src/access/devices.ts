import type { Instant } from "../ports/index.ts";
import type { Device } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { isManaged } from "./present-session.ts";

/** Whether a device counts as managed at `at`, as decisions see it (C8). */
export function countsAsManaged(bundle: Bundle, device: Device, at: Instant): boolean {
  return isManaged(bundle, device, noBoundaries(at));
}
