import { createAnswers } from "./decide/answers.ts";
import { type Bucket, linkBucket } from "./decide/bucket.ts";
import { createEvaluation, type Evaluation } from "./decide/evaluation.ts";
import { createKinds, type Kinds } from "./decide/kinds.ts";
import { createEntityStore, type EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import {
  type AuthorizationAnswer,
  type AuthorizationCall,
  type CedarPolicySet,
  type CedarSchema,
  type CheckParseAnswer,
  type DetailedError,
  readCedarPolicies,
  readCedarSchema,
  type StatefulAuthorizationCall,
} from "./parse/read-call.ts";
import { createProgram, type Program } from "./plan/program.ts";
import type { EngineDecision, Entity, EntityUid, Schema } from "./types.ts";
import { decodeRecord, decodeUid, decodeValue } from "./values/decode.ts";
import { type Attributes, type EntityNode, uidText } from "./values/entity-node.ts";
import { Fault } from "./values/fault.ts";

/** The calls of cedar-wasm that decide, with its input and output: either can take the other's place. */
export interface Cedar {
  readonly isAuthorized: (call: AuthorizationCall) => AuthorizationAnswer;
  readonly statefulIsAuthorized: (call: StatefulAuthorizationCall) => AuthorizationAnswer;
  readonly preparsePolicySet: (id: string, policies: CedarPolicySet) => CheckParseAnswer;
  readonly preparseSchema: (name: string, schema: CedarSchema) => CheckParseAnswer;
}

/** A policy set that was read, and the store in which each call's entities stand while it is answered. */
interface Prepared {
  readonly program: Program;
  readonly schema: Schema | undefined;
  readonly store: EntityStore;
  readonly evaluation: Evaluation;
  /** For requests that are held to no schema. */
  readonly unchecked: Bucket;
  /** For those that are. */
  readonly kinds: Kinds | undefined;
  /** The entities of the call before. */
  present: readonly EntityUid[];
}

/**
 * cedar-wasm's deciding calls over this engine, with Cedar's own semantics (a policy that errors is skipped).
 * Reasons and errors come sorted by policy id, where cedar-wasm's order is random.
 */
export function createCedar(): Cedar {
  const sets = new Map<string, CedarPolicySet>();
  const schemas = new Map<string, Schema>();
  const prepared = new Map<string, Prepared>();
  const latest: { texts: string; ready: Prepared }[] = [];
  return {
    preparsePolicySet: (id, policies) =>
      answered(() => {
        for (const key of prepared.keys()) if (key.startsWith(`${id}\n`)) prepared.delete(key);
        prepared.set(`${id}\n`, prepare(readCedarPolicies(policies), undefined));
        sets.set(id, policies);
      }),
    preparseSchema: (name, schema) => answered(() => schemas.set(name, readCedarSchema(schema))),
    statefulIsAuthorized: (call) =>
      authorized(() => {
        const { preparsedPolicySetId: id, preparsedSchemaName: name = "" } = call;
        const schema = schemas.get(name);
        if (name !== "" && schema === undefined) throw new Fault(`schema '${name}' is not known`);
        const key = `${id}\n${name}`;
        let ready = prepared.get(key);
        if (ready === undefined || ready.schema !== schema) {
          const policies = sets.get(id);
          if (policies === undefined) throw new Fault(`policy set '${id}' is not known`);
          ready = prepare(readCedarPolicies(policies), schema);
          prepared.set(key, ready);
        }
        return decideCall(ready, call);
      }),
    isAuthorized: (call) =>
      authorized(() => {
        const texts = JSON.stringify([call.policies, call.schema ?? null]);
        let ready = latest.find((each) => each.texts === texts)?.ready;
        if (ready === undefined) {
          const schema = call.schema === undefined ? undefined : readCedarSchema(call.schema);
          ready = prepare(readCedarPolicies(call.policies), schema);
          if (latest.unshift({ texts, ready }) > 8) latest.pop();
        }
        return decideCall(ready, call);
      }),
  };
}

function prepare(
  policies: ReturnType<typeof readCedarPolicies>,
  schema: Schema | undefined,
): Prepared {
  const program = createProgram(policies, schema);
  const store = createEntityStore(schema);
  const answers = createAnswers(program.policies, "", store.revision);
  return {
    program,
    schema,
    store,
    evaluation: createEvaluation(program.policies, answers, "skip"),
    unchecked: linkBucket(program.untyped(), store.nodes),
    kinds: schema === undefined ? undefined : createKinds(schema, program, store.nodes),
    present: [],
  };
}

type Call = Pick<
  AuthorizationCall,
  "principal" | "action" | "resource" | "context" | "entities" | "validateRequest"
>;

function decideCall(ready: Prepared, call: Call): EngineDecision {
  const { store, evaluation } = ready;
  const put = call.entities as readonly Entity[];
  store.apply({ put, remove: ready.present });
  ready.present = put.map(({ uid }) => uid);
  const node = (json: unknown, path: string) =>
    decodeUid(json, { node: store.nodes.borrow, entityTypes: undefined }, path);
  const principal = node(call.principal, "principal");
  const action = node(call.action, "action");
  const resource = node(call.resource, "resource");
  const bucket = bucketOf(ready, call, principal, action, resource);
  const context = contextOf(ready, call, action);
  evaluation.begin();
  bucket(principal, action, resource, context, evaluation);
  return evaluation.end();
}

/** A request that is held to the schema can go by its types. */
function bucketOf(
  { kinds, unchecked }: Prepared,
  { validateRequest = true }: Call,
  principal: EntityNode,
  action: EntityNode,
  resource: EntityNode,
): Bucket {
  if (kinds === undefined || !validateRequest) return unchecked;
  const bucket = kinds(action)?.bucket(principal, resource);
  if (bucket === undefined) {
    throw new Fault(`action \`${uidText(action)}\` does not exist in the supplied schema`);
  }
  if (typeof bucket === "string") throw new Fault(bucket);
  return bucket;
}

function contextOf({ schema, store }: Prepared, { context }: Call, action: EntityNode): Attributes {
  const decoding = { node: store.nodes.borrow, entityTypes: schema?.entityTypes };
  const declared = schema?.actions.get(uidText(action));
  if (declared === undefined) {
    return decodeValue(context, undefined, decoding, "context") as Attributes;
  }
  return decodeRecord(context, declared.context, decoding, "context");
}

function authorized(decide: () => EngineDecision): AuthorizationAnswer {
  try {
    const { allow, reasons, errors } = decide();
    return {
      type: "success",
      response: {
        decision: allow ? "allow" : "deny",
        diagnostics: {
          reason: [...reasons],
          errors: errors.map(({ policy = "", message }) => ({
            policyId: policy,
            error: detailed(message),
          })),
        },
      },
      warnings: [],
    };
  } catch (error) {
    return { type: "failure", errors: [detailed(refusalOf(error))], warnings: [] };
  }
}

function answered(read: () => unknown): CheckParseAnswer {
  try {
    read();
    return { type: "success" };
  } catch (error) {
    return { type: "failure", errors: [detailed(refusalOf(error))] };
  }
}

/** What was wrong with the call; anything else is no answer but a bug. */
function refusalOf(error: unknown): string {
  if (error instanceof Fault || error instanceof EngineError) return error.message;
  throw error;
}

function detailed(message: string): DetailedError {
  return { message, help: null, code: null, url: null, severity: null };
}
