import type { AttributeType, CedarType, EntityType, RecordType } from "../cedar-type.ts";
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
}

/** How deep values may be nested; cedar-wasm's own reader goes no deeper. */
const deepest = 120;

/**
 * Reads a value in Cedar's JSON form (entities as `__entity`, extension values as `__extn`). With a `type`
 * it must be of that type, and the escapes may be left out, as Cedar's schema-based form allows.
 * @throws Fault naming the place (`path`), what was expected and what was found
 */
export function decodeValue(
  json: unknown,
  type: CedarType | undefined,
  decoding: Decoding,
  path: string,
  depth = 0,
): Value {
  if (depth > deepest) throw new Fault(`${path}: nested more than ${deepest} deep`);
  const value = decodeAny(json, type, decoding, path, depth);
  // Sets and records of a type were held to it while they were read.
  if (type === undefined || type.kind === "set" || type.kind === "record") return value;
  const expected = type.kind === "entity" ? `(entity of type \`${type.name}\`)` : type.kind;
  if (typeName(value) !== expected) {
    throw new Fault(`${path}: expected ${expected}, got ${typeName(value)}`);
  }
  return value;
}

function decodeAny(
  json: unknown,
  type: CedarType | undefined,
  decoding: Decoding,
  path: string,
  depth: number,
): Value {
  switch (typeof json) {
    case "boolean":
      return json;
    case "string":
      return fromText(json, type, path);
    case "number":
      if (Number.isSafeInteger(json)) return json + 0;
      throw new Fault(`${path}: ${json} is no integer that a number holds exactly`);
    case "bigint":
      if (fits(json)) return canonicalLong(json);
      throw new Fault(`${path}: ${json} does not fit 64 bits`);
    case "object":
      if (Array.isArray(json)) return decodeSet(json, type, decoding, path, depth);
      if (isPlain(json)) return decodeObject(json, type, decoding, path, depth);
  }
  const found =
    json === null ? "null" : Array.isArray(json) ? "a set" : `a JavaScript ${typeof json}`;
  throw new Fault(`${path}: ${found} is no Cedar value`);
}

type PlainObject = Readonly<Record<string, unknown>>;

function isPlain(json: unknown): json is PlainObject {
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
function fromText(text: string, type: CedarType | undefined, path: string): Value {
  const make = type === undefined ? undefined : constructors[type.kind];
  return make === undefined ? text : called(make, [text], path);
}

function called(name: string, values: readonly Value[], path: string): Value {
  try {
    return callExtension(name, values);
  } catch (error) {
    if (error instanceof Fault) throw new Fault(`${path}: ${error.message}`);
    throw error;
  }
}

function decodeSet(
  json: readonly unknown[],
  type: CedarType | undefined,
  decoding: Decoding,
  path: string,
  depth: number,
): Value {
  if (type !== undefined && type.kind !== "set") {
    throw new Fault(`${path}: expected ${type.kind}, got set`);
  }
  const values: Value[] = [];
  // By index, so that a hole is seen as the undefined that it is.
  for (let index = 0; index < json.length; index++) {
    const within = `${path}[${index}]`;
    values.push(decodeValue(json[index], type?.element, decoding, within, depth + 1));
  }
  return new CedarSet(values);
}

function decodeObject(
  json: PlainObject,
  type: CedarType | undefined,
  decoding: Decoding,
  path: string,
  depth: number,
): Value {
  if (Object.hasOwn(json, "__entity")) return decodeUid(json, decoding, path);
  if (Object.hasOwn(json, "__extn")) {
    return decodeExtension(onlyIn(json, "__extn", path), decoding, path, depth);
  }
  if (Object.hasOwn(json, "__expr")) {
    throw new Fault(`${path}: the \`__expr\` escape is no longer supported`);
  }
  if (type?.kind === "entity") return decodeUid(json, decoding, path);
  if (type !== undefined && type.kind in constructors) {
    return decodeExtension(json, decoding, path, depth);
  }
  if (type !== undefined && type.kind !== "record") {
    throw new Fault(`${path}: expected ${type.kind}, got record`);
  }
  return type === undefined
    ? decodeLooseRecord(json, decoding, path, depth)
    : decodeRecord(json, type, decoding, path, depth);
}

function onlyIn(json: PlainObject, key: string, path: string): unknown {
  if (Object.keys(json).length === 1) return json[key];
  throw new Fault(`${path}: \`${key}\` stands beside other keys`);
}

/** Reads an entity's identity, escaped as `__entity` or not. @throws Fault */
export function decodeUid(json: unknown, decoding: Decoding, path: string): EntityNode {
  const escaped = isPlain(json) && Object.hasOwn(json, "__entity");
  return decodeEntity(escaped ? onlyIn(json, "__entity", path) : json, decoding, path);
}

function decodeEntity(json: unknown, { node, entityTypes }: Decoding, path: string): EntityNode {
  const { type, id } = isPlain(json) ? json : {};
  if (typeof type !== "string" || typeof id !== "string") {
    throw new Fault(`${path}: an entity has a type and an id, both texts`);
  }
  const wrong = entityTypes === undefined ? undefined : notDeclared(type, id, entityTypes);
  if (wrong !== undefined) throw new Fault(`${path}: ${wrong}`);
  return node(type, id);
}

/** Why the schema has no such entity, if it has none. Actions are declared elsewhere. */
export function notDeclared(
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

function decodeExtension(json: unknown, decoding: Decoding, path: string, depth: number): Value {
  const { fn, arg, args = [arg] } = isPlain(json) ? json : {};
  if (typeof fn !== "string" || !Array.isArray(args)) {
    throw new Fault(`${path}: an extension value has a function \`fn\` and an argument \`arg\``);
  }
  const values = args.map((each: unknown) =>
    decodeValue(each, undefined, decoding, `${path}.${fn}()`, depth + 1),
  );
  return called(fn, values, path);
}

function decodeLooseRecord(
  json: PlainObject,
  decoding: Decoding,
  path: string,
  depth: number,
): Attributes {
  const record: Record<string, Value> = {};
  for (const name of Object.keys(json)) {
    record[`$${name}`] = decodeValue(json[name], undefined, decoding, `${path}.${name}`, depth + 1);
  }
  return record as Attributes;
}

/** Reads a record of a known type; its attributes come out in the type's order. @throws Fault as {@link decodeValue} */
export function decodeRecord(
  json: unknown,
  { attributes }: RecordType,
  decoding: Decoding,
  path: string,
  depth = 0,
): Attributes {
  if (!isPlain(json)) throw new Fault(`${path}: expected a record`);
  const record: Record<string, Value> = {};
  let taken = 0;
  for (const [name, { type, required }] of attributes) {
    if (!Object.hasOwn(json, name)) {
      if (required) throw new Fault(`${path}: the attribute \`${name}\` is missing`);
      continue;
    }
    taken++;
    record[`$${name}`] = decodeValue(json[name], type, decoding, `${path}.${name}`, depth + 1);
  }
  const names = Object.keys(json);
  if (names.length !== taken) throw new Fault(`${path}: ${unexpected(names, attributes)}`);
  return record as Attributes;
}

function unexpected(
  names: readonly string[],
  attributes: ReadonlyMap<string, AttributeType>,
): string {
  const name = names.find((each) => !attributes.has(each)) ?? "";
  return `the schema has no attribute \`${name}\` here`;
}
