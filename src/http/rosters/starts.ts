import type { Start } from "../../access/index.ts";
import { type Scene, sayTime, sayWard, zoneOf } from "../../sessions/index.ts";
import type { StartView } from "../roster-contract.ts";
import { capital } from "./waiting.ts";

/** Shifts that somebody may start, as a screen offers them. */
export function startViews(
  { world, at, bundle }: Scene,
  starts: readonly Start[],
): readonly StartView[] {
  return starts.map(({ role, ward, to }) => {
    const zone = zoneOf(world, ward);
    const title = capital(bundle.roles.get(role)?.title ?? role);
    const isService = world.wards.get(ward)?.type === "service";
    const where = isService ? `on call for ${sayWard(world, ward)}` : `on ${sayWard(world, ward)}`;
    const unless = sayTime(at + bundle.rosters.unconfirmed, at, zone);
    return { ward, role, label: `${title} ${where}`, unless, to: sayTime(to, at, zone) };
  });
}
