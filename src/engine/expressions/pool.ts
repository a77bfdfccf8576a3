import { type Expression, partsOf, type Shape } from "./expression.ts";

/** Makes expressions, each once. */
export type Pool = (shape: Shape) => Expression;

/** An empty pool. */
export function createPool(): Pool {
  const known = new Map<string, Expression>();
  return (shape) => {
    const key = keyOf(shape);
    let expression = known.get(key);
    if (expression === undefined) {
      expression = { ...shape, number: known.size };
      known.set(key, expression);
    }
    return expression;
  };
}

/** Names the shape by the numbers of its parts, so that it does not grow with their size. */
function keyOf(shape: Shape): string {
  const parts = partsOf({ ...shape, number: -1 }).map(({ number }) => number);
  return JSON.stringify([shape.op, parts, detailOf(shape)]);
}

/** What is in a shape besides its parts. */
function detailOf(shape: Shape): unknown {
  switch (shape.op) {
    case "literal":
      return [typeof shape.value, String(shape.value)];
    case "entity":
      return [shape.uid.type, shape.uid.id];
    case "attribute":
    case "has":
    case "variable":
    case "call":
      return shape.name;
    case "like":
      return [shape.pattern.first, shape.pattern.middle, shape.pattern.last ?? null];
    case "is":
      return shape.type;
    case "record":
      return shape.entries.map(([name]) => name);
    default:
      return null;
  }
}
