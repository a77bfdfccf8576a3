import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import type { Answer } from "./answer.ts";
import type { Bundles } from "./bundle/bundles.ts";
import { decide, withoutPolicy } from "./decide.ts";
import type { AccessRequest } from "./request.ts";
import type { Words } from "./words.ts";

/** What a question is asked of. */
export interface Asking {
  readonly bundles: Bundles;
  /** The committed world. */
  readonly world: World;
  readonly at: Instant;
  readonly remedies?: boolean;
  readonly revocationStream?: boolean;
  readonly words?: Words;
}

/**
 * Decides on the committed world, without a record: for what enforces nothing, such as which buttons to
 * show. Whoever acts on it has the act itself decided and recorded.
 */
export function ask(asking: Asking, request: AccessRequest): Answer {
  const { bundles, ...rest } = asking;
  const bundle = bundles.current(asking.world);
  return bundle === undefined
    ? withoutPolicy({ ...rest, request })
    : decide({ ...rest, bundle, request });
}
