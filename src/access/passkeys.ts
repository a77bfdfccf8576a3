import type { Instant } from "../ports/index.ts";
import type { Passkey, World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { isLive } from "./duty-of.ts";

/**
 * How sure a passkey makes us (domain, Assurance): 4 for one that cannot be copied, of a model that the policy
 * names and its maker attested; 3 for any other. Derived: a model taken off the policy is level 3 at once.
 */
export function passkeyLevel(bundle: Bundle, { model, synced }: Passkey): 3 | 4 {
  return !synced && model !== undefined && bundle.hardware.has(model) ? 4 : 3;
}

/** The passkeys that a person may use at `at`: not locked, and enrolled under an engagement that runs (L3). */
export function livePasskeys(world: World, person: string, at: Instant): readonly Passkey[] {
  return world.passkeysByPerson
    .get(person)
    .map((id) => world.passkeys.get(id))
    .filter((passkey) => passkey !== undefined)
    .filter(({ engagement, locked }) => {
      return !locked && isLive(world.engagements.get(engagement), noBoundaries(at));
    });
}
