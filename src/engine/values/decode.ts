import type { CedarType, EntityType, RecordType } from "../cedar-type.ts";
import type { EntityUid } from "../types.ts";
import { type EntityNode, uidText } from "./entity-node.ts";
import { callExtension, extensionFunctions } from "./extension-functions.ts";
import { Fault } from "./fault.ts";
import { canonicalLong, fits } from "./long.ts";
import { type Attributes, CedarSet, typeName, type Value } from "./value.ts";

/** What decoding needs to know besides the JSON. */
export interface Decoding {
  /** The node of an identity. */
  readonly node: (type: string, id: string) => EntityNode;
  /**
   * The entity types there are; undefined: nothing is held to a schema. A type then says only how a value is written,
   * as it does to Cedar where a request is not validated.
   */
  readonly entityTypes: ReadonlyMap<string, EntityType> | undefined;
  /** Where the reader is, from the outside in: for what it says when something is wrong. */
  readonly path: (string | number)[];
  /** How long that may become. */
  deepest: number;
  /** Whether it takes a number beyond 2^53 by the digits that JSON has for it, as cedar-wasm does. */
  readonly rounded: boolean;
}

/** Decoding that begins. */
export function createDecoding(
  node: Decoding["node"],
  entityTypes: Decoding["entityTypes"],
  rounded = false,
): Decoding {
  return { node, entityTypes, path: [], deepest, rounded };
}

/** How deep values may be nested, so that cedar-wasm's own reader can follow. */
const deepest = 120;

/** What is wrong at the place where the reader is. */
function wrong({ path }: Decoding, why: string): Fault {
  const place = path.map((part, index) => {
    if (typeof part === "number") return `[${part}]`;
    return index === 0 ? part : `.${part}`;
  });
  return new Fault(`${place.join("")}: ${why}`);
}

/** Reads what stands under `part` of where the reader is. */
export function decodeIn(
  decoding: Decoding,
  part: string | number,
  json: unknown,
  type: CedarType | undefined,
): Value {
  decoding.path.push(part);
  const value = decodeValue(json, type, decoding);
  decoding.path.pop();
  return value;
}

/** Begins at `root`. What an earlier fault left of its path is forgotten. */
export function startAt(decoding: Decoding, root: string, most: number = deepest): void {
  decoding.path.length = 0;
  decoding.path.push(root);
  decoding.deepest = most;
}

/** Cedar's texts are Unicode: half a surrogate pair is none, and cannot cross cedar-wasm's border either. @throws Fault */
export function checkText(text: string, decoding: Decoding): string {
  if (text.isWellFormed()) return text;
  throw wrong(decoding, "half of a surrogate pair is no text");
}

function checkDepth(decoding: Decoding, further = 0): void {
  if (decoding.path.length + further <= decoding.deepest) return;
  throw wrong(decoding, `nested more than ${decoding.deepest} deep`);
}

/**
 * Reads a value in Cedar's JSON form (entities as `__entity`, extension values as `__extn`). With a `type`
 * it must be of that type, or written as one where nothing is held to a schema, and the escapes may be left out, as
 * Cedar's schema-based form allows.
 * @throws Fault naming the place, what was expected and what was found
 */
export function decodeValue(json: unknown, type: CedarType | undefined, decoding: Decoding): Value {
  // The most frequent first.
  if (typeof json === "boolean" && (type === undefined || type.kind === "bool")) return json;
  if (typeof json === "string" && (type === undefined || type.kind === "string")) {
    return checkText(json, decoding);
  }
  if (type !== undefined && decoding.entityTypes === undefined) {
    return decodeWritten(json, type, decoding);
  }
  const value = decodeAny(json, type, decoding);
  if (type === undefined || (type.kind === "long" && typeof value === "number")) return value;
  // What is in sets and records of a type was held to it while they were read.
  const expected = type.kind === "entity" ? `(entity of type \`${type.name}\`)` : type.kind;
  if (typeName(value) === expected) return value;
  throw wrong(decoding, `expected ${expected}, got ${typeName(value)}`);
}

/** What only has to be written as its type is: of booleans, longs and texts any value is. */
function decodeWritten(json: unknown, type: CedarType, decoding: Decoding): Value {
  const { kind } = type;
  if (kind === "bool" || kind === "long" || kind === "string") {
    return decodeAny(json, undefined, decoding);
  }
  const isText = typeof json === "string" && kind in constructors;
  if (isText || (kind === "set" ? Array.isArray(json) : isPlain(json))) {
    return decodeAny(json, type, decoding);
  }
  throw wrong(decoding, `what is written here is no ${kind}`);
}

