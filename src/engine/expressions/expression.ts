import type { EntityUid } from "../types.ts";
import type { Pattern } from "../values/like.ts";
import type { Long } from "../values/long.ts";

/** What stands in a request. */
export type Variable = "principal" | "action" | "resource" | "context";

/** Operators of two operands, both always evaluated, the left one first. */
export type BinaryOperator =
  | "equal"
  | "less"
  | "lessOrEqual"
  | "add"
  | "subtract"
  | "multiply"
  | "in"
  | "contains"
  | "containsAll"
  | "containsAny"
  | "hasTag"
  | "getTag";

/** An expression without its number. */
export type Shape =
  | { readonly op: "literal"; readonly value: boolean | Long | string }
  | { readonly op: "entity"; readonly uid: EntityUid }
  | { readonly op: "variable"; readonly name: Variable }
  | { readonly op: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly op: "not" | "negate" | "isEmpty"; readonly operand: Expression }
  | {
      readonly op: "if";
      readonly condition: Expression;
      readonly consequent: Expression;
      readonly alternative: Expression;
    }
  | { readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly op: "attribute" | "has"; readonly holder: Expression; readonly name: string }
  | { readonly op: "like"; readonly text: Expression; readonly pattern: Pattern }
  | { readonly op: "is"; readonly entity: Expression; readonly type: string }
  | { readonly op: "set"; readonly elements: readonly Expression[] }
  /** In the order of names, in which they are evaluated. */
  | { readonly op: "record"; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly op: "call"; readonly name: string; readonly values: readonly Expression[] };

/**
 * A condition, or a part of one, in few operators: Cedar's other forms are written in these. Within one
 * pool equal expressions are one object, whose `number` names it.
 */
export type Expression = Shape & { readonly number: number };

/** The parts of an expression, in the order in which they are evaluated. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case "literal":
    case "entity":
    case "variable":
      return [];
    case "and":
    case "or":
      return expression.operands;
    case "not":
    case "negate":
    case "isEmpty":
      return [expression.operand];
    case "if":
      return [expression.condition, expression.consequent, expression.alternative];
    case "attribute":
    case "has":
      return [expression.holder];
    case "like":
      return [expression.text];
    case "is":
      return [expression.entity];
    case "set":
      return expression.elements;
    case "record":
      return expression.entries.map(([, value]) => value);
    case "call":
      return expression.values;
    default:
      return [expression.left, expression.right];
  }
}

/** The same expression with each of its parts changed. */
export function withParts(
  expression: Expression,
  change: (part: Expression) => Expression,
): Expression {
  switch (expression.op) {
    case "literal":
    case "entity":
    case "variable":
      return expression;
    case "and":
    case "or":
      return { ...expression, operands: expression.operands.map(change) };
    case "not":
    case "negate":
    case "isEmpty":
      return { ...expression, operand: change(expression.operand) };
    case "if": {
      const { condition, consequent, alternative } = expression;
      return {
        ...expression,
        condition: change(condition),
        consequent: change(consequent),
        alternative: change(alternative),
      };
    }
    case "attribute":
    case "has":
      return { ...expression, holder: change(expression.holder) };
    case "like":
      return { ...expression, text: change(expression.text) };
    case "is":
      return { ...expression, entity: change(expression.entity) };
    case "set":
      return { ...expression, elements: expression.elements.map(change) };
    case "record":
      return {
        ...expression,
        entries: expression.entries.map(([name, value]) => [name, change(value)] as const),
      };
    case "call":
      return { ...expression, values: expression.values.map(change) };
    default:
      return { ...expression, left: change(expression.left), right: change(expression.right) };
  }
}
