import { Datetime } from "../values/datetime.ts";
import { Duration } from "../values/duration.ts";
import { EntityNode, isBelow, isIn, sameEntity, uidText } from "../values/entity-node.ts";
import { callExtension } from "../values/extension-functions.ts";
import { Fault } from "../values/fault.ts";
import { like, type Pattern } from "../values/like.ts";
import { add, type Long, multiply, negate, subtract } from "../values/long.ts";
import {
  anyEntity,
  asBool,
  asEntity,
  asHolder,
  asLong,
  asSet,
  asString,
  typeError,
} from "../values/typed.ts";
import { type Attributes, CedarSet, equal, typeName, type Value } from "../values/value.ts";

/** The attribute. @throws Fault if there is none */
function attribute(value: Value, key: `$${string}`): Value {
  const holder = asHolder(value);
  const attributes = holder instanceof EntityNode ? holder.attributes : holder;
  // Only own ones: nothing that JavaScript gives every object begins with `$`.
  return attributes[key] ?? missing(holder, key);
}

function has(value: Value, key: `$${string}`): boolean {
  const holder = asHolder(value);
  return (holder instanceof EntityNode ? holder.attributes : holder)[key] !== undefined;
}

/** There is no such attribute. @throws Fault always */
function missing(holder: EntityNode | Attributes, key: string): never {
  const name = key.slice(1);
  if (!(holder instanceof EntityNode)) {
    throw new Fault(`record does not have the attribute \`${name}\``);
  }
  throw holder.exists
    ? new Fault(`\`${uidText(holder)}\` does not have the attribute \`${name}\``)
    : notThere(holder);
}

function notThere(node: EntityNode): Fault {
  return new Fault(`entity \`${uidText(node)}\` does not exist`);
}

function hasTag(node: EntityNode, name: string): boolean {
  return node.tags?.has(name) === true;
}

function getTag(node: EntityNode, name: string): Value {
  const tag = node.tags?.get(name);
  if (tag !== undefined) return tag;
  throw node.exists
    ? new Fault(`\`${uidText(node)}\` does not have the tag \`${name}\``)
    : notThere(node);
}

/** `in` with whatever stands on its sides. */
function inAny(left: Value, right: Value): boolean {
  const node = asEntity(left);
  if (right instanceof EntityNode) return isIn(node, right);
  if (right instanceof CedarSet) return isInSet(node, right);
  throw typeError(`one of [set, ${anyEntity}]`, right);
}

function isInSet(node: EntityNode, { elements }: CedarSet): boolean {
  if (!elements.every((element) => element instanceof EntityNode)) {
    const [first] = elements.filter((element) => !(element instanceof EntityNode)).sort(byKind);
    throw typeError(anyEntity, first as Value);
  }
  return isInSome(node, elements as readonly EntityNode[]);
}

/** The order in which Cedar walks through a set, as far as its messages show it. */
const kinds = [
  ...["bool", "long", "string", "set", "record"],
  ...["datetime", "decimal", "duration", "ipaddr"],
];

function byKind(a: Value, b: Value): number {
  return kinds.indexOf(typeName(a)) - kinds.indexOf(typeName(b));
}

function isInSome(node: EntityNode, others: readonly EntityNode[]): boolean {
  for (const other of others) if (isIn(node, other)) return true;
  return false;
}

function less(left: Value, right: Value): boolean {
  const [a, b] = comparable(left, right);
  return a < b;
}

function lessOrEqual(left: Value, right: Value): boolean {
  const [a, b] = comparable(left, right);
  return a <= b;
}

/** Longs, instants and durations have an order, each among themselves. */
function comparable(left: Value, right: Value): readonly [number | bigint, number | bigint] {
  const [a, b] = [amountOf(left), amountOf(right)];
  const [first, second] = [typeName(left), typeName(right)];
  if (a !== undefined && b !== undefined && first === second) return [a, b];
  if (first === "long" || second === "long") {
    throw typeError("long", first === "long" ? right : left);
  }
  if (a !== undefined) throw typeError(first, right);
  if (b !== undefined) throw typeError(second, left);
  throw typeError("one of [long, datetime, duration]", left);
}

function amountOf(value: Value): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return value instanceof Datetime || value instanceof Duration ? value.milliseconds : undefined;
}

type Test<A, B> = (a: A, b: B) => boolean;

/** What compiled code calls, by the names that it uses. Those that end in `Any` check types first. */
export interface Runtime {
  readonly add: (a: Long, b: Long) => Long;
  readonly addAny: (a: Value, b: Value) => Long;
  readonly asBool: (value: Value) => boolean;
  readonly attribute: (value: Value, key: `$${string}`) => Value;
  readonly callExtension: (name: string, values: readonly Value[]) => Value;
  readonly containsAllAny: Test<Value, Value>;
  readonly containsAnyAny: Test<Value, Value>;
  readonly containsValue: Test<Value, Value>;
  readonly equal: Test<Value, Value>;
  readonly getTag: (node: EntityNode, name: string) => Value;
  readonly getTagAny: (a: Value, b: Value) => Value;
  readonly has: Test<Value, `$${string}`>;
  readonly hasTag: Test<EntityNode, string>;
  readonly hasTagAny: Test<Value, Value>;
  readonly inAny: Test<Value, Value>;
  readonly isEmptyAny: (value: Value) => boolean;
  readonly isBelow: Test<EntityNode, EntityNode>;
  readonly isIn: Test<EntityNode, EntityNode>;
  readonly isInSet: Test<EntityNode, CedarSet>;
  readonly isInSome: Test<EntityNode, readonly EntityNode[]>;
  readonly isTypeAny: Test<Value, string>;
  readonly less: Test<Value, Value>;
  readonly lessOrEqual: Test<Value, Value>;
  readonly like: Test<string, Pattern>;
  readonly likeAny: Test<Value, Pattern>;
  readonly makeSet: (values: readonly Value[]) => CedarSet;
  readonly missing: (holder: EntityNode | Attributes, key: string) => never;
  readonly multiply: (a: Long, b: Long) => Long;
  readonly multiplyAny: (a: Value, b: Value) => Long;
  readonly negate: (a: Long) => Long;
  readonly negateAny: (a: Value) => Long;
  readonly sameEntity: Test<EntityNode, EntityNode>;
  readonly subtract: (a: Long, b: Long) => Long;
  readonly subtractAny: (a: Value, b: Value) => Long;
}

export const runtime: Runtime = {
  add,
  addAny: (a, b) => add(asLong(a), asLong(b)),
  asBool,
  attribute,
  callExtension,
  containsAllAny: (a, b) => asSet(a).hasAll(asSet(b)),
  containsAnyAny: (a, b) => asSet(a).hasAny(asSet(b)),
  containsValue: (a, b) => asSet(a).has(b),
  equal,
  getTag,
  getTagAny: (a, b) => getTag(asEntity(a), asString(b)),
  has,
  hasTag,
  hasTagAny: (a, b) => hasTag(asEntity(a), asString(b)),
  inAny,
  isEmptyAny: (value) => asSet(value).elements.length === 0,
  isBelow,
  isIn,
  isInSet,
  isInSome,
  isTypeAny: (value, type) => asEntity(value).type === type,
  less,
  lessOrEqual,
  like,
  likeAny: (value, pattern) => like(asString(value), pattern),
  makeSet: (values) => new CedarSet(values),
  missing,
  multiply,
  multiplyAny: (a, b) => multiply(asLong(a), asLong(b)),
  negate,
  negateAny: (value) => negate(asLong(value)),
  sameEntity,
  subtract,
  subtractAny: (a, b) => subtract(asLong(a), asLong(b)),
};
