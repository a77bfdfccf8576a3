import { createAnswers } from "./decide/answers.ts";
import { type Bucket, linkBucket } from "./decide/bucket.ts";
import { createEvaluation } from "./decide/evaluation.ts";
import { createKinds, type Kinds } from "./decide/kinds.ts";
import { expected, type Given, listAt, objectAt, textAt, whyUnreadable } from "./door.ts";
import { createEntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import type { PolicyForm } from "./expressions/policy-form.ts";
import { CedarRefusal } from "./parse/cedar-refusal.ts";
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
import { jsonText, plainJson } from "./parse/read-json.ts";
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
  /** Undefined while a call has it: one that comes from within that call, out of a getter, makes its own. */
  bound: Bound | undefined;
}

/** A policy set's code over the nodes of its calls' entities. */
interface Bound {
  readonly table: NodeTable;
  readonly decoding: Decoding;
  /** For requests that are held to no schema. */
  readonly uncheckedDecoding: Decoding;
  /** For requests that are held to no schema. */
  readonly unchecked: Bucket;
  /** For those that are. */
  readonly kinds: Kinds | undefined;
}

/** A set that was given a name: its policies, and what they became with each schema. */
interface NamedSet {
  readonly policies: readonly PolicyForm[];
  readonly prepared: Map<Schema | undefined, Prepared>;
}

/** Calls leave their nodes behind for the next; past so many they are all let go. */
const mostNodes = 50_000;

/**
 * cedar-wasm's deciding calls over this engine, with Cedar's own semantics (a policy that errors is skipped).
 * Reasons and errors come sorted by policy id, where cedar-wasm's order is random.
 */
export function createCedar(): Cedar {
  const sets = new Map<string, NamedSet>();
  const schemas = new Map<string, Schema>();
  const latest: { texts: string; ready: Prepared }[] = [];
  return {
    preparsePolicySet: (id, policies) =>
      answered(() => {
        const name = textAt("the set's id", id);
        const given = readPolicies(jsonText("the policies", policies));
        const ready = prepare(given, undefined);
        sets.set(name, { policies: given, prepared: new Map([[ready.schema, ready]]) });
      }),
    preparseSchema: (name, schema) =>
      answered(() => {
        const key = textAt("the schema's name", name);
        const read = readSchema(jsonText("the schema", schema));
        // What was made with the one before is not needed any more.
        const before = schemas.get(key);
        if (before !== undefined) for (const { prepared } of sets.values()) prepared.delete(before);
        schemas.set(key, read);
      }),
    statefulIsAuthorized: (given) =>
      authorized(() => {
        const call = readCall(given, ["preparsedPolicySetId", "preparsedSchemaName"]);
        const { preparsedPolicySetId: id, preparsedSchemaName: name = null } = call;
        const schema = name === null ? undefined : schemas.get(name as string);
        if (name !== null && schema === undefined) {
          throw new Fault(`preparsed schema '${String(name)}' not found`);
        }
        const set = sets.get(id as string);
        if (set === undefined) throw new Fault(`preparsed policy set '${String(id)}' not found`);
        let ready = set.prepared.get(schema);
        if (ready === undefined) {
          ready = prepare(set.policies, schema);
          set.prepared.set(schema, ready);
        }
        return decideCall(ready, call);
      }),
    isAuthorized: (given) =>
      authorized(() => {
        const call = readCall(given, ["policies", "schema"]);
        const policies = jsonText("the policies", call["policies"]);
        const schema = jsonText("the schema", call["schema"] ?? null);
        const texts = `${schema}\n${policies}`;
        let ready = latest.find((each) => each.texts === texts)?.ready;
        if (ready === undefined) {
          const read = schema === "null" ? undefined : readSchema(schema);
          ready = prepare(readPolicies(policies), read);
          if (latest.unshift({ texts, ready }) > 8) latest.pop();
        }
        return decideCall(ready, call);
      }),
  };
}

const readPolicies = (text: string) =>
  reading("the policies", () => readCedarPolicies(plainJson(text)));

const readSchema = (text: string) =>
  reading("the schema", () => readCedarSchema(plainJson(text) as CedarSchema));

/** What is of a form that nothing foresaw is refused like what is merely wrong. */
function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault || error instanceof EngineError) throw error;
    throw new Fault(whyUnreadable(what, error));
  }
}

