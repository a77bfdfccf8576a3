import { glassAdds, openGlass } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Scene, zoneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { ChartView } from "../contract.ts";
import { spoken } from "../spoken.ts";

/**
 * When something of an open chart rests on broken glass (X10), be it that nothing else permits it or that it lifts what forbids it
 * (C10): what the screen says of it, and from when it offers more time (X11).
 */
export function glassEnds(
  scene: Scene,
  ward: string,
  session: Session,
  patient: string,
): { readonly ends: NonNullable<ChartView["ends"]>; readonly warnAt: Instant } | undefined {
  const { world, at, bundle } = scene;
  const glass = openGlass(world, session.person, patient, at);
  if (glass === undefined) return undefined;
  const { type, id } = session.surface;
  const place = type === "seat" ? { seat: id } : type === "phone" ? { device: id } : {};
  if (!glassAdds(scene, session.person, patient, { session: session.id, ...place })) {
    return undefined;
  }
  const { longest, warnBefore } = bundle.breakGlass;
  const warnAt = glass.until - warnBefore;
  const renewable = at >= warnAt && glass.until < glass.at + longest;
  const when = { zone: zoneOf(world, ward), at };
  const { message: text, said } = spoken("ends.glass", { until: { instant: glass.until } }, when);
  return { ends: { since: glass.at, at: glass.until, text, said, glass: { renewable } }, warnAt };
}
