import { atDoor, objectAt, uidAt, whyUnreadable } from "../door.ts";
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
  const kinds = createKinds(schema, { program, table, evaluation });
  const requests = createRequests(schema, table, kinds);
  const failed = (message: string) => answers.nothing([{ message }]);

  /** Of values that were prepared here nothing has to be looked up. Undefined: of these something has. */
  function evaluatePrepared(
    principal: EntityUid,
    action: EntityUid,
    resource: EntityUid,
    context: EngineRequest["context"],
  ): EngineDecision | undefined {
    if (!requests.isFresh(context)) return undefined;
    const { kind, value } = context;
    if (requests.kept(action) !== kind.node) return undefined;
    const by = requests.kept(principal);
    const on = requests.kept(resource);
    if (by === undefined || on === undefined) return undefined;
    const bucket = kind.made(by, on);
    return typeof bucket === "function" ? bucket(by, kind.node, on, value) : undefined;
  }

  function evaluate(request: EngineRequest): EngineDecision {
    const kind = kindOf(request, kinds);
    if (kind === undefined) {
      return failed(`no such action: ${uidText(uidAt("the action", request.action))}`);
    }
    const generation = table.generation();
    let principal = requests.node(request.principal);
    let resource = requests.node(request.resource);
    const bucket = kind.bucket(principal, resource);
    if (typeof bucket === "string") return failed(bucket);
    const bound = table.generation();
    if (bound !== generation) {
      principal = requests.node(principal);
      resource = requests.node(resource);
    }
    const context = requests.context(kind.action, request.context);
    // A getter in it may have changed the store: what was looked up before is another's then.
    if (table.generation() !== bound) return failed("the store changed while the request was read");
    return bucket(principal, kind.node, resource, context);
  }

  function decide(request: EngineRequest): EngineDecision {
    try {
      const { action, context, principal, resource } = request ?? objectAt("the request", request);
      // Each is read once: a getter may say something else the next time.
      return (
        evaluatePrepared(principal, action, resource, context) ??
        evaluate({ principal, action, resource, context })
      );
    } catch (error) {
      return failed(error instanceof Fault ? error.message : whyUnreadable("the request", error));
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
  return (action, json) =>
    atDoor("invalid-context", "the context", () => {
      const uid = uidAt("the action", action);
      const kind = kinds(uid);
      if (kind === undefined) {
        throw new EngineError("invalid-context", `The schema has no action ${uidText(uid)}.`);
      }
      return new ReadContext(kinds, kind, requests.read(kind.action, json));
    });
}
