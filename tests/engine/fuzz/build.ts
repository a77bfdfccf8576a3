/** Short ways to write expressions. */
import type { Expr, Op, Uid, Value } from "./types.ts";

/** A literal. */
export function literal(value: boolean | bigint | string | Uid): Expr {
  return { op: "literal", args: [], value };
}

/** A variable of the request. */
export function variable(name: "principal" | "action" | "resource" | "context"): Expr {
  return { op: "var", args: [], name };
}

/** An operator with its operands. */
export function node(op: Op, ...args: readonly Expr[]): Expr {
  return { op, args };
}

/** `left.name`. */
export function get(left: Expr, name: string): Expr {
  return { op: "get", args: [left], name };
}

/** `left has a.b.c`. */
export function has(left: Expr, ...path: readonly string[]): Expr {
  return { op: "has", args: [left], keys: path };
}

/** `left is type`, or `left is type in within`. */
export function is(left: Expr, type: string, within?: Expr): Expr {
  return { op: "is", args: within === undefined ? [left] : [left, within], name: type };
}

/** `left.name(args)`. */
export function method(left: Expr, name: string, ...args: readonly Expr[]): Expr {
  return { op: "method", args: [left, ...args], name };
}

/** `name(args)`. */
export function call(name: string, ...args: readonly Expr[]): Expr {
  return { op: "call", args, name };
}

/** `{ keys: args }`. */
export function record(entries: readonly (readonly [string, Expr])[]): Expr {
  return { op: "record", args: entries.map(([, arg]) => arg), keys: entries.map(([key]) => key) };
}

/** A value as policies write it. */
export function valueExpr(value: Value): Expr {
  if (typeof value !== "object" || value.kind === "entity") return literal(value);
  if (value.kind === "extension") return call(value.fn, literal(value.text));
  if (value.kind === "set") return node("set", ...value.items.map(valueExpr));
  return record(value.entries.map(([key, inner]) => [key, valueExpr(inner)] as const));
}

/** All of them, from left to right. */
export function allOf(exprs: readonly Expr[]): Expr {
  const [first = literal(true), ...others] = exprs;
  return others.reduce((left, right) => node("&&", left, right), first);
}
