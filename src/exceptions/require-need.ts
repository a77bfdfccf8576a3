import { type Bundle, glassAdds, openGlass, type RequestContext } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/**
 * Glass is broken only for what is closed (X10): where it would open nothing, there is nothing to announce and nothing to review.
 * What is broken already is not broken again, and is no error.
 *
 * @throws ExceptionError `glass-needless`
 */
export function requireNeed(
  scene: { readonly bundle: Bundle; readonly world: World; readonly at: Instant },
  { person, patient }: { readonly person: string; readonly patient: string },
  context: RequestContext,
): void {
  if (openGlass(scene.world, person, patient, scene.at) !== undefined) return;
  if (glassAdds(scene, person, patient, context)) return;
  throw new ExceptionError("glass-needless");
}