function decodeAny(json: unknown, type: CedarType | undefined, decoding: Decoding): Value {
  switch (typeof json) {
    case "boolean":
      return json;
    case "string":
      return fromText(json, type, decoding);
    case "number":
      if (Number.isSafeInteger(json)) return json + 0;
      if (decoding.rounded && Number.isInteger(json) && Math.abs(json) < 2 ** 64) {
        return decodeAny(BigInt(String(json)), type, decoding);
      }
      throw wrong(decoding, `${json} is no integer that a number holds exactly`);
    case "bigint":
      if (fits(json)) return canonicalLong(json);
      throw wrong(decoding, `${json} does not fit 64 bits`);
    case "object":
      checkDepth(decoding);
      if (Array.isArray(json)) return decodeSet(json, type, decoding);
      if (isPlain(json)) return decodeObject(json, type, decoding);
  }
  throw wrong(
    decoding,
    `${json === null ? "null" : `a JavaScript ${typeof json}`} is no Cedar value`,
  );
}

type PlainObject = Readonly<Record<string, unknown>>;

/** Whether it is an object of no class: what JSON gives. */
export function isPlain(json: unknown): json is PlainObject {
  if (typeof json !== "object" || json === null) return false;
  const prototype = Object.getPrototypeOf(json);
  return prototype === Object.prototype || prototype === null;
}

const constructors: Readonly<Record<string, string>> = {
  decimal: "decimal",
  ipaddr: "ip",
  datetime: "datetime",
  duration: "duration",
};

/** Where an extension value is expected, its text alone will do. */
function fromText(text: string, type: CedarType | undefined, decoding: Decoding): Value {
  const make = type === undefined ? undefined : constructors[type.kind];
  return make === undefined ? text : called(make, [text], decoding);
}

function called(name: string, values: readonly Value[], decoding: Decoding): Value {
  try {
    return callExtension(name, values);
  } catch (error) {
    if (error instanceof Fault) throw wrong(decoding, error.message);
    throw error;
  }
}

function decodeSet(
  json: readonly unknown[],
  type: CedarType | undefined,
  decoding: Decoding,
): CedarSet {
  if (type !== undefined && type.kind !== "set") {
    throw wrong(decoding, `expected ${type.kind}, got set`);
  }
  if (json.length === 0) return emptySet;
  const values: Value[] = [];
  // By index, so that a hole is seen as the undefined that it is.
  for (let index = 0; index < json.length; index++) {
    values.push(decodeIn(decoding, index, json[index], type?.element));
  }
  return new CedarSet(values);
}

/** Of values, none of which changes, one stands for all that are empty. */
const emptySet = new CedarSet([]);

function decodeObject(json: PlainObject, type: CedarType | undefined, decoding: Decoding): Value {
  if (type?.kind === "record") return decodeRecord(json, type, decoding);
  if (type?.kind === "entity") return decodeUid(json, decoding);
  if (type !== undefined && type.kind in constructors) return decodeExtension(json, true, decoding);
  // As in Cedar, an escape stands alone; what is not written just so is a record that has such a name.
  const [only, ...more] = Object.keys(json);
  if (only !== undefined && more.length === 0) {
    if (only === "__expr" && typeof json[only] === "string") throw noExpressions(decoding);
    if (only === "__entity" && uidIn(json[only]) !== undefined) return decodeUid(json, decoding);
    if (only === "__extn" && callIn(json[only]) !== undefined) {
      return decodeExtension(json, false, decoding);
    }
  }
  if (type === undefined) return decodeLooseRecord(json, decoding);
  throw wrong(decoding, `expected ${type.kind}, got record`);
}

const nothing: PlainObject = Object.freeze({});

function noExpressions(decoding: Decoding): Fault {
  return wrong(decoding, "the `__expr` escape is no longer supported");
}

function uidIn(json: unknown): EntityUid | undefined {
  const { type, id } = isPlain(json) ? json : {};
  return typeof type === "string" && typeof id === "string" ? { type, id } : undefined;
}

/** What is written as a call of an extension function. */
interface Call {
  readonly fn: string;
  /** How the arguments are written: one, or a list. */
  readonly as: "arg" | "args";
  readonly args: readonly unknown[];
}

function callIn(json: unknown): Call | undefined {
  const { fn, arg, args } = isPlain(json) ? json : {};
  if (typeof fn !== "string") return undefined;
  if (arg !== undefined) return { fn, as: "arg", args: [arg] };
  return Array.isArray(args) ? { fn, as: "args", args } : undefined;
}

