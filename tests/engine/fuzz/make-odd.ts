/** Expressions that do not fit: wrong types deep inside, unguarded access, literals that are none. */
import { call, get, has, is, literal, method, node, record, variable } from "./build.ts";
import { names, wrongText } from "./literals.ts";
import { leaf, type Maker } from "./maker.ts";
import type { Expr, ExtensionName, Op, Type } from "./types.ts";

const binary: readonly Op[] = [
  ...(["==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "-", "*", "in", "contains"] as const),
  ...(["containsAll", "containsAny", "getTag", "hasTag"] as const),
];

const methods: readonly (readonly [string, number])[] = [
  ...(["isIpv4", "isIpv6", "isLoopback", "isMulticast", "toDate", "toTime"] as const).map(
    (name) => [name, 0] as const,
  ),
  ...["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"].map(
    (name) => [name, 0] as const,
  ),
  ...["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual", "isInRange"].map(
    (name) => [name, 1] as const,
  ),
  ...["offset", "durationSince"].map((name) => [name, 1] as const),
];

const extensions: readonly ExtensionName[] = ["decimal", "ip", "datetime", "duration"];

/** Something else than what was asked for, or that which fails. */
export function oddity(
  maker: Maker,
  type: Type,
  depth: number,
  make: (maker: Maker, type: Type, depth: number) => Expr,
): Expr {
  const { random, reach } = maker;
  const any = (): Expr => make(maker, random.pick(maker.types), depth - 1);
  switch (random.below(13)) {
    case 0:
    case 1:
      return leaf(maker, random.pick(maker.types));
    case 2:
    case 3:
      return reach.optionals.length > 0 ? random.pick(reach.optionals).expr : leaf(maker, type);
    case 4:
      return get(
        reach.entities.length > 0 ? random.pick(reach.entities) : variable("context"),
        random.pick(names),
      );
    case 5:
      return oddExtension(maker);
    case 6:
      return node("set", ...Array.from({ length: random.below(4) }, any));
    case 7:
      return variable(random.pick(["context", "principal", "action", "resource"] as const));
    case 8:
      return depth > 0 ? oddMethod(maker, any) : trifle(maker);
    case 9:
      return depth > 0 && random.chance(0.4) ? wrongCount(maker, any) : trifle(maker);
    default:
      return depth > 0 ? oddOperation(maker, any) : trifle(maker);
  }
}

/** A literal that is seldom what is wanted. */
function trifle(maker: Maker): Expr {
  const { random } = maker;
  return random.pick([literal(1n), literal("a"), literal(true), node("set"), record([])]);
}

function oddExtension(maker: Maker): Expr {
  const { random } = maker;
  const fn = random.pick(extensions);
  if (random.chance(0.7)) return call(fn, literal(wrongText(random, fn)));
  // Not a literal: evaluated all the same.
  return call(fn, leaf(maker, random.chance(0.7) ? { kind: "string" } : { kind: "long" }));
}

function oddMethod(maker: Maker, any: () => Expr): Expr {
  const { random } = maker;
  const [name, count] = random.pick(methods);
  return method(any(), name, ...Array.from({ length: count }, any));
}

/** Too few arguments or too many: parsed all the same, and an error only once they are evaluated. */
function wrongCount({ random }: Maker, any: () => Expr): Expr {
  const many = (count: number): Expr[] => Array.from({ length: count }, any);
  if (random.chance(0.4)) return call(random.pick(extensions), ...many(random.pick([0, 2, 3])));
  const [name, takes] = random.pick(methods);
  return method(any(), name, ...many(takes === 0 ? random.between(1, 2) : random.pick([0, 2])));
}

function oddOperation(maker: Maker, any: () => Expr): Expr {
  const { random, schema } = maker;
  const type = random.chance(0.9) ? random.pick(schema.entities).name : "Nothing::Such";
  switch (random.below(8)) {
    case 0:
      return has(any(), random.pick(names));
    case 1:
      return get(any(), random.pick(names));
    case 2:
      return is(any(), type, random.chance(0.5) ? any() : undefined);
    case 3:
      return { op: "like", args: [any()], pattern: ["a", null] };
    case 4:
      return node(random.pick(["!", "neg", "isEmpty"] as const), any());
    case 5:
      return has(any(), random.pick(["a", "b", "type"]), random.pick(["c", "id", "level"]));
    default:
      return node(random.pick(binary), any(), any());
  }
}
