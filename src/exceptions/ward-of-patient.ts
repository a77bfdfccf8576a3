import { currentStay, type World } from "../world/index.ts";

/** The ward whose bed a patient has, which answers for them; undefined: they are not admitted. */
export function wardOfPatient(world: World, patient: string): string | undefined {
  for (const id of world.encountersByPatient.get(patient)) {
    const state = world.encounters.get(id)?.state;
    if (state?.status === "admitted") return currentStay(state)?.ward;
  }
  return undefined;
}
