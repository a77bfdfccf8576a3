import type { BinaryOperator, Expression } from "../expressions/expression.ts";
import { uidText } from "../values/entity-node.ts";
import { constantValue } from "./constants.ts";
import type { Emitted } from "./emitted.ts";
import type { Emitting } from "./emitter.ts";
import { anything, bool, isEntity, isSet, long, type StaticType } from "./static-type.ts";

type Binary = Expression & { readonly op: BinaryOperator };

/** Operators of two operands. Both are evaluated, the left one first, as a call's arguments are. */
export function emitBinary(expression: Binary, emitting: Emitting): Emitted {
  const left = emitting.emit(expression.left);
  const right = emitting.emit(expression.right);
  const operands: Operands = { left, right, total: left.total && right.total };
  switch (expression.op) {
    case "equal":
      return emitEqual(expression, operands, emitting);
    case "less":
      return emitOrder(operands, "<", "less");
    case "lessOrEqual":
      return emitOrder(operands, "<=", "lessOrEqual");
    case "add":
    case "subtract":
    case "multiply":
      return emitArithmetic(expression.op, operands);
    case "in":
      return emitIn(expression, operands, emitting);
    case "contains":
      return emitContains(operands);
    case "containsAll":
      return emitSets(operands, "hasAll", "containsAllAny");
    case "containsAny":
      return emitSets(operands, "hasAny", "containsAnyAny");
    case "hasTag":
    case "getTag":
      return emitTag(expression.op, operands, emitting);
  }
}

interface Operands {
  readonly left: Emitted;
  readonly right: Emitted;
  /** Whether both always have a value. */
  readonly total: boolean;
}

function emitEqual(
  { left: first, right: second }: Binary,
  { left, right, total }: Operands,
  { environment }: Emitting,
): Emitted {
  const isAction = first.op === "variable" && first.name === "action" && second.op === "entity";
  if (isAction && environment.action !== undefined) {
    const same = uidText(environment.action.uid) === uidText(second.uid);
    return { code: String(same), type: bool, total: true };
  }
  if (left.type.kind === "entity" && right.type.kind === "entity") {
    if (total && left.type.name !== right.type.name) return { code: "false", type: bool, total };
    return { code: `sameEntity(${left.code}, ${right.code})`, type: bool, total };
  }
  const plain = ["bool", "long", "string"].includes(left.type.kind);
  if (plain && left.type.kind === right.type.kind) {
    return { code: `(${left.code} === ${right.code})`, type: bool, total };
  }
  return { code: `equal(${left.code}, ${right.code})`, type: bool, total };
}

function emitOrder({ left, right, total }: Operands, operator: string, name: string): Emitted {
  const { kind } = left.type;
  if (kind === right.type.kind && kind === "long") {
    return { code: `(${left.code} ${operator} ${right.code})`, type: bool, total };
  }
  if (kind === right.type.kind && (kind === "datetime" || kind === "duration")) {
    const code = `(${left.code}.milliseconds ${operator} ${right.code}.milliseconds)`;
    return { code, type: bool, total };
  }
  return { code: `${name}(${left.code}, ${right.code})`, type: bool, total: false };
}

function emitArithmetic(name: "add" | "subtract" | "multiply", { left, right }: Operands): Emitted {
  const typed = left.type.kind === "long" && right.type.kind === "long";
  const called = typed ? name : `${name}Any`;
  return { code: `${called}(${left.code}, ${right.code})`, type: long, total: false };
}

function emitIn(
  { left: first, right: second }: Binary,
  { left, right, total }: Operands,
  emitting: Emitting,
): Emitted {
  const { environment, constants, isConstant } = emitting;
  if (first.op === "variable" && first.name === "action" && environment.action !== undefined) {
    const known = actionIn(environment.action, second);
    if (known !== undefined) return { code: String(known), type: bool, total: true };
  }
  if (isEntity(left.type) && isEntity(right.type)) {
    const name = differInType(left.type, right.type) ? "isBelow" : "isIn";
    return { code: `${name}(${left.code}, ${right.code})`, type: bool, total };
  }
  const listed = second.op === "set" && second.elements.every(({ op }) => op === "entity");
  if (isEntity(left.type) && listed && isConstant(second)) {
    const name = constants.add(`nodes ${second.number}`, (pin) =>
      second.elements.map((element) => constantValue(element, pin)),
    );
    return { code: `isInSome(${left.code}, ${name})`, type: bool, total: left.total };
  }
  if (isEntity(left.type) && isSet(right.type)) {
    const ofEntities = right.type.kind === "set" && right.type.element.kind === "entity";
    return {
      code: `isInSet(${left.code}, ${right.code})`,
      type: bool,
      total: total && ofEntities,
    };
  }
  return { code: `inAny(${left.code}, ${right.code})`, type: bool, total: false };
}

function differInType(a: StaticType, b: StaticType): boolean {
  return a.kind === "entity" && b.kind === "entity" && a.name !== b.name;
}

/** Whether the action is in an entity or a list of them that the policy names: known beforehand. */
function actionIn(
  {
    uid,
    groups,
  }: { readonly uid: { type: string; id: string }; readonly groups: ReadonlySet<string> },
  where: Expression,
): boolean | undefined {
  const places = where.op === "set" ? where.elements : [where];
  const texts: string[] = [];
  for (const place of places) {
    if (place.op !== "entity") return undefined;
    texts.push(uidText(place.uid));
  }
  const own = uidText(uid);
  return texts.some((text) => text === own || groups.has(text));
}

function emitContains({ left, right, total }: Operands): Emitted {
  if (!isSet(left.type)) {
    return { code: `containsValue(${left.code}, ${right.code})`, type: bool, total: false };
  }
  return { code: `${left.code}.has(${right.code})`, type: bool, total };
}

function emitSets({ left, right, total }: Operands, method: string, name: string): Emitted {
  if (isSet(left.type) && isSet(right.type)) {
    return { code: `${left.code}.${method}(${right.code})`, type: bool, total };
  }
  return { code: `${name}(${left.code}, ${right.code})`, type: bool, total: false };
}

function emitTag(
  name: "hasTag" | "getTag",
  { left, right, total }: Operands,
  { environment }: Emitting,
): Emitted {
  const typed = isEntity(left.type) && right.type.kind === "string";
  const called = `${typed ? name : `${name}Any`}(${left.code}, ${right.code})`;
  if (name === "hasTag") return { code: called, type: bool, total: typed && total };
  const tags =
    left.type.kind === "entity" ? environment.entityTypes?.get(left.type.name)?.tags : undefined;
  const type: StaticType = tags ?? anything;
  return { code: called, type, total: false };
}