function prepare(policies: readonly PolicyForm[], schema: Schema | undefined): Prepared {
  const program = createProgram(policies, schema);
  return { program, schema, bound: bind(program, schema) };
}

function bind(program: Program, schema: Schema | undefined): Bound {
  const { nodes: table } = createEntityStore(schema);
  const answers = createAnswers(program.policies, "", () => 0);
  const evaluation = createEvaluation(program.policies, answers, "skip");
  return {
    table,
    decoding: createDecoding(table.borrow, schema?.entityTypes, true),
    uncheckedDecoding: createDecoding(table.borrow, undefined, true),
    unchecked: linkBucket(program.untyped(), table, evaluation),
    kinds: schema === undefined ? undefined : createKinds(schema, { program, table, evaluation }),
  };
}

const parts = ["principal", "action", "resource", "context", "entities", "validateRequest"];

/** Reads a call's fields, each once: those that JSON has. @throws Fault for one that there is not */
function readCall(given: unknown, further: readonly string[]): Given {
  const call = objectAt("the call", given);
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(call)) {
    const value = call[name];
    if (value === undefined || typeof value === "function" || typeof value === "symbol") continue;
    // A misspelt one would lose what it says.
    if (!parts.includes(name) && !further.includes(name)) {
      throw new Fault(`the call: unknown field \`${name}\``);
    }
    fields[name] = value;
  }
  const { validateRequest = true } = fields;
  if (typeof validateRequest !== "boolean") {
    throw expected("validateRequest", "true or false", validateRequest);
  }
  return fields;
}

function decideCall(ready: Prepared, call: Given): EngineDecision {
  const { program, schema, bound: idle } = ready;
  const isFull = idle !== undefined && idle.table.generation() > mostNodes;
  const bound = idle === undefined || isFull ? bind(program, schema) : idle;
  ready.bound = undefined;
  try {
    return decideIn(bound, schema, call);
  } finally {
    ready.bound = bound;
  }
}

function decideIn(bound: Bound, schema: Schema | undefined, call: Given): EngineDecision {
  const { table, kinds, unchecked } = bound;
  const entities = listAt("the entities", call["entities"]);
  // Without types, of which a request that is not held to the schema need have none.
  const checked = kinds !== undefined && call["validateRequest"] !== false;
  const decoding = checked ? bound.decoding : bound.uncheckedDecoding;
  const names = named(call, decoding);
  const bucket = checked ? bucketOf(kinds, names) : unchecked;
  const clear = fill(table, schema, entities as readonly Entity[]);
  try {
    // Again, since the code and the entities may have brought nodes of their own.
    const again = ({ type, id }: EntityNode) => table.borrow(type, id);
    const action = again(names.action);
    const context = contextOf(decoding, schema, call["context"], action);
    return bucket(again(names.principal), action, again(names.resource), context);
  } finally {
    clear();
  }
}

interface Named {
  readonly principal: EntityNode;
  readonly action: EntityNode;
  readonly resource: EntityNode;
}

function named(call: Given, decoding: Decoding): Named {
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

/** Where contexts end: cedar-wasm reads 127 objects and lists within each other, the call itself among them. */
const deepestContext = 126;

function contextOf(
  decoding: Decoding,
  schema: Schema | undefined,
  context: unknown,
  action: EntityNode,
): Attributes {
  startAt(decoding, "context", deepestContext);
  if (schema !== undefined) {
    const declared = schema.actions.get(uidText(action));
    // Also where requests are not held to the schema: it is the action that says how a context is written.
    if (declared === undefined) throw notInSchema(action);
    return decodeRecord(context, declared.context, decoding);
  }
  const value = decodeValue(context, undefined, decoding);
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
    return { type: "failure", errors: refusalOf(error), warnings: [] };
  }
}

function answered(read: () => unknown): CheckParseAnswer {
  try {
    read();
    return { type: "success" };
  } catch (error) {
    return { type: "failure", errors: refusalOf(error) };
  }
}

/** What was wrong with the call: where Cedar refuses a text of it, what Cedar says. */
function refusalOf(error: unknown): DetailedError[] {
  if (error instanceof CedarRefusal) return [...error.errors];
  const isOwn = error instanceof Fault || error instanceof EngineError;
  return [detailed(isOwn ? error.message : whyUnreadable("the call", error))];
}

function detailed(message: string): DetailedError {
  const unknown = { help: null, code: null, url: null, severity: null };
  return { message, ...unknown, sourceLocations: [], related: [] };
}
