import { createDecider } from "./decide/decider.ts";
import { atDoor, expected, functionAt, listAt, madeAt, objectAt, textAt } from "./door.ts";
import type { EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import { explainWith } from "./explain/explain.ts";
import { createSearches } from "./search.ts";
import { createShadow, type ShadowOptions } from "./shadow.ts";
import type {
  CedarRecord,
  EngineDecision,
  EngineRequest,
  OnPolicyError,
  Pdp,
  PolicySet,
} from "./types.ts";
import { encodeRecord } from "./values/encode.ts";

/** How a {@link Pdp} decides. */
export interface PdpOptions {
  readonly onPolicyError: OnPolicyError;
  /** Compares a sample of the decisions with Cedar's own; none when absent. */
  readonly shadow?: ShadowOptions;
}

/**
 * A decision point over a policy set and a store of the same schema: code takes shortcuts that rest on what entities
 * were held to. A request that cannot be evaluated (an action that the schema does not know, a context of another
 * shape) is denied with an error that names no policy.
 *
 * @throws EngineError `other-schema`, `invalid-argument`
 */
export function createPdp(set: PolicySet, store: EntityStore, options: PdpOptions): Pdp {
  atDoor("invalid-argument", "what a decision point is over", () => check(set, store, options));
  if (store.schema?.text !== set.schema.text) {
    throw new EngineError("other-schema", "The store's entities are not held to the set's schema.");
  }
  const decider = createDecider(set, store, options.onPolicyError);
  const { decodeContext, kinds, requests } = decider;
  // With every value written out, as one without the schema reads it.
  const contextOf = ({ action, context }: EngineRequest): CedarRecord => {
    const kind = kinds(action);
    return kind === undefined ? {} : encodeRecord(requests.context(kind.action, context));
  };
  const shadow =
    options.shadow === undefined ? undefined : createShadow(set, store, options.shadow, contextOf);
  const decide = (request: EngineRequest): EngineDecision => {
    const decision = decider.decide(request);
    shadow?.(request, decision);
    return decision;
  };
  const forbidDenies = options.onPolicyError === "forbid-denies";
  return {
    decide,
    decideMany: (requests) =>
      atDoor("invalid-request", "the requests", () => [
        ...(listAt("the requests", requests) as readonly EngineRequest[]),
      ]).map(decide),
    ...createSearches(set.schema, store, { decide, decodeContext }),
    explain: (request) =>
      explainWith(set, {
        kinds,
        requests,
        request,
        decision: decider.decide(request),
        forbidDenies,
      }),
    decodeContext,
  };
}

/** @throws Fault for what is of another form */
function check(set: unknown, store: unknown, options: unknown): void {
  const { schema, program, policies, hash, oracle } = objectAt("the policy set", set);
  textAt("the policy set's hash", hash);
  madeAt("the policy set's schema", "compilePolicies", schema);
  madeAt("the policy set's program", "compilePolicies", program);
  if (!(policies instanceof Map)) throw expected("the policy set's policies", "a Map", policies);
  if (oracle !== undefined) functionAt("the policy set's oracle", oracle);
  madeAt("the store", "createEntityStore", store);
  const { onPolicyError, shadow } = objectAt("the options", options);
  if (onPolicyError !== "forbid-denies" && onPolicyError !== "skip") {
    throw expected("onPolicyError", "`forbid-denies` or `skip`", onPolicyError);
  }
  if (shadow === undefined) return;
  const { rate, random, onChecked } = objectAt("shadow", shadow);
  if (typeof rate !== "number" || !(rate >= 0 && rate <= 1)) {
    throw expected("shadow's rate", "a number from 0 to 1", rate);
  }
  functionAt("shadow's random", random);
  functionAt("shadow's onChecked", onChecked);
}
