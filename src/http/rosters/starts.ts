import type { Start } from "../../access/index.ts";
import { type Scene, sayWard, zoneOf } from "../../sessions/index.ts";
import type { StartView } from "../roster-contract.ts";
import { sayPart } from "./waiting.ts";

/** Shifts that somebody may start, as a screen offers them. */
export function startViews(
  { world, at, bundle }: Scene,
  starts: readonly Start[],
): readonly StartView[] {
  return starts.map(({ role, ward, to }) => {
    const zone = zoneOf(world, ward);
    const isService = world.wards.get(ward)?.type === "service";
    const values = { role: bundle.roles.get(role)?.title ?? role, ward: sayWard(world, ward) };
    const told = sayPart(isService ? "roster.start-service" : "roster.start", values, { zone, at });
    const unless = at + bundle.rosters.unconfirmed;
    return { ward, role, label: told.text, said: told.said, unless, to };
  });
}
