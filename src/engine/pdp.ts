import { createAnswers } from "./decide/answers.ts";
import { createEvaluation } from "./decide/evaluation.ts";
import { type ActionKinds, createKinds } from "./decide/kinds.ts";
import { createRequests, ReadContext } from "./decide/requests.ts";
import type { EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import { explainWith } from "./explain/explain.ts";
import { createSearches } from "./search.ts";
import { createShadow, type ShadowOptions } from "./shadow.ts";
import type {
  CedarRecord,
  DecodedContext,
  EngineDecision,
  EngineRequest,
  EntityUid,
  OnPolicyError,
  Pdp,
  PolicySet,
} from "./types.ts";
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
  const requests = createRequests(schema, table, kinds);
  const failed = (message: string) => answers.nothing([{ message }]);
  const shadow =
    options.shadow === undefined ? undefined : createShadow(set, store, options.shadow);

  /** A context that was decoded here knows its action. */
  function kindOf({ action, context }: EngineRequest): ActionKinds | undefined {
    if (context instanceof ReadContext && context.kinds === kinds) {
      const known = context.kind.action;
      if (known.id === action.id && known.type === action.type) return context.kind;
    }
    return action === undefined || action === null ? undefined : kinds(action);
  }

  function evaluate(request: EngineRequest): EngineDecision {
    const kind = kindOf(request);
    if (kind === undefined) return failed("no such action");
    let principal = requests.node(request.principal);
    let resource = requests.node(request.resource);
    const generation = table.generation();
    const bucket = kind.bucket(principal, resource);
    if (typeof bucket === "string") return failed(bucket);
    if (table.generation() !== generation) {
      principal = requests.node(principal);
      resource = requests.node(resource);
    }
    const context = requests.context(kind.action, request.context);
    evaluation.begin();
    bucket(principal, kind.node, resource, context, evaluation);
    return evaluation.end();
  }

  function decideUnwatched(request: EngineRequest): EngineDecision {
    try {
      return evaluate(request ?? {});
    } catch (error) {
      if (error instanceof Fault) return failed(error.message);
      throw error;
    }
  }

  function decide(request: EngineRequest): EngineDecision {
    const decision = decideUnwatched(request);
    shadow?.(request, decision);
    return decision;
  }

  function decodeContext(action: EntityUid, json: CedarRecord): DecodedContext {
    const kind = kinds(action);
    if (kind === undefined) {
      throw new EngineError("invalid-context", `The schema has no action ${uidText(action)}.`);
    }
    try {
      return new ReadContext(kinds, kind, json, requests.read(kind.action, json));
    } catch (error) {
      if (error instanceof Fault) throw new EngineError("invalid-context", error.message);
      throw error;
    }
  }

  return {
    decide,
    decideMany: (each) => each.map(decide),
    ...createSearches(schema, store, { decide: decideUnwatched, decodeContext }),
    explain: (request) =>
      explainWith(set, { kinds, requests, request, decision: decideUnwatched(request) }),
    decodeContext,
  };
}
