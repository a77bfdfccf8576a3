import type { Duration } from "../ports/index.ts";
import type { Grant } from "../world/index.ts";
import type { CoverWish } from "./answer.ts";
import { approversOf } from "./approvers.ts";
import { noBoundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import type { Telling } from "./explain.ts";
import { factsAt, type PolicyFacts } from "./facts.ts";
import { requesting } from "./grant-actions.ts";
import { grantFor } from "./grants.ts";
import { holdsRole } from "./held-roles.ts";

/** Decides whether the person may ask, as they are now. */
export type MayAsk = (facts: PolicyFacts, action: string) => boolean;

/** What the person has asked for that would cover this request, and nobody has answered yet. */
export function askedAlready({ situation, facts, at }: Telling): Grant | undefined {
  return grantFor(situation, facts.holder, noBoundaries(at), "pending");
}

/** What was approved that would cover this request, and could be begun now. */
export function readyToStart({ situation, facts, at }: Telling): Grant | undefined {
  return grantFor(situation, facts.holder, noBoundaries(at), "approved");
}

/**
 * The whole request by which this person could get past this denial, where the policy lets them ask and somebody is there to
 * answer: for the patient, or for just the action where it is not in their role.
 */
export function coverToRequest(telling: Telling, mayAsk: MayAsk): CoverWish | undefined {
  const { situation, facts, at } = telling;
  const { bundle, world, request, action } = situation;
  const { entitling, duties, held, whereabouts } = facts.holder;
  const asking = bundle.actions.get(requesting);
  if (!action.clinical || whereabouts === undefined || asking === undefined) return undefined;
  const kind = entitling.length > 0 ? "patient" : "task";
  const rules = bundle.grants.kinds.get(kind);
  const ward = facts.wards[0];
  if (rules === undefined || ward === undefined) return undefined;
  const isFor = duties.some((duty) => rules.for.has(duty.role) && holdsRole(held, duty));
  if (!isFor || (kind === "task" && !rules.of.has(action.name))) return undefined;
  const asked = { ...situation, action: asking, request: { ...request, action: requesting } };
  if (!mayAsk(factsAt(asked, noBoundaries(at)).forPolicies, requesting)) return undefined;
  if (!isAnswered(telling, ward)) return undefined;
  return {
    kind,
    ward,
    patient: whereabouts.patient,
    ...(kind === "task" ? { action: action.name } : {}),
    lasts: Math.min(rules.usual, grantLongest(bundle, world, ward)),
  };
}

/** Nobody is sent to ask where there is nobody but themselves who could answer. */
function isAnswered({ situation: { bundle, world, request }, at }: Telling, ward: string): boolean {
  for (const person of approversOf(bundle, world, ward, at)) {
    if (person !== request.subject.id) return true;
  }
  return false;
}

/** The longest that a grant may last on a ward: its pattern's; none where nobody knows it. */
export function grantLongest(
  bundle: Bundle,
  world: Parameters<typeof findPattern>[1],
  ward: string,
): Duration {
  return findPattern(bundle, world, ward)?.grantLongest ?? 0;
}
