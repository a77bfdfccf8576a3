import { type Expression, partsOf } from "../expressions/expression.ts";

/** Operators that cost more than keeping their result. */
const costly: ReadonlySet<Expression["op"]> = new Set([
  "in",
  "contains",
  "containsAll",
  "containsAny",
  "getTag",
  "hasTag",
  "like",
  "call",
  "add",
  "subtract",
  "multiply",
  "set",
  "record",
]);

/**
 * The expressions, by number, that occur more than once in `roots` and are worth evaluating once only.
 * Equal expressions are one object, so this counts who refers to each.
 */
export function sharedExpressions(roots: readonly Expression[]): ReadonlySet<number> {
  const uses = new Map<number, number>();
  const worth = new Map<number, boolean>();
  const visit = (expression: Expression): boolean => {
    const seen = uses.get(expression.number) ?? 0;
    uses.set(expression.number, seen + 1);
    if (seen > 0) return worth.get(expression.number) ?? false;
    let isWorth = costly.has(expression.op);
    for (const part of partsOf(expression)) if (visit(part)) isWorth = true;
    worth.set(expression.number, isWorth);
    return isWorth;
  };
  for (const root of roots) visit(root);
  const shared = new Set<number>();
  for (const [number, count] of uses) if (count > 1 && worth.get(number)) shared.add(number);
  return shared;
}
