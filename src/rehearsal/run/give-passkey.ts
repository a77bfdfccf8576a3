import { isEngaged } from "../../sessions/index.ts";
import type { Command } from "../../world/index.ts";

/** The passkey that a scenario takes for granted: of the person's engagement that runs. */
export function givePasskey(person: string): Command<string | undefined> {
  return {
    name: "rehearsal.give-passkey",
    actor: { type: "system", id: "rehearsal" },
    handle: ({ world, at, id }) => {
      const isRunning = (engagement: string) => isEngaged(world, engagement, at);
      const known = world.passkeysByPerson
        .get(person)
        .find((each) => isRunning(world.passkeys.get(each)?.engagement ?? ""));
      const engagement = world.engagementsByPerson.get(person).find(isRunning);
      if (known !== undefined || engagement === undefined) return { records: [], answer: known };
      const passkey = id("pky");
      const body = { badge: "", counter: 0, engagement, passkey, person, synced: true };
      return { records: [{ kind: "passkey.enrolled", body }], answer: passkey };
    },
  };
}
