import { createAnswers } from "./decide/answers.ts";
import { type Bucket, linkBucket } from "./decide/bucket.ts";
import { createEvaluation, type Evaluation } from "./decide/evaluation.ts";
import { createKinds, type Kinds } from "./decide/kinds.ts";
import { whyUnreadable } from "./door.ts";
import { createEntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import type { PolicyForm } from "./expressions/policy-form.ts";
import { stringifyLossless } from "./parse/lossless-json.ts";
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
import { fill } from "./store/fill.ts";
import type { NodeTable } from "./store/node-table.ts";
import type { EngineDecision, Entity, Schema } from "./types.ts";
import {
  createDecoding,
  type Decoding,
  decodeRecord,
  decodeUid,
  decodeValue,
  startAt,
} from "./values/decode.ts";
import { type Attributes, type EntityNode, uidText } from "./values/entity-node.ts";
import { Fault } from "./values/fault.ts";
import { isRecord } from "./values/value.ts";

/** The calls of cedar-wasm that decide, with its input and output: either can take the other's place. */
export interface Cedar {
  readonly isAuthorized: (call: AuthorizationCall) => AuthorizationAnswer;
  readonly statefulIsAuthorized: (call: StatefulAuthorizationCall) => AuthorizationAnswer;
  readonly preparsePolicySet: (id: string, policies: CedarPolicySet) => CheckParseAnswer;
  readonly preparseSchema: (name: string, schema: CedarSchema) => CheckParseAnswer;
}

/** A policy set that was read, ready for calls. */
interface Prepared {
  readonly program: Program;
  readonly schema: Schema | undefined;
  bound: Bound;
}

/** A policy set's code over the nodes of its calls' entities. */
interface Bound {
  readonly table: NodeTable;
  readonly decoding: Decoding;
  /** For the names in requests that are held to no schema. */
  readonly uncheckedDecoding: Decoding;
  readonly evaluation: Evaluation;
  /** For requests that are held to no schema. */
  readonly unchecked: Bucket;
  /** For those that are. */
  readonly kinds: Kinds | undefined;
}

/** Calls leave their nodes behind for the next; past so many they are all let go. */
const mostNodes = 50_000;

/**
 * cedar-wasm's deciding calls over this engine, with Cedar's own semantics (a policy that errors is skipped).
 * Reasons and errors come sorted by policy id, where cedar-wasm's order is random.
 */
export function createCedar(): Cedar {
  const sets = new Map<string, readonly PolicyForm[]>();
  const schemas = new Map<string, Schema>();
  const prepared = new Map<string, Prepared>();
  const latest: { texts: string; ready: Prepared }[] = [];
  return {
    preparsePolicySet: (id, policies) =>
      answered(() => {
        const forms = readPolicies(policies);
        for (const key of prepared.keys()) if (key.startsWith(`${id}\n`)) prepared.delete(key);
        prepared.set(`${id}\n`, prepare(forms, undefined));
        sets.set(id, forms);
      }),
    preparseSchema: (name, schema) => answered(() => schemas.set(name, readSchema(schema))),
    statefulIsAuthorized: (call) =>
      authorized(() => {
        const { preparsedPolicySetId: id, preparsedSchemaName } = call ?? {};
        const name = preparsedSchemaName ?? undefined;
        const schema = name === undefined ? undefined : schemas.get(name);
        if (name !== undefined && schema === undefined) {
          throw new Fault(`schema '${name}' is not known`);
        }
        const key = `${id}\n${name ?? ""}`;
        let ready = prepared.get(key);
        if (ready === undefined || ready.schema !== schema) {
          const policies = sets.get(id);
          if (policies === undefined) throw new Fault(`policy set '${id}' is not known`);
          ready = prepare(policies, schema);
          prepared.set(key, ready);
        }
        return decideCall(ready, call);
      }),
    isAuthorized: (call) =>
      authorized(() => {
        const texts = reading("the call", () =>
          stringifyLossless([call.policies, call.schema ?? null]),
        );
        let ready = latest.find((each) => each.texts === texts)?.ready;
        if (ready === undefined) {
          const given = call.schema ?? undefined;
          const schema = given === undefined ? undefined : readSchema(given);
          ready = prepare(readPolicies(call.policies), schema);
          if (latest.unshift({ texts, ready }) > 8) latest.pop();
        }
        return decideCall(ready, call);
      }),
  };
}

const readPolicies = (policies: CedarPolicySet) =>
  reading("the policies", () => readCedarPolicies(policies));

const readSchema = (schema: CedarSchema) => reading("the schema", () => readCedarSchema(schema));

/** What is of a form that nothing foresaw (no object, a circle, a symbol) is refused like what is merely wrong. */
function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault || error instanceof EngineError) throw error;
    throw new Fault(
      `${what} cannot be read: ${error instanceof Error ? error.message : "unknown"}`,
    );
  }
}

