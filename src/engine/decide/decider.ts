import type { EntityStore } from "../entity-store.ts";
import { EngineError } from "../errors.ts";
import type {
  CedarRecord,
  DecodedContext,
  EngineDecision,
  EngineRequest,
  EntityUid,
  OnPolicyError,
  PolicySet,
} from "../types.ts";
import { uidText } from "../values/entity-node.ts";
import { Fault } from "../values/fault.ts";
import { createAnswers } from "./answers.ts";
import { createEvaluation } from "./evaluation.ts";
import { type ActionKinds, createKinds, type Kinds } from "./kinds.ts";
import { createRequests, ReadContext, type Requests } from "./requests.ts";

/** What decides, and what it finds requests with. */
export interface Decider {
  readonly decide: (request: EngineRequest) => EngineDecision;
  /** @throws EngineError `invalid-context` */
  readonly decodeContext: (action: EntityUid, json: CedarRecord) => DecodedContext;
  readonly kinds: Kinds;
  readonly requests: Requests;
}

/** Ties a set's code to a store of the same schema. */
export function createDecider(
  { schema, program, hash }: PolicySet,
  store: EntityStore,
  onPolicyError: OnPolicyError,
): Decider {
  const table = store.nodes;
  const answers = createAnswers(program.policies, hash, store.revision);
  const evaluation = createEvaluation(program.policies, answers, onPolicyError);
  const kinds = createKinds(schema, program, table);
  const requests = createRequests(schema, table, kinds);
  const failed = (message: string) => answers.nothing([{ message }]);

  function evaluate(request: EngineRequest): EngineDecision {
    const kind = kindOf(request, kinds);
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

  function decide(request: EngineRequest): EngineDecision {
    try {
      return evaluate(request ?? {});
    } catch (error) {
      if (error instanceof Fault) return failed(error.message);
      throw error;
    }
  }

  return { decide, decodeContext: decoderOf(kinds, requests), kinds, requests };
}

/** A context that was decoded here knows its action. */
function kindOf({ action, context }: EngineRequest, kinds: Kinds): ActionKinds | undefined {
  if (context instanceof ReadContext && context.kinds === kinds) {
    const known = context.kind.action;
    if (known.id === action?.id && known.type === action.type) return context.kind;
  }
  return kinds(action);
}

function decoderOf(kinds: Kinds, requests: Requests): Decider["decodeContext"] {
  return (action, json) => {
    const kind = kinds(action);
    if (kind === undefined) {
      const name = uidText({ type: String(action?.type), id: String(action?.id) });
      throw new EngineError("invalid-context", `The schema has no action ${name}.`);
    }
    try {
      const read = requests.read(kind.action, json);
      // It may have to be read again, and the caller's own may be another by then.
      return new ReadContext(kinds, kind, structuredClone(json), read);
    } catch (error) {
      if (error instanceof Fault) throw new EngineError("invalid-context", error.message);
      throw error;
    }
  };
}
