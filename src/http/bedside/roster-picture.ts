import type { Bundle, Duty } from "../../access/index.ts";
import { handing, stayOn } from "../../exceptions/index.ts";
import type { Scene } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { NameBook } from "../names.ts";
import type { RosterView } from "../roster-contract.ts";
import { swapsOf } from "../rosters/swap-choices.ts";
import { stayingFor, waitingFor } from "../rosters/waiting.ts";

/** What the occupant is shown of the roster: what waits for them to confirm, what they may do at the end of their shift (L9, S9, L10). */
export function drawRoster(
  scene: Scene,
  seat: string,
  { id: session, person }: Session,
  duties: readonly Duty[],
  names: NameBook,
): RosterView {
  const { bundle, world, at } = scene;
  const asker = { person, context: { session, seat } };
  const wards = [...new Set(duties.map(({ ward }) => ward))];
  const stay = wards.find(
    (ward) => mayStay(bundle, duties, ward) && stayOn(bundle, world, { person, ward }, at),
  );
  return {
    waiting: waitingFor(scene, asker, names),
    ...stayingFor(scene, asker, names),
    ...(stay === undefined
      ? {}
      : { stay: { ward: stay, wardName: world.wards.get(stay)?.name ?? stay } }),
    mayHandOver: duties.some(({ role }) => bundle.roles.get(role)?.may.has(handing) === true),
    swaps: swapsOf(scene, person, names),
  };
}

function mayStay({ roles }: Bundle, duties: readonly Duty[], ward: string): boolean {
  return duties.some(
    (duty) => duty.ward === ward && roles.get(duty.role)?.may.has("shift.stay") === true,
  );
}
