import { createConstants } from "../emit/constants.ts";
import { createEmitter, type Environment } from "../emit/emitter.ts";
import { type Expression, partsOf, withParts } from "../expressions/expression.ts";

/**
 * The same with comparisons of instants called by names of their own: what is less is before. An instant is known by its
 * type, as the compiler knows it; where only one side is known to be one, the other has to be one too.
 */
export function nameTimes(expression: Expression, environment: Environment): Expression {
  const { emit } = createEmitter(environment, createConstants(), new Set());
  const isInstant = (part: Expression) => emit(part).type.kind === "datetime";
  const name = (each: Expression): Expression => {
    const named = withParts(each, name);
    if (each.op !== "less" && each.op !== "lessOrEqual") return named;
    if (!isInstant(each.left) && !isInstant(each.right)) return named;
    const [left, right] = partsOf(named) as readonly [Expression, Expression];
    const called = each.op === "less" ? "isBefore" : "isNotAfter";
    return { op: "call", name: called, values: [left, right], number: each.number };
  };
  return name(expression);
}
