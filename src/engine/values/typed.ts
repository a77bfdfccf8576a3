import { EntityNode } from "./entity-node.ts";
import { Fault } from "./fault.ts";
import type { Long } from "./long.ts";
import { type Attributes, CedarSet, isRecord, typeName, type Value } from "./value.ts";

/** As Cedar's messages call any entity. */
export const anyEntity = "(entity of type `any_entity_type`)";

/** That a value is not of the type that an operator takes. */
export function typeError(expected: string, got: Value): Fault {
  return new Fault(`type error: expected ${expected}, got ${typeName(got)}`);
}

/** @throws Fault if it is something else */
export function asBool(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw typeError("bool", value);
}

/** @throws Fault if it is something else */
export function asLong(value: Value): Long {
  if (typeof value === "number" || typeof value === "bigint") return value;
  throw typeError("long", value);
}

/** @throws Fault if it is something else */
export function asString(value: Value): string {
  if (typeof value === "string") return value;
  throw typeError("string", value);
}

/** @throws Fault if it is something else */
export function asEntity(value: Value): EntityNode {
  if (value instanceof EntityNode) return value;
  throw typeError(anyEntity, value);
}

/** @throws Fault if it is something else */
export function asSet(value: Value): CedarSet {
  if (value instanceof CedarSet) return value;
  throw typeError("set", value);
}

/** What has attributes. @throws Fault if it is something else */
export function asHolder(value: Value): EntityNode | Attributes {
  if (value instanceof EntityNode || isRecord(value)) return value;
  throw typeError(`one of [record, ${anyEntity}]`, value);
}
