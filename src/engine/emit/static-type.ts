import type { CedarType } from "../cedar-type.ts";

/** What is known of an expression's value before it is evaluated. */
export type StaticType =
  | CedarType
  | { readonly kind: "any" }
  /** An entity of some type. */
  | { readonly kind: "any-entity" }
  /** A set of whatever. */
  | { readonly kind: "any-set" }
  /** A record of which nothing is known. */
  | { readonly kind: "any-record" };

export const anything: StaticType = { kind: "any" };
export const bool: StaticType = { kind: "bool" };
export const long: StaticType = { kind: "long" };
export const string: StaticType = { kind: "string" };

/** Whether it is surely an entity. */
export function isEntity({ kind }: StaticType): boolean {
  return kind === "entity" || kind === "any-entity";
}

/** Whether it is surely a set. */
export function isSet({ kind }: StaticType): boolean {
  return kind === "set" || kind === "any-set";
}

/** What is known of a value that has either type. */
export function either(a: StaticType, b: StaticType): StaticType {
  if (a === b) return a;
  if (isEntity(a) && isEntity(b)) {
    const same = a.kind === "entity" && b.kind === "entity" && a.name === b.name;
    return same ? a : { kind: "any-entity" };
  }
  if (isSet(a) && isSet(b)) return { kind: "any-set" };
  const plain = !["any", "set", "record", "entity", "any-record"].includes(a.kind);
  return plain && a.kind === b.kind ? a : anything;
}
