import type { Expr, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { EngineError } from "../errors.ts";
import type { BinaryOperator, Expression, Variable } from "../expressions/expression.ts";
import type { Pool } from "../expressions/pool.ts";
import type { EntityUid } from "../types.ts";
import { compilePattern, type PatternElement } from "../values/like.ts";
import { canonicalLong } from "../values/long.ts";

/** One node of Cedar's JSON form: its operator's name and what stands under it. */
type Node = readonly [operator: string, body: Body];
// The published types do not tell operators from extension calls, so each body is read by its operator.
type Body = Readonly<Record<string, Expr>> & readonly Expr[];

/** Writes the conditions of a policy in Cedar's JSON form as one expression. @throws EngineError for a form that is not known */
export function lowerConditions({ conditions }: PolicyJson, pool: Pool): Expression {
  const operands = conditions.map(({ kind, body }) => {
    const expression = lower(body, pool);
    return kind === "when" ? expression : pool({ op: "not", operand: expression });
  });
  // Each must be a boolean, also when it stands alone.
  return pool({ op: "and", operands });
}

const binary: Readonly<Record<string, BinaryOperator>> = {
  "==": "equal",
  "<": "less",
  "<=": "lessOrEqual",
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  in: "in",
  contains: "contains",
  containsAll: "containsAll",
  containsAny: "containsAny",
  hasTag: "hasTag",
  getTag: "getTag",
};

/** These are the opposite of others. */
const negated: Readonly<Record<string, BinaryOperator>> = {
  "!=": "equal",
  ">": "lessOrEqual",
  ">=": "less",
};

function lower(json: Expr, pool: Pool): Expression {
  const [operator, body] = nodeOf(json);
  if (Object.hasOwn(binary, operator)) return lowerBinary(binary[operator], body, pool);
  if (Object.hasOwn(negated, operator)) {
    return pool({ op: "not", operand: lowerBinary(negated[operator], body, pool) });
  }
  const lowering = lowerings[operator];
  if (Object.hasOwn(lowerings, operator) && lowering !== undefined) return lowering(body, pool);
  if (Array.isArray(body)) {
    const values = body.map((value: Expr) => lower(value, pool));
    return call(operator, values, pool);
  }
  throw new EngineError("invalid-policy", `There is no operator \`${operator}\`.`);
}

function nodeOf(json: Expr): Node {
  const entries = Object.entries(json);
  const [first] = entries;
  if (first === undefined || entries.length > 1) {
    throw new EngineError("invalid-policy", "An expression has exactly one operator.");
  }
  return first as unknown as Node;
}

/** A chain such as `a + b + c` leans to the left: it is walked down, not recursed into. */
function lowerBinary(op: BinaryOperator | undefined, body: Body, pool: Pool): Expression {
  const pending: { readonly op: BinaryOperator; readonly right: Expr }[] = [];
  let [at, operator] = [body, op];
  let left: Expr = { Value: true };
  while (operator !== undefined) {
    pending.push({ op: operator, right: at["right"] as Expr });
    left = at["left"] as Expr;
    const [name, next] = nodeOf(left);
    operator = Object.hasOwn(binary, name) ? binary[name] : undefined;
    at = next;
  }
  return pending.reduceRight(
    (result, { op: each, right }) => pool({ op: each, left: result, right: lower(right, pool) }),
    lower(left, pool),
  );
}

const lowerings: Readonly<Record<string, (body: Body, pool: Pool) => Expression>> = {
  Value: (body, pool) => lowerValue(body, pool),
  Var: (body, pool) => pool({ op: "variable", name: body as unknown as Variable }),
  "!": ({ arg }, pool) => pool({ op: "not", operand: lower(arg as Expr, pool) }),
  neg: ({ arg }, pool) => pool({ op: "negate", operand: lower(arg as Expr, pool) }),
  isEmpty: ({ arg }, pool) => pool({ op: "isEmpty", operand: lower(arg as Expr, pool) }),
  "&&": (body, pool) => lowerChain("&&", "and", body, pool),
  "||": (body, pool) => lowerChain("||", "or", body, pool),
  "if-then-else": (body, pool) =>
    pool({
      op: "if",
      condition: lower(body["if"] as Expr, pool),
      consequent: lower(body["then"] as Expr, pool),
      alternative: lower(body["else"] as Expr, pool),
    }),
  ".": ({ left, attr }, pool) =>
    pool({ op: "attribute", holder: lower(left as Expr, pool), name: attr as unknown as string }),
  has: ({ left, attr }, pool) => lowerHas(lower(left as Expr, pool), attr, pool),
  like: ({ left, pattern }, pool) =>
    pool({
      op: "like",
      text: lower(left as Expr, pool),
      pattern: compilePattern(pattern as unknown as readonly PatternElement[]),
    }),
  is: (body, pool) => lowerIs(body, pool),
  Set: (body, pool) => pool({ op: "set", elements: body.map((element) => lower(element, pool)) }),
  Record: (body, pool) => lowerRecord(body, pool),
};

function lowerChain(operator: string, op: "and" | "or", body: Body, pool: Pool): Expression {
  const operands: Expression[] = [];
  let at = body;
  for (;;) {
    operands.push(lower(at["right"] as Expr, pool));
    const [name, next] = nodeOf(at["left"] as Expr);
    if (name !== operator) break;
    at = next;
  }
  operands.push(lower(at["left"] as Expr, pool));
  return pool({ op, operands: operands.reverse() });
}

/** `a has b.c` is `a has b && a.b has c`. */
function lowerHas(holder: Expression, attr: unknown, pool: Pool): Expression {
  const names = Array.isArray(attr) ? (attr as readonly string[]) : [attr as string];
  const operands: Expression[] = [];
  let at = holder;
  for (const name of names) {
    operands.push(pool({ op: "has", holder: at, name }));
    at = pool({ op: "attribute", holder: at, name });
  }
  const [only, ...more] = operands;
  return only !== undefined && more.length === 0 ? only : pool({ op: "and", operands });
}

/** `a is T in b` is `a is T && a in b`. */
function lowerIs({ left, entity_type, in: within }: Body, pool: Pool): Expression {
  const entity = lower(left as Expr, pool);
  const is = pool({ op: "is", entity, type: entity_type as unknown as string });
  if (within === undefined) return is;
  const inside = pool({ op: "in", left: entity, right: lower(within, pool) });
  return pool({ op: "and", operands: [is, inside] });
}

function lowerRecord(body: Body, pool: Pool): Expression {
  const entries = Object.entries(body as Readonly<Record<string, Expr>>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, lower(value, pool)] as const);
  return pool({ op: "record", entries });
}