function prepare(policies: readonly PolicyForm[], schema: Schema | undefined): Prepared {
  const program = createProgram(policies, schema);
  return { program, schema, bound: bind(program, schema) };
}

function bind(program: Program, schema: Schema | undefined): Bound {
  const { nodes: table } = createEntityStore(schema);
  const answers = createAnswers(program.policies, "", () => 0);
  return {
    table,
    decoding: createDecoding(table.borrow, schema?.entityTypes),
    uncheckedDecoding: createDecoding(table.borrow, undefined),
    evaluation: createEvaluation(program.policies, answers, "skip"),
    unchecked: linkBucket(program.untyped(), table),
    kinds: schema === undefined ? undefined : createKinds(schema, program, table),
  };
}

type Call = Pick<
  AuthorizationCall,
  "principal" | "action" | "resource" | "context" | "entities" | "validateRequest"
>;

function decideCall(ready: Prepared, call: Call): EngineDecision {
  const { program, schema } = ready;
  if (!Array.isArray(call.entities)) throw new Fault("the entities are no list");
  if (ready.bound.table.generation() > mostNodes) ready.bound = bind(program, schema);
  const { table, decoding, evaluation, kinds, unchecked, uncheckedDecoding } = ready.bound;
  const checked = kinds !== undefined && call.validateRequest !== false;
  const nameDecoding = checked ? decoding : uncheckedDecoding;
  const bucket = checked ? bucketOf(kinds, named(call, nameDecoding)) : unchecked;
  const clear = fill(table, schema, call.entities as readonly Entity[]);
  try {
    // Only now, since the code and the entities may have brought nodes of their own.
    const { principal, action, resource } = named(call, nameDecoding);
    const context = contextOf(ready, call, action);
    evaluation.begin();
    bucket(principal, action, resource, context, evaluation);
    return evaluation.end();
  } finally {
    clear();
  }
}

interface Named {
  readonly principal: EntityNode;
  readonly action: EntityNode;
  readonly resource: EntityNode;
}

function named(call: Call, decoding: Decoding): Named {
  const node = (name: "principal" | "action" | "resource") => {
    startAt(decoding, name);
    return decodeUid(call[name], decoding);
  };
  return { principal: node("principal"), action: node("action"), resource: node("resource") };
}

/** A request that is held to the schema can go by its types. */
function bucketOf(kinds: Kinds, { principal, action, resource }: Named): Bucket {
  const bucket = kinds(action)?.bucket(principal, resource);
  if (bucket === undefined) throw notInSchema(action);
  if (typeof bucket === "string") throw new Fault(bucket);
  return bucket;
}

function notInSchema(action: EntityNode): Fault {
  return new Fault(`action \`${uidText(action)}\` does not exist in the supplied schema`);
}

function contextOf({ schema, bound }: Prepared, { context }: Call, action: EntityNode): Attributes {
  startAt(bound.decoding, "context");
  if (schema !== undefined) {
    const declared = schema.actions.get(uidText(action));
    // Also where requests are not held to the schema: without the action nothing says what a context has.
    if (declared === undefined) throw notInSchema(action);
    return decodeRecord(context, declared.context, bound.decoding);
  }
  const value = decodeValue(context, undefined, bound.decoding);
  if (isRecord(value)) return value;
  throw new Fault("context: expected a record");
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

/** What was wrong with the call. */
function refusalOf(error: unknown): string {
  if (error instanceof Fault || error instanceof EngineError) return error.message;
  return whyUnreadable("the call", error);
}

function detailed(message: string): DetailedError {
  return { message, help: null, code: null, url: null, severity: null };
}
