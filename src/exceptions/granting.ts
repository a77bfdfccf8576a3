import type { Bundle } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";

/** What is derived from: the world and the policy of the batch in which the policy permits it. */
export interface Granting {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
}
