import type { Expression } from "../expressions/expression.ts";
import { type ExtensionFunction, extensionFunctions } from "../values/extension-functions.ts";
import { constantValue } from "./constants.ts";
import type { Emitted } from "./emitted.ts";
import type { Emitting } from "./emitter.ts";
import { anything, bool, isEntity, type StaticType } from "./static-type.ts";

type Of<Op extends Expression["op"]> = Expression & { readonly op: Op };

export function emitLike({ text, pattern }: Of<"like">, { emit, constants }: Emitting): Emitted {
  const { code, type, total } = emit(text);
  const key = JSON.stringify(["like", pattern.first, pattern.middle, pattern.last ?? null]);
  const name = constants.add(key, () => pattern);
  if (type.kind === "string") return { code: `like(${code}, ${name})`, type: bool, total };
  return { code: `likeAny(${code}, ${name})`, type: bool, total: false };
}

export function emitIs({ entity, type }: Of<"is">, { emit }: Emitting): Emitted {
  const { code, type: known, total } = emit(entity);
  if (known.kind === "entity" && total) {
    return { code: String(known.name === type), type: bool, total };
  }
  const name = JSON.stringify(type);
  if (isEntity(known)) return { code: `(${code}.type === ${name})`, type: bool, total };
  return { code: `isTypeAny(${code}, ${name})`, type: bool, total: false };
}

export function emitSet(expression: Of<"set">, emitting: Emitting): Emitted {
  const { emit } = emitting;
  const elements = expression.elements.map((element) => emit(element));
  const type = setOf(elements.map((element) => element.type));
  const constant = emitConstant(expression, emitting);
  if (constant !== undefined) return { code: constant, type, total: true };
  return {
    code: `makeSet([${elements.map(({ code }) => code).join(", ")}])`,
    type,
    total: elements.every(({ total }) => total),
  };
}

function setOf([first, ...rest]: readonly StaticType[]): StaticType {
  const entities = first?.kind === "entity" && rest.every((each) => sameEntityType(each, first));
  return entities ? { kind: "set", element: first } : { kind: "any-set" };
}

function sameEntityType(a: StaticType, b: StaticType): boolean {
  return a.kind === "entity" && b.kind === "entity" && a.name === b.name;
}

export function emitRecord(expression: Of<"record">, emitting: Emitting): Emitted {
  const constant = emitConstant(expression, emitting);
  // What is known of each attribute would rarely help: records are mostly compared.
  const type: StaticType = { kind: "any-record" };
  if (constant !== undefined) return { code: constant, type, total: true };
  const values = expression.entries.map(([name, value]) => [name, emitting.emit(value)] as const);
  const entries = values.map(([name, { code }]) => `${JSON.stringify(`$${name}`)}: ${code}`);
  return {
    code: `({ ${entries.join(", ")} })`,
    type,
    total: values.every(([, { total }]) => total),
  };
}

function emitConstant(
  expression: Expression,
  { constants, isConstant }: Emitting,
): string | undefined {
  if (!isConstant(expression)) return undefined;
  return constants.add(`value ${expression.number}`, (pin) => constantValue(expression, pin));
}

/** An extension function's call: in place where the types are right for sure. */
export function emitCall(expression: Of<"call">, emitting: Emitting): Emitted {
  const called = extensionFunctions.get(expression.name);
  const constant = emitConstant(expression, emitting);
  const type: StaticType = called === undefined ? anything : { kind: called.gives };
  if (constant !== undefined) return { code: constant, type, total: true };
  const values = expression.values.map((value) => emitting.emit(value));
  const codes = values.map(({ code }) => code);
  if (called === undefined || !fitsTypes(called, values)) {
    const name = JSON.stringify(expression.name);
    return { code: `callExtension(${name}, [${codes.join(", ")}])`, type, total: false };
  }
  const name = emitting.constants.add(`function ${expression.name}`, () => called.apply);
  const total = called.gives === "bool" && values.every((value) => value.total);
  return { code: `${name}(${codes.join(", ")})`, type, total };
}

function fitsTypes({ takes }: ExtensionFunction, values: readonly Emitted[]): boolean {
  return (
    takes.length === values.length &&
    takes.every((type, index) => values[index]?.type.kind === type)
  );
}
