import { coverDoors } from "./cover-doors.ts";
import type { Doors } from "./doors.ts";
import { emergencyDoors } from "./emergency-doors.ts";
import { createLooks } from "./looks.ts";
import { createPhoneScreens } from "./phone-screens.ts";
import { rosterDoors } from "./roster-doors.ts";
import { seatDoors } from "./seat-doors.ts";
import { createScreens } from "./seat-screens.ts";
import type { Stage } from "./stage.ts";
import { consoleDoors, phoneDoors } from "./surface-doors.ts";
import { createWitnesses } from "./witness-doors.ts";
import { workDoors } from "./work-doors.ts";

/** Everything that people do, by the product's own commands. */
export function commandDoors(stage: Stage): Doors {
  const screens = createScreens(stage);
  const phones = createPhoneScreens(stage);
  const looks = createLooks(stage);
  const witnesses = createWitnesses();
  const work = workDoors(stage, { seats: screens, phones }, witnesses);
  return {
    ...seatDoors(stage, screens, witnesses),
    ...work,
    ...coverDoors(stage, looks, work),
    ...emergencyDoors(stage, screens),
    ...rosterDoors(stage),
    phones: phoneDoors(stage, phones),
    consoles: consoleDoors(stage, looks),
  };
}