/**
 * Cedar takes `unknown` out of what it can decide without it (a record's other attributes, say), so that evaluating the rest
 * would decide otherwise than Cedar does.
 */
function call(name: string, values: readonly Expression[], pool: Pool): Expression {
  if (name !== "unknown") return pool({ op: "call", name, values });
  throw new EngineError(
    "invalid-policy",
    "`unknown` is for partial evaluation, which is not offered. Leave it out.",
  );
}

/** A value in a policy is a literal, but for what was written in JSON. */
function lowerValue(value: unknown, pool: Pool): Expression {
  if (typeof value === "bigint") return pool({ op: "literal", value: canonicalLong(value) });
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return pool({ op: "literal", value });
  }
  if (Array.isArray(value)) {
    return pool({ op: "set", elements: value.map((each) => lowerValue(each, pool)) });
  }
  const written = escapeIn(value as Readonly<Record<string, unknown>>);
  if (written.type === "entity") return pool({ op: "entity", uid: written.uid });
  if (written.type === "call") {
    const values = written.args.map((each) => lowerValue(each, pool));
    return call(written.fn, values, pool);
  }
  const entries = Object.entries(value as Readonly<Record<string, unknown>>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, lowerValue(each, pool)] as const);
  return pool({ op: "record", entries });
}

type Escape =
  | { readonly type: "none" }
  | { readonly type: "entity"; readonly uid: EntityUid }
  | { readonly type: "call"; readonly fn: string; readonly args: readonly unknown[] };

/** What is not written just so is a record that has such a name, as in Cedar. */
function escapeIn(value: Readonly<Record<string, unknown>>): Escape {
  const [only, ...others] = Object.keys(value);
  if (others.length === 0 && only === "__entity") {
    const { type, id, ...more } = recordIn(value[only]);
    const isUid = typeof type === "string" && typeof id === "string" && isEmpty(more);
    if (isUid) return { type: "entity", uid: { type, id } };
  }
  if (others.length === 0 && only === "__extn") {
    const { fn, arg, args = [arg], ...more } = recordIn(value[only]);
    const isCall = typeof fn === "string" && Array.isArray(args) && isEmpty(more);
    if (isCall) return { type: "call", fn, args };
  }
  return { type: "none" };
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
