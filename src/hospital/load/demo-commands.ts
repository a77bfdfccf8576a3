import type { Side, SideKey } from "../../ports/index.ts";
import { setPin } from "../../sessions/index.ts";
import type { Command } from "../../world/index.ts";
import type { Demo } from "../demo.ts";
import { loader } from "./hospital-commands.ts";
import type { SecretHash } from "./staff-items.ts";

/** What giving out PINs and a key needs of the outside. */
export interface DemoDeps {
  readonly side: Side;
  readonly hash: SecretHash;
  /** The verifier of a PIN (argon2id): slow, so that it is made only where there is none. */
  readonly hashPin: (pin: string) => Promise<string>;
}

/**
 * Commands that let the demonstration's people sign in and its workload call. Their badges are registered with the
 * hospital; a PIN that is there already is left alone.
 */
export async function demoCommands(demo: Demo, deps: DemoDeps): Promise<readonly Command<void>[]> {
  const people = Object.values(demo.people);
  const keys = people.map(
    ({ person }): SideKey => ({ table: "credentials", key: `pin|${person}` }),
  );
  const known = await deps.side.get(keys);
  const without = people.filter((_, index) => known[index] === undefined);
  const pins = await Promise.all(
    without.map(async ({ person, pin }) =>
      setPin({ person, verifier: await deps.hashPin(pin), actor: loader }),
    ),
  );
  return [...pins, keyCommand(demo, deps)];
}

function keyCommand({ workload }: Demo, { hash }: DemoDeps): Command<void> {
  const key = `api-key|${hash("api-key", workload.key)}`;
  return {
    name: "hospital.register-key",
    actor: loader,
    handle: () => ({
      records: [],
      side: [{ table: "credentials", key, value: workload.id }],
      answer: undefined,
    }),
  };
}
