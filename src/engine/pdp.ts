import { createAnswers } from "./decide/answers.ts";
import { createEvaluation } from "./decide/evaluation.ts";
import { createKinds } from "./decide/kinds.ts";
import { createRequests, ReadContext } from "./decide/requests.ts";
import type { EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import { explainWith } from "./explain/explain.ts";
import { createSearches } from "./search.ts";
import { createShadow, type ShadowOptions } from "./shadow.ts";
import type { EngineDecision, EngineRequest, OnPolicyError, Pdp, PolicySet } from "./types.ts";
import { uidText } from "./values/entity-node.ts";
import { Fault } from "./values/fault.ts";

/** How a {@link Pdp} decides. */
export interface PdpOptions {
  readonly onPolicyError: OnPolicyError;
  /** Compares a sample of the decisions with Cedar's own; none when absent. */
  readonly shadow?: ShadowOptions;
}

/**
 * A decision point over a policy set and a store of the same schema. A request that cannot be evaluated (an
 * action that the schema does not know, a context of another shape) is denied with an error that names no policy.
 */
export function createPdp(set: PolicySet, store: EntityStore, options: PdpOptions): Pdp {
  const { schema, program, hash } = set;
  const table = store.nodes;
  const answers = createAnswers(program.policies, hash, store.revision);
  const evaluation = createEvaluation(program.policies, answers, options.onPolicyError);
  const kinds = createKinds(schema, program, table);
  const requests = createRequests(schema, table);
  const failed = (message: string) => answers.nothing([{ message }]);
  const shadow =
    options.shadow === undefined ? undefined : createShadow(set, store, options.shadow);

  function decideUnwatched(request: EngineRequest): EngineDecision {
    const kind = kinds(request.action);
    if (kind === undefined) return failed("no such action");
    const bucket = kind.bucket(request.principal, request.resource);
    if (typeof bucket === "string") return failed(bucket);
    try {
      const context = requests.context(kind.action, request.context);
      const [principal, resource] = [
        requests.node(request.principal),
        requests.node(request.resource),
      ];
      evaluation.begin();
      bucket(principal, kind.node, resource, context, evaluation);
    } catch (error) {
      if (error instanceof Fault) return failed(error.message);
      throw error;
    }
    return evaluation.end();
  }

  function decide(request: EngineRequest): EngineDecision {
    const decision = decideUnwatched(request);
    shadow?.(request, decision);
    return decision;
  }

  return {
    decide,
    decideMany: (each) => each.map(decide),
    ...createSearches(schema, store, decideUnwatched),
    explain: (request) =>
      explainWith(set, { kinds, requests, request, decision: decideUnwatched(request) }),
    decodeContext(action, json) {
      const kind = kinds(action);
      if (kind === undefined) {
        throw new EngineError("invalid-context", `The schema has no action ${uidText(action)}.`);
      }
      try {
        const value = requests.context(kind.action, json);
        return new ReadContext(kind.action, json, table, value);
      } catch (error) {
        if (error instanceof Fault) throw new EngineError("invalid-context", error.message);
        throw error;
      }
    },
  };
}
