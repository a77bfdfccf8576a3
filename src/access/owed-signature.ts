import type { Instant } from "../ports/index.ts";
import type { Emergency, World } from "../world/index.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { factsAt } from "./facts.ts";
import type { AccessRequest } from "./request.ts";

/**
 * The emergency that let something be done which its performer has yet to sign for (X18): a contribution to care on a tap alone
 * where more is needed otherwise, or one that somebody else recorded. Undefined where nothing is owed.
 */
export function signatureOwed(
  { bundle, world }: { readonly bundle: Bundle; readonly world: World },
  request: AccessRequest,
  at: Instant,
): Emergency | undefined {
  const action = bundle.actions.get(request.action);
  if (action?.contributes !== true) return undefined;
  const { emergency, forPolicies } = factsAt({ bundle, world, request, action }, noBoundaries(at));
  return forPolicies.assured ? undefined : emergency;
}
