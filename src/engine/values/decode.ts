import type { CedarType, EntityType, RecordType } from "../cedar-type.ts";
import { type EntityNode, uidText } from "./entity-node.ts";
import { callExtension } from "./extension-functions.ts";
import { Fault } from "./fault.ts";
import { canonicalLong, fits } from "./long.ts";
import { type Attributes, CedarSet, typeName, type Value } from "./value.ts";

/** What decoding needs to know besides the JSON. */
export interface Decoding {
  /** The node of an identity. */
  readonly node: (type: string, id: string) => EntityNode;
  /** The entity types there are; undefined: no schema is known, and none is held to. */
  readonly entityTypes: ReadonlyMap<string, EntityType> | undefined;
  /** Where the reader is, from the outside in: for what it says when something is wrong. */
  readonly path: (string | number)[];
}

/** Decoding that begins. */
export function createDecoding(
  node: Decoding["node"],
  entityTypes: Decoding["entityTypes"],
): Decoding {
  return { node, entityTypes, path: [] };
}

/** How deep values may be nested; cedar-wasm's own reader goes no deeper. */
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
function decodeIn(
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
export function startAt(decoding: Decoding, root: string): void {
  decoding.path.length = 0;
  decoding.path.push(root);
}

/**
 * Reads a value in Cedar's JSON form (entities as `__entity`, extension values as `__extn`). With a `type`
 * it must be of that type, and the escapes may be left out, as Cedar's schema-based form allows.
 * @throws Fault naming the place, what was expected and what was found
 */
export function decodeValue(json: unknown, type: CedarType | undefined, decoding: Decoding): Value {
  // The most frequent first.
  if (typeof json === "boolean" && (type === undefined || type.kind === "bool")) return json;
  if (typeof json === "string" && (type === undefined || type.kind === "string")) return json;
  if (decoding.path.length > deepest) {
    throw wrong(decoding, `nested more than ${deepest} deep`);
  }
  const value = decodeAny(json, type, decoding);
  if (type === undefined || (type.kind === "long" && typeof value === "number")) return value;
  // What is in sets and records of a type was held to it while they were read.
  const expected = type.kind === "entity" ? `(entity of type \`${type.name}\`)` : type.kind;
  if (typeName(value) === expected) return value;
  throw wrong(decoding, `expected ${expected}, got ${typeName(value)}`);
}

function decodeAny(json: unknown, type: CedarType | undefined, decoding: Decoding): Value {
  switch (typeof json) {
    case "boolean":
      return json;
    case "string":
      return fromText(json, type, decoding);
    case "number":
      if (Number.isSafeInteger(json)) return json + 0;
      throw wrong(decoding, `${json} is no integer that a number holds exactly`);
    case "bigint":
      if (fits(json)) return canonicalLong(json);
      throw wrong(decoding, `${json} does not fit 64 bits`);
    case "object":
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
  const values: Value[] = [];
  // By index, so that a hole is seen as the undefined that it is.
  for (let index = 0; index < json.length; index++) {
    values.push(decodeIn(decoding, index, json[index], type?.element));
  }
  return new CedarSet(values);
}

function decodeObject(json: PlainObject, type: CedarType | undefined, decoding: Decoding): Value {
  if (type?.kind === "record") return decodeRecord(json, type, decoding);
  if (Object.hasOwn(json, "__entity")) return decodeUid(json, decoding);
  if (Object.hasOwn(json, "__extn"))
    return decodeExtension(onlyIn(json, "__extn", decoding), decoding);
  if (Object.hasOwn(json, "__expr")) {
    throw wrong(decoding, "the `__expr` escape is no longer supported");
  }
  if (type === undefined) return decodeLooseRecord(json, decoding);
  if (type.kind === "entity") return decodeUid(json, decoding);
  if (type.kind in constructors) return decodeExtension(json, decoding);
  throw wrong(decoding, `expected ${type.kind}, got record`);
}

function onlyIn(json: PlainObject, key: string, decoding: Decoding): unknown {
  if (Object.keys(json).length === 1) return json[key];
  throw wrong(decoding, `\`${key}\` stands beside other keys`);
}

/** Reads an entity's identity, escaped as `__entity` or not. @throws Fault */
export function decodeUid(json: unknown, decoding: Decoding): EntityNode {
  const escaped = isPlain(json) && Object.hasOwn(json, "__entity");
  const uid = escaped ? onlyIn(json, "__entity", decoding) : json;
  const { type, id } = isPlain(uid) ? uid : {};
  if (typeof type !== "string" || typeof id !== "string") {
    throw wrong(decoding, "an entity has a type and an id, both texts");
  }
  const { entityTypes, node } = decoding;
  const not = entityTypes === undefined ? notNamed(type) : notDeclared(type, id, entityTypes);
  if (not !== undefined) throw wrong(decoding, not);
  return node(type, id);
}

const identifier = "(?!(?:true|false|if|then|else|in|is|like|has|__cedar)(?:::|$))[_a-zA-Z]\\w*";
const typeNamePattern = new RegExp(`^${identifier}(?:::${identifier})*$`);

/** Why it is no type's name, if it is none. */
export function notNamed(type: string): string | undefined {
  return typeNamePattern.test(type) ? undefined : `\`${type}\` is no name of a type`;
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

function decodeExtension(json: unknown, decoding: Decoding): Value {
  const { fn, arg, args: several } = isPlain(json) ? json : {};
  const args = arg === undefined ? several : [arg];
  if (typeof fn !== "string" || !Array.isArray(args)) {
    throw wrong(decoding, "an extension value has a function `fn` and an argument `arg`");
  }
  const values = args.map((each: unknown) => decodeIn(decoding, fn, each, undefined));
  return called(fn, values, decoding);
}

/** Reads a record of which nothing is known, attribute by attribute: it is no escape itself. @throws Fault as {@link decodeValue} */
export function decodeLooseRecord(json: PlainObject, decoding: Decoding): Attributes {
  const record: Record<string, Value> = {};
  for (const name of Object.keys(json)) {
    record[`$${name}`] = decodeIn(decoding, name, json[name], undefined);
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
