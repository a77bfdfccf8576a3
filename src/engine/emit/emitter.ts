import type { EntityType } from "../cedar-type.ts";
import type { Expression } from "../expressions/expression.ts";
import type { EntityUid } from "../types.ts";
import { type Constants, constantValue, createConstantTest } from "./constants.ts";
import { emitAttribute, emitHas } from "./emit-attributes.ts";
import { emitBinary } from "./emit-binary.ts";
import { emitAnd, emitIf, emitNot, emitOr } from "./emit-logic.ts";
import { emitCall, emitIs, emitLike, emitRecord, emitSet } from "./emit-values.ts";
import type { Emitted } from "./emitted.ts";
import { bool, isSet, long, type StaticType, string } from "./static-type.ts";

/** What is known of every request that a piece of code will be used for. */
export interface Environment {
  readonly principal: StaticType;
  readonly resource: StaticType;
  readonly context: StaticType;
  /** The action, and the groups that it is in by their texts; undefined: any. */
  readonly action: { readonly uid: EntityUid; readonly groups: ReadonlySet<string> } | undefined;
  /** The types of entities; undefined: nothing was held to a schema. */
  readonly entityTypes: ReadonlyMap<string, EntityType> | undefined;
}

/** What emitting an operator needs besides the operator. */
export interface Emitting {
  readonly environment: Environment;
  readonly constants: Constants;
  readonly emit: (expression: Expression) => Emitted;
  /** A new local variable's name. */
  readonly local: () => string;
  readonly isConstant: (expression: Expression) => boolean;
}

/** Emits expressions into one function. */
export interface Emitter {
  readonly emit: (expression: Expression) => Emitted;
  /** The variables that the function must declare. */
  readonly locals: () => readonly string[];
}

/**
 * Emits for one environment. Types come from what was checked (the schema, for data that was held to it) and from
 * what operators give, never from a policy's own claims: so a shortcut taken by type holds for any policy.
 * What is `shared` is evaluated once and kept, when it is first needed.
 */
export function createEmitter(
  environment: Environment,
  constants: Constants,
  shared: ReadonlySet<number>,
): Emitter {
  const locals: string[] = [];
  const emitted = new Map<number, Emitted>();
  const local = () => {
    const name = `t${locals.length}`;
    locals.push(name);
    return name;
  };
  const isConstant = createConstantTest();
  const emit = (expression: Expression): Emitted => {
    const known = emitted.get(expression.number);
    if (known !== undefined) return known;
    const fresh = emitOne(expression, emitting);
    const result = shared.has(expression.number) ? keep(fresh, local) : fresh;
    emitted.set(expression.number, result);
    return result;
  };
  const emitting: Emitting = { environment, constants, emit, local, isConstant };
  return { emit, locals: () => locals };
}

function keep(fresh: Emitted, local: () => string): Emitted {
  if (/^\w+$/.test(fresh.code)) return fresh;
  const name = local();
  return { ...fresh, code: `(${name} ?? (${name} = ${fresh.code}))` };
}

function emitOne(expression: Expression, emitting: Emitting): Emitted {
  switch (expression.op) {
    case "literal":
      return emitLiteral(expression.value);
    case "entity":
    case "variable":
      return emitName(expression, emitting);
    case "and":
      return emitAnd(expression, emitting);
    case "or":
      return emitOr(expression, emitting);
    case "not":
      return emitNot(expression, emitting);
    case "if":
      return emitIf(expression, emitting);
    case "negate":
      return emitNegate(expression, emitting);
    case "isEmpty":
      return emitIsEmpty(expression, emitting);
    case "attribute":
      return emitAttribute(expression, emitting);
    case "has":
      return emitHas(expression, emitting);
    case "like":
      return emitLike(expression, emitting);
    case "is":
      return emitIs(expression, emitting);
    case "set":
      return emitSet(expression, emitting);
    case "record":
      return emitRecord(expression, emitting);
    case "call":
      return emitCall(expression, emitting);
    default:
      return emitBinary(expression, emitting);
  }
}

function emitLiteral(value: boolean | number | bigint | string): Emitted {
  switch (typeof value) {
    case "boolean":
      return { code: String(value), type: bool, total: true };
    case "string":
      // JSON's texts are JavaScript's too: whatever a policy says stays a text.
      return { code: JSON.stringify(value), type: string, total: true };
    case "number":
      return { code: `(${value})`, type: long, total: true };
    case "bigint":
      return { code: `(${value}n)`, type: long, total: true };
  }
}

function emitName(
  expression: Expression & { readonly op: "entity" | "variable" },
  { environment, constants }: Emitting,
): Emitted {
  if (expression.op === "entity") {
    const { uid } = expression;
    const key = JSON.stringify(["entity", uid.type, uid.id]);
    const code = constants.add(key, (pin) => constantValue(expression, pin));
    return { code, type: { kind: "entity", name: uid.type }, total: true };
  }
  switch (expression.name) {
    case "principal":
      return { code: "P", type: environment.principal, total: true };
    case "resource":
      return { code: "R", type: environment.resource, total: true };
    case "context":
      return { code: "C", type: environment.context, total: true };
    case "action": {
      const name = environment.action?.uid.type;
      const type: StaticType =
        name === undefined ? { kind: "any-entity" } : { kind: "entity", name };
      return { code: "A", type, total: true };
    }
  }
}

function emitNegate(
  { operand }: Expression & { readonly op: "negate" | "not" | "isEmpty" },
  { emit }: Emitting,
): Emitted {
  const { code, type } = emit(operand);
  const name = type.kind === "long" ? "negate" : "negateAny";
  return { code: `${name}(${code})`, type: long, total: false };
}

function emitIsEmpty(
  { operand }: Expression & { readonly op: "negate" | "not" | "isEmpty" },
  { emit }: Emitting,
): Emitted {
  const { code, type, total } = emit(operand);
  if (!isSet(type)) return { code: `isEmptyAny(${code})`, type: bool, total: false };
  return { code: `(${code}.elements.length === 0)`, type: bool, total };
}
