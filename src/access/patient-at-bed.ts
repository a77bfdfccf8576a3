import type { Seat, World } from "../world/index.ts";
import { currentStay } from "../world/index.ts";

/**
 * The patient in the bed at which the seat stands; undefined where it stands at none, where nobody has that bed, and where it is
 * told of two, since then nobody knows who lies there.
 */
export function patientAtBed(world: World, seat: Seat): string | undefined {
  if (seat.bed === undefined) return undefined;
  const found = new Set<string>();
  for (const id of world.encountersByWard.get(seat.ward)) {
    const encounter = world.encounters.get(id);
    const stay = encounter && currentStay(encounter.state);
    if (encounter !== undefined && stay?.ward === seat.ward && stay.bed === seat.bed) {
      found.add(encounter.patient);
    }
  }
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}
