/** What expressions are made from, and the smallest of them. */
import { node, record, valueExpr } from "./build.ts";
import type { Values } from "./make-values.ts";
import type { Env, Reach } from "./paths.ts";
import { printType } from "./print.ts";
import type { Random } from "./random.ts";
import type { Expr, Schema, Type } from "./types.ts";

/** What expressions are made from. */
export interface Maker {
  readonly random: Random;
  readonly schema: Schema;
  readonly values: Values;
  readonly types: readonly Type[];
  readonly env: Env;
  readonly reach: Reach;
  /** How often, at each step, something does not fit. */
  readonly odd: number;
  /** Conditions that other policies of the set have too, by printed type. */
  readonly shared: Map<string, Expr[]>;
}

/** A path if there is one, else a literal. */
export function leaf(maker: Maker, type: Type): Expr {
  const { random, reach, values } = maker;
  const paths = reach.paths.get(printType(type)) ?? [];
  if (paths.length > 0 && (random.chance(0.65) || !isWritable(type))) return random.pick(paths);
  if (maker.odd > 0 || (type.kind !== "set" && type.kind !== "record"))
    return valueExpr(values.of(type));
  return strictLiteral(maker, type);
}

/** A literal as strict validation wants it: no empty sets. */
function strictLiteral(maker: Maker, type: Type): Expr {
  if (type.kind === "set") {
    const count = maker.random.between(1, 3);
    return node("set", ...Array.from({ length: count }, () => strictLiteral(maker, type.element)));
  }
  if (type.kind === "record") {
    return record(type.attributes.map(({ name, type: of }) => [name, strictLiteral(maker, of)]));
  }
  return valueExpr(maker.values.of(type));
}

/** Whether strict validation lets a literal have this type. */
export function isWritable(type: Type): boolean {
  if (type.kind === "set") return isWritable(type.element);
  if (type.kind !== "record") return true;
  return type.attributes.every(({ required, type: inner }) => required && isWritable(inner));
}
