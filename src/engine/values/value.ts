import { Datetime } from "./datetime.ts";
import { Decimal } from "./decimal.ts";
import { Duration } from "./duration.ts";
import { type Attributes, EntityNode, sameEntity } from "./entity-node.ts";
import { IpAddress } from "./ip-address.ts";
import type { Long } from "./long.ts";

/** An extension type's value. */
export type Extension = Decimal | Datetime | Duration | IpAddress;

export type { Attributes };

/** What an expression evaluates to. Records are {@link Attributes}: the only objects without a class of their own. */
export type Value = boolean | Long | string | EntityNode | CedarSet | Extension | Attributes;

/** A set: each value once, whatever its structure. */
export class CedarSet {
  /** In the order in which they came. */
  readonly elements: readonly Value[];
  /** Those that JavaScript tells apart as Cedar does. */
  readonly #plain: Set<Value> = new Set();
  /** The others by {@link structuralKey}. */
  readonly #structured: Map<string, Value> | undefined;

  constructor(values: readonly Value[]) {
    let structured: Map<string, Value> | undefined;
    for (const value of values) {
      if (isPlain(value)) this.#plain.add(value);
      else {
        structured ??= new Map();
        const key = structuralKey(value);
        if (!structured.has(key)) structured.set(key, value);
      }
    }
    this.#structured = structured;
    this.elements = [...this.#plain, ...(structured?.values() ?? [])];
  }

  has(value: Value): boolean {
    if (isPlain(value)) return this.#plain.has(value);
    return this.#structured?.has(structuralKey(value)) === true;
  }

  /** Whether all of `other`'s elements are in it. */
  hasAll(other: CedarSet): boolean {
    if (other.elements.length > this.elements.length) return false;
    for (const value of other.#plain) if (!this.#plain.has(value)) return false;
    for (const key of other.#structured?.keys() ?? []) {
      if (this.#structured?.has(key) !== true) return false;
    }
    return true;
  }

  /** Whether one of `other`'s elements is in it. */
  hasAny(other: CedarSet): boolean {
    const fewer = other.elements.length < this.elements.length;
    const [few, many] = fewer ? [other, this] : [this, other];
    for (const value of few.#plain) if (many.#plain.has(value)) return true;
    for (const key of few.#structured?.keys() ?? []) {
      if (many.#structured?.has(key) === true) return true;
    }
    return false;
  }

  equals(other: CedarSet): boolean {
    return this.elements.length === other.elements.length && this.hasAll(other);
  }

  /** Its elements' keys in one fixed order. */
  sortedKeys(): readonly string[] {
    return this.elements.map(structuralKey).sort();
  }
}

/**
 * Whether `===` tells it apart from everything that it does not equal: booleans, longs and strings, and the nodes
 * that a store keeps, one for each identity. While a request is decided no node becomes or ceases to be one of those.
 */
function isPlain(value: Value): boolean {
  return typeof value !== "object" || (value instanceof EntityNode && value.shared);
}

/** Whether it is a record. */
export function isRecord(value: Value): value is Attributes {
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}

/** `==`: structural; values of different types are not equal. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof EntityNode) return b instanceof EntityNode && sameEntity(a, b);
  if (a instanceof CedarSet) return b instanceof CedarSet && a.equals(b);
  if (isRecord(a)) return isRecord(b) && equalRecords(a, b);
  return !isRecord(b) && structuralKey(a) === structuralKey(b);
}

function equalRecords(a: Attributes, b: Attributes): boolean {
  const keys = Object.keys(a) as (keyof Attributes)[];
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    const [left, right] = [a[key], b[key]];
    if (left === undefined || right === undefined || !equal(left, right)) return false;
  }
  return true;
}

/**
 * A text that two values share exactly when they are equal. Every text in it carries its length, so that
 * no content can imitate structure.
 */
function structuralKey(value: Value): string {
  switch (typeof value) {
    case "boolean":
      return value ? "t" : "f";
    case "number":
    case "bigint":
      return `l${value};`;
    case "string":
      return `s${sized(value)}`;
  }
  if (value instanceof EntityNode) return `e${sized(value.type)}${sized(value.id)}`;
  if (value instanceof CedarSet) return `[${value.sortedKeys().map(sized).join("")}]`;
  if (value instanceof Decimal) return `d${value.value};`;
  if (value instanceof Datetime) return `i${value.milliseconds};`;
  if (value instanceof Duration) return `u${value.milliseconds};`;
  if (value instanceof IpAddress) return `p${value.version}/${value.address}/${value.prefix};`;
  const keys = Object.keys(value).sort() as (keyof Attributes)[];
  return `{${keys.map((key) => sized(key) + sized(structuralKey(value[key] as Value))).join("")}}`;
}

function sized(text: string): string {
  return `${text.length}:${text}`;
}

/** The name of its type as Cedar's messages give it. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
    case "bigint":
      return "long";
    case "string":
      return "string";
  }
  if (value instanceof EntityNode) return `(entity of type \`${value.type}\`)`;
  if (value instanceof CedarSet) return "set";
  if (value instanceof Decimal) return "decimal";
  if (value instanceof Datetime) return "datetime";
  if (value instanceof Duration) return "duration";
  return value instanceof IpAddress ? "ipaddr" : "record";
}