/** Reads an entity's identity, escaped as `__entity` or not. @throws Fault */
export function decodeUid(json: unknown, decoding: Decoding): EntityNode {
  // Each member is read once, and nothing is made on the way: a call names many.
  const given = isPlain(json) ? json : nothing;
  if (typeof given["__expr"] === "string") throw noExpressions(decoding);
  const inner = given["__entity"];
  const escaped = isPlain(inner) ? inner : nothing;
  let { type, id } = escaped;
  if (typeof type === "string" && typeof id === "string") checkDepth(decoding, 1);
  else ({ type, id } = given);
  if (typeof type !== "string" || typeof id !== "string") {
    throw wrong(decoding, "an entity has a type and an id, both texts");
  }
  checkText(id, decoding);
  const { entityTypes, node } = decoding;
  const not = entityTypes === undefined ? notNamed(type) : notDeclared(type, id, entityTypes);
  if (not !== undefined) throw wrong(decoding, not);
  return node(type, id);
}

const identifier = "(?!(?:true|false|if|then|else|in|is|like|has|__cedar)(?:::|$))[_a-zA-Z]\\w*";
const typeNamePattern = new RegExp(`^${identifier}(?:::${identifier})*$`);

/** Names of types that were seen to be some: a call names the same few again and again. */
const seenNames = new Set<string>();
const mostSeen = 1_000;

/** Why it is no type's name, if it is none. */
export function notNamed(type: string): string | undefined {
  if (seenNames.has(type)) return undefined;
  if (!typeNamePattern.test(type)) return `\`${type}\` is no name of a type`;
  if (seenNames.size >= mostSeen) seenNames.clear();
  seenNames.add(type);
  return undefined;
}

/** Why the schema has no such entity, if it has none. Actions are declared elsewhere. */
function notDeclared(
  type: string,
  id: string,
  entityTypes: ReadonlyMap<string, EntityType>,
): string | undefined {
  const declared = entityTypes.get(type);
  if (declared === undefined) {
    return isActionType(type) ? undefined : `there is no entity type \`${type}\``;
  }
  if (declared.ids === undefined || declared.ids.has(id)) return undefined;
  return `${uidText({ type, id })} is not one of the ids of \`${type}\``;
}

/** Whether entities of this type are actions. */
export function isActionType(type: string): boolean {
  return type === "Action" || type.endsWith("::Action");
}

/** Reads a call such as `{ fn: "ip", arg: "::1" }`, escaped as `__extn` or not. */
function decodeExtension(json: PlainObject, expected: boolean, decoding: Decoding): Value {
  if (typeof json["__expr"] === "string") throw noExpressions(decoding);
  const escaped = callIn(json["__extn"]);
  const call = escaped ?? callIn(json);
  if (call === undefined) {
    throw wrong(decoding, "an extension value has a function `fn` and an argument `arg`");
  }
  const { fn, as, args } = call;
  // Where one is expected, what its function takes is known too, and may be written as shortly.
  const takes = expected ? (extensionFunctions.get(fn)?.takes ?? []) : [];
  const { path } = decoding;
  const { length } = path;
  if (escaped !== undefined) path.push("__extn");
  if (as === "args") path.push("args");
  checkDepth(decoding);
  const values = args.map((each, index) => {
    const kind = takes[index];
    return decodeIn(decoding, as === "arg" ? as : index, each, kind && { kind });
  });
  path.length = length;
  return called(fn, values, decoding);
}

/** What an attribute is called in a record; names come again and again, and a text that is made anew is looked up slowly. */
const keys = new Map<string, `$${string}`>();
const mostKeys = 10_000;

function keyOf(name: string): `$${string}` {
  const known = keys.get(name);
  if (known !== undefined) return known;
  if (keys.size >= mostKeys) keys.clear();
  const key = `$${name}` as const;
  keys.set(name, key);
  return key;
}

/** Reads a record of which nothing is known, attribute by attribute: it is no escape itself. @throws Fault as {@link decodeValue} */
export function decodeLooseRecord(json: PlainObject, decoding: Decoding): Attributes {
  const record: Record<string, Value> = {};
  for (const name of Object.keys(json)) {
    record[keyOf(checkText(name, decoding))] = decodeIn(decoding, name, json[name], undefined);
  }
  return record as Attributes;
}

/** Reads a record of a known type; its attributes come out in the type's order. @throws Fault as {@link decodeValue} */
export function decodeRecord(json: unknown, type: RecordType, decoding: Decoding): Attributes {
  if (!isPlain(json)) throw wrong(decoding, "expected a record");
  const record: Record<string, Value> = {};
  let taken = 0;
  for (const { name, key, type: expected, required } of type.list) {
    if (Object.hasOwn(json, name)) {
      taken++;
      record[key] = decodeIn(decoding, name, json[name], expected);
    } else if (required) throw wrong(decoding, `the attribute \`${name}\` is missing`);
  }
  const names = Object.keys(json);
  if (names.length === taken) return record as Attributes;
  const unexpected = names.find((each) => !type.attributes.has(each)) ?? "";
  throw wrong(decoding, `the schema has no attribute \`${unexpected}\` here`);
}
