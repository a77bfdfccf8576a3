import { openGlass } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { BrokenGlass, Session, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/**
 * What the glass is broken for, of the chart that is open in a session.
 *
 * @throws ExceptionError `glass-unknown`
 */
export function requireGlass(
  { world, at }: { readonly world: World; readonly at: Instant },
  { person, patient }: Session,
): BrokenGlass {
  const glass = patient === undefined ? undefined : openGlass(world, person, patient, at);
  if (glass !== undefined) return glass;
  throw new ExceptionError("glass-unknown.here");
}
