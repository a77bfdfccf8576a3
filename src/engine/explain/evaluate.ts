import { runtime } from "../emit/runtime.ts";
import { type Expression, partsOf } from "../expressions/expression.ts";
import type { Attributes, EntityNode } from "../values/entity-node.ts";
import { callExtension } from "../values/extension-functions.ts";
import { Fault } from "../values/fault.ts";
import { asBool, asString } from "../values/typed.ts";
import { CedarSet, type Value } from "../values/value.ts";

/** What an expression is evaluated for. */
export interface Situation {
  readonly principal: EntityNode;
  readonly action: EntityNode;
  readonly resource: EntityNode;
  readonly context: Attributes;
  readonly node: (type: string, id: string) => EntityNode;
}

/** Evaluates by walking the expression: for explaining, where speed is no matter. @throws Fault */
export function evaluate(expression: Expression, situation: Situation): Value {
  const value = (part: Expression) => evaluate(part, situation);
  switch (expression.op) {
    case "literal":
      return expression.value;
    case "entity":
      return situation.node(expression.uid.type, expression.uid.id);
    case "variable":
      return situation[expression.name];
    case "and":
      return expression.operands.every((operand) => asBool(value(operand)));
    case "or":
      return expression.operands.some((operand) => asBool(value(operand)));
    case "not":
      return !asBool(value(expression.operand));
    case "negate":
      return runtime.negateAny(value(expression.operand));
    case "isEmpty":
      return runtime.isEmptyAny(value(expression.operand));
    case "if":
      return value(
        asBool(value(expression.condition)) ? expression.consequent : expression.alternative,
      );
    case "attribute":
      return runtime.attribute(value(expression.holder), `$${expression.name}`);
    case "has":
      return runtime.has(value(expression.holder), `$${expression.name}`);
    case "like":
      return runtime.like(asString(value(expression.text)), expression.pattern);
    case "is":
      return runtime.isTypeAny(value(expression.entity), expression.type);
    case "set":
      return new CedarSet(expression.elements.map(value));
    case "record":
      return Object.fromEntries(
        expression.entries.map(([name, each]) => [`$${name}`, value(each)]),
      ) as Attributes;
    case "call":
      return callExtension(expression.name, expression.values.map(value));
    default:
      return operators[expression.op](value(expression.left), value(expression.right));
  }
}

const operators = {
  equal: runtime.equal,
  less: runtime.less,
  lessOrEqual: runtime.lessOrEqual,
  add: runtime.addAny,
  subtract: runtime.subtractAny,
  multiply: runtime.multiplyAny,
  in: runtime.inAny,
  contains: runtime.containsValue,
  containsAll: runtime.containsAllAny,
  containsAny: runtime.containsAnyAny,
  hasTag: runtime.hasTagAny,
  getTag: runtime.getTagAny,
};

/** What was looked at; without a value: an attribute or tag that was asked for and is not there. */
export interface LookedAt {
  readonly expression: Expression;
  readonly value?: Value;
}

/**
 * What a condition looked at: the principal, the action, the resource, attributes and tags, and their values. Nothing that
 * stands behind what was decided already, and of what could not be evaluated nothing.
 */
export function lookedAt(expression: Expression, situation: Situation): readonly LookedAt[] {
  const seen = new Map<number, LookedAt>();
  const visit = (each: Expression) => {
    if (each.op === "attribute" || each.op === "getTag" || isWhole(each)) {
      const value = valueIfAny(each, situation);
      if (value !== undefined) seen.set(each.number, { expression: each, value });
      for (const part of askedOnTheWay(each)) visit(part);
      return;
    }
    const missing = askedFor(each);
    if (missing !== undefined && valueIfAny(each, situation) === false) {
      seen.set(each.number, { expression: missing });
    }
    for (const part of reached(each, situation)) visit(part);
  };
  visit(expression);
  return [...seen.values()];
}

/** Of whose attribute or tag it is, where that itself had to be found out; and by which key. */
function askedOnTheWay(each: Expression): readonly Expression[] {
  if (each.op === "getTag")
    return [...askedOnTheWay(each.left), ...(isPlain(each.right) ? [] : [each.right])];
  if (each.op === "attribute") return askedOnTheWay(each.holder);
  return isPlain(each) ? [] : [each];
}

function isPlain({ op }: Expression): boolean {
  return op === "variable" || op === "entity" || op === "literal";
}

/** The context is looked at by its attributes. */
function isWhole(each: Expression): boolean {
  return each.op === "variable" && each.name !== "context";
}

/** What a question whether it is there is about. */
function askedFor(each: Expression): Expression | undefined {
  if (each.op === "has") return { ...each, op: "attribute" };
  return each.op === "hasTag" ? { ...each, op: "getTag" } : undefined;
}

/** The parts that evaluation comes to. */
function reached(expression: Expression, situation: Situation): readonly Expression[] {
  if (expression.op === "and" || expression.op === "or") {
    const { operands } = expression;
    const goesOn = expression.op === "and";
    const last = operands.findIndex((operand) => valueIfAny(operand, situation) !== goesOn);
    return last === -1 ? operands : operands.slice(0, last + 1);
  }
  if (expression.op === "if") {
    const { condition, consequent, alternative } = expression;
    const value = valueIfAny(condition, situation);
    if (typeof value !== "boolean") return [condition];
    return [condition, value ? consequent : alternative];
  }
  return partsOf(expression);
}

function valueIfAny(expression: Expression, situation: Situation): Value | undefined {
  try {
    return evaluate(expression, situation);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
