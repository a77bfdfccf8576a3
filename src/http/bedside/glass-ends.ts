import { openGlass, type Permit } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Scene, sayTime, zoneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { ChartView } from "../contract.ts";

/** When a permit rests on broken glass alone (X10): what the screen says of it, and from when it offers more time (X11). */
export function glassEnds(
  { world, at, bundle }: Scene,
  ward: string,
  { person }: Session,
  patient: string,
  { policies }: Permit,
): { readonly ends: NonNullable<ChartView["ends"]>; readonly warnAt: Instant } | undefined {
  const isByGlass = (id: string) => bundle.policies.get(id)?.says === "broken-glass";
  const glass = openGlass(world, person, patient, at);
  if (glass === undefined || !policies.every(isByGlass)) return undefined;
  const { longest, warnBefore } = bundle.breakGlass;
  const warnAt = glass.until - warnBefore;
  const renewable = at >= warnAt && glass.until < glass.at + longest;
  const until = sayTime(glass.until, at, zoneOf(world, ward));
  const text = `Emergency access: this chart closes at ${until}, and the privacy officer looks at it afterwards.`;
  return { ends: { since: glass.at, at: glass.until, text, glass: { renewable } }, warnAt };
}
