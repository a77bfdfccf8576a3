import { createDecider } from "./decide/decider.ts";
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
 * @throws EngineError `other-schema`
 */
export function createPdp(set: PolicySet, store: EntityStore, options: PdpOptions): Pdp {
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
    decideMany: (each) => each.map(decide),
    ...createSearches(set.schema, store, decider),
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
