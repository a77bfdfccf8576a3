import { createConstants } from "../emit/constants.ts";
import { createEmitter, type Environment } from "../emit/emitter.ts";
import {
  type BinaryOperator,
  type Expression,
  partsOf,
  withParts,
} from "../expressions/expression.ts";

/**
 * The same with some comparisons called by names of their own, by the types of what is compared, as the compiler knows
 * them: an instant that is less is before (where only one side is known to be one, the other has to be one too), and two
 * truths that are equal are so together.
 */
export function nameByType(expression: Expression, environment: Environment): Expression {
  const { emit } = createEmitter(environment, createConstants(), new Set());
  const isOf = (kind: "datetime" | "bool", part: Expression) => emit(part).type.kind === kind;
  const nameOf = ({ left, op, right }: Extract<Expression, { readonly op: BinaryOperator }>) => {
    if (op === "equal") {
      const areTruths = [left, right].every((each) => each.op !== "literal" && isOf("bool", each));
      return areTruths ? "isSoWhen" : undefined;
    }
    if (op !== "less" && op !== "lessOrEqual") return undefined;
    if (!isOf("datetime", left) && !isOf("datetime", right)) return undefined;
    return op === "less" ? "isBefore" : "isNotAfter";
  };
  const name = (each: Expression): Expression => {
    const named = withParts(each, name);
    const called = "left" in each ? nameOf(each) : undefined;
    if (called === undefined) return named;
    return { op: "call", name: called, values: [...partsOf(named)], number: each.number };
  };
  return name(expression);
}
