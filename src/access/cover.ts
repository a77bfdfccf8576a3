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
import { coversRequest, grantFor } from "./grants.ts";
import type { AccessRequest } from "./request.ts";

/** Decides whether the person may ask about this, as they are now. */
export type MayAsk = (
  facts: PolicyFacts,
  asked: Pick<AccessRequest, "action" | "resource">,
) => boolean;

/** What the person has asked for that would cover this request, and nobody has answered yet. */
export function askedAlready({ situation, facts, at }: Telling): Grant | undefined {
  return grantFor(situation, facts.holder, noBoundaries(at), "pending");
}

/** What was approved that would cover this request, and could be begun now. */
export function readyToStart({ situation, facts, at }: Telling): Grant | undefined {
  return grantFor(situation, facts.holder, noBoundaries(at), "approved");
}

/** What could be asked for: what gives the least, and what else would do. */
export interface CoverChoice {
  readonly least: CoverWish;
  readonly wider: readonly CoverWish[];
}

/**
 * The whole requests by which this person could get past this denial, where the policy lets them ask and somebody is there to
 * answer, the least first: for the patient, or for just the action where it is not in their role; for the ward; for a role in it.
 */
export function coverToRequest(telling: Telling, mayAsk: MayAsk): CoverChoice | undefined {
  const { situation, facts, at } = telling;
  const { bundle, request } = situation;
  const action = bundle.actions.get(requesting);
  const ward = facts.wards[0];
  if (action === undefined || ward === undefined) return undefined;
  const may = new Map(
    [request.resource, { type: "ward", id: ward }].map((resource) => {
      const asked = { action: requesting, resource };
      const asking = { ...situation, action, request: { ...request, ...asked } };
      const { forPolicies } = factsAt(asking, noBoundaries(at));
      return [resource.type, mayAsk(forPolicies, asked)];
    }),
  );
  const [least, ...wider] = wishesFor(telling, ward).filter(({ patient }) =>
    may.get(patient === undefined ? "ward" : "patient"),
  );
  return least !== undefined && isAnswered(telling, ward) ? { least, wider } : undefined;
}

/** What would cover just this request, once it was approved and begun. */
function wishesFor({ situation, facts }: Telling, ward: string): readonly CoverWish[] {
  const { bundle, world, action } = situation;
  const { holder } = facts;
  const longest = grantLongest(bundle, world, ward);
  const patient = holder.whereabouts?.patient;
  const about = patient === undefined ? {} : { patient };
  const scopes: readonly Omit<CoverWish, "lasts">[] = [
    ...(patient === undefined ? [] : [{ kind: "patient", ward, patient } as const]),
    { kind: "task", ward, action: action.name, ...about },
    { kind: "ward", ward },
    ...[...(bundle.grants.kinds.get("role")?.of ?? [])].map(
      (role) => ({ kind: "role", ward, role }) as const,
    ),
  ];
  return scopes.flatMap((scope) => {
    const rules = bundle.grants.kinds.get(scope.kind);
    if (rules === undefined || !coversRequest(situation, holder, scope)) return [];
    // What a role holds already, nobody asks for as a task besides.
    if (scope.kind === "task" && holder.entitling.length > 0) return [];
    return [{ ...scope, lasts: Math.min(rules.usual, longest) }];
  });
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
