/** Expressions by chance, of a type that is asked for, unless something wrong is wanted. */
import { get, has, is, literal, method, node, record, variable } from "./build.ts";
import { likePattern } from "./literals.ts";
import { tagNames } from "./make-entities.ts";
import { oddity } from "./make-odd.ts";
import { isWritable, leaf, type Maker } from "./maker.ts";
import { withinReach } from "./paths.ts";
import { printType } from "./print.ts";
import type { Random } from "./random.ts";
import type { Expr, Type } from "./types.ts";

/** The types that need no making. */
export const bool: Type = { kind: "bool" };
const long: Type = { kind: "long" };
const string: Type = { kind: "string" };

/** An expression of `type`, at most about `depth` operators deep. */
export function makeExpr(maker: Maker, type: Type, depth: number): Expr {
  const { random } = maker;
  if (random.chance(maker.odd)) return oddity(maker, type, depth, makeExpr);
  const known = maker.shared.get(printType(type));
  if (known !== undefined && known.length > 0 && random.chance(0.12)) return random.pick(known);
  if (depth <= 0) return leaf(maker, type);
  if (type.kind === "bool") return makeBool(maker, depth);
  if (random.chance(0.07)) {
    const [test, yes, no] = [bool, type, type].map((of) => makeExpr(maker, of, depth - 1));
    return node("if", test as Expr, yes as Expr, no as Expr);
  }
  if (random.chance(0.03)) {
    const inner = makeExpr(maker, type, depth - 1);
    return get(
      record([
        ["a", inner],
        ["__proto__", literal(1n)],
      ]),
      "a",
    );
  }
  return random.chance(0.35) ? leaf(maker, type) : operation(maker, type, depth);
}

/** An operation whose result has the type; a leaf where there is none. */
function operation(maker: Maker, type: Type, depth: number): Expr {
  const { random } = maker;
  const make = (of: Type): Expr => makeExpr(maker, of, depth - 1);
  switch (type.kind) {
    case "long":
      return longOperation(maker, depth);
    case "set": {
      if (!isWritable(type) && maker.odd === 0) return leaf(maker, type);
      const count = random.between(maker.odd > 0 ? 0 : 1, 4);
      return node("set", ...Array.from({ length: count }, () => make(type.element)));
    }
    case "record":
      if (!isWritable(type) && maker.odd === 0) return leaf(maker, type);
      return record(type.attributes.map((inner) => [inner.name, make(inner.type)]));
    case "datetime":
      return random.chance(0.5)
        ? method(make(type), "offset", make({ kind: "duration" }))
        : method(make(type), "toDate");
    case "duration":
      return random.chance(0.5)
        ? method(make({ kind: "datetime" }), "durationSince", make({ kind: "datetime" }))
        : method(make({ kind: "datetime" }), "toTime");
    default:
      return leaf(maker, type);
  }
}

function longOperation(maker: Maker, depth: number): Expr {
  const { random } = maker;
  const make = (of: Type): Expr => makeExpr(maker, of, depth - 1);
  switch (random.below(8)) {
    case 0:
    case 1:
      return node("+", make(long), make(long));
    case 2:
    case 3:
      return node("-", make(long), make(long));
    case 4:
      return node("*", make(long), make(long));
    case 5:
      return node("neg", make(long));
    default:
      return toUnit(random, make({ kind: "duration" }));
  }
}

function toUnit(random: Random, duration: Expr): Expr {
  const unit = random.pick(["Milliseconds", "Seconds", "Minutes", "Hours", "Days"]);
  return method(duration, `to${unit}`);
}

function makeBool(maker: Maker, depth: number): Expr {
  const { random } = maker;
  const make = (): Expr => makeExpr(maker, bool, depth - 1);
  const choice = random.below(26);
  if (choice < 3) return node("&&", make(), make());
  if (choice < 6) return node("||", make(), make());
  if (choice < 8) return node("!", make());
  if (choice < 9) return node("if", make(), make(), make());
  if (choice < 13) return guarded(maker, depth);
  if (choice < 15) return guardedTag(maker, depth);
  if (choice < 16) return presence(maker);
  if (choice < 17) return aboutAction(maker);
  return compared(maker, depth);
}

/** Which action it is, or what group it is in. */
function aboutAction(maker: Maker): Expr {
  const { random, schema } = maker;
  const action = variable("action");
  const uids = schema.actions.map(({ uid }) => uid);
  const [first] = uids;
  // Validation allows no comparison across namespaces.
  if (first === undefined || uids.some(({ type }) => type !== first.type)) return presence(maker);
  const some = (): Expr => literal(random.pick(uids));
  const group = random.chance(0.4) ? node("set", some(), some()) : some();
  const choice = random.below(5);
  if (choice < 3) return node("in", action, group);
  if (choice === 3) return is(action, first.type, random.chance(0.5) ? group : undefined);
  return node(random.chance(0.5) ? "==" : "!=", action, some());
}

/** Something about an expression of any type that can be made here. */
function compared(maker: Maker, depth: number): Expr {
  const { random, reach } = maker;
  const makeable = maker.types.filter(
    (type) => isWritable(type) || reach.paths.has(printType(type)),
  );
  const type = random.pick(makeable);
  return relation(maker, makeExpr(maker, type, depth - 1), type, depth);
}

/** `x has a && … x.a …`. */
function guarded(maker: Maker, depth: number): Expr {
  const { random, reach } = maker;
  if (reach.optionals.length === 0) return compared(maker, depth);
  const optional = random.pick(reach.optionals);
  const body = withinReach(reach, maker.schema, optional, () => {
    const about = relation(maker, optional.expr, optional.type, depth);
    const join = random.pick(["&&", "||"] as const);
    return random.chance(0.4) ? node(join, about, makeExpr(maker, bool, depth - 1)) : about;
  });
  const guard = longGuard(maker, optional.guard);
  if (random.chance(0.15)) return node("if", guard, body, makeExpr(maker, bool, depth - 1));
  return node("&&", guard, body);
}

/** `x.a has b` as `x has a.b`, sometimes, where the names allow it. */
function longGuard(maker: Maker, guard: Expr): Expr {
  const [owner] = guard.args;
  const [last = ""] = guard.keys ?? [];
  const plain = /^[a-z]+$/;
  if (owner?.op !== "get" || !plain.test(owner.name ?? "") || !plain.test(last)) return guard;
  const words = ["if", "is", "in", "like", "has"];
  if (words.includes(last) || words.includes(owner.name ?? "")) return guard;
  if (!maker.random.chance(0.7)) return guard;
  return has(owner.args[0] as Expr, owner.name ?? "", last);
}

/** `x.hasTag(k) && … x.getTag(k) …`. */
function guardedTag(maker: Maker, depth: number): Expr {
  const { random, reach } = maker;
  if (reach.tagged.length === 0) return compared(maker, depth);
  const { expr, tags } = random.pick(reach.tagged);
  const key = random.chance(0.7) ? literal(random.pick(tagNames)) : makeExpr(maker, string, 0);
  const guard = node("hasTag", expr, key);
  const tag = node("getTag", expr, key);
  const body = withinReach(reach, maker.schema, { expr: tag, type: tags }, () =>
    relation(maker, tag, tags, depth),
  );
  return node("&&", guard, body);
}

/** Whether something is there. */
function presence(maker: Maker): Expr {
  const { random, reach } = maker;
  if (reach.optionals.length === 0) return literal(random.chance(0.5));
  return longGuard(maker, random.pick(reach.optionals).guard);
}

/** Something that is true or false of `left`, which has `type`. */
function relation(maker: Maker, left: Expr, type: Type, depth: number): Expr {
  const { random } = maker;
  const make = (of: Type): Expr => makeExpr(maker, of, depth - 1);
  if (random.chance(0.07) && isWritable(type)) {
    const set = node("set", make(type), make(type), make(type));
    return node("contains", set, left);
  }
  const canCompare = type.kind !== "record" && type.kind !== "set" && type.kind !== "bool";
  if (random.chance(canCompare ? 0.25 : 0.5)) {
    if (isWritable(type) || maker.odd > 0 || maker.reach.paths.has(printType(type))) {
      return node(random.chance(0.75) ? "==" : "!=", left, make(type));
    }
  }
  switch (type.kind) {
    case "bool":
      return random.chance(0.5) ? left : node("!", left);
    case "datetime":
      return timeRelation(maker, left, depth);
    case "duration":
      if (random.chance(0.5)) return inUnits(maker, left, depth);
      return ordered(maker, left, type, depth);
    case "long":
      return ordered(maker, left, type, depth);
    case "decimal": {
      const names = ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"];
      return method(left, random.pick(names), make(type));
    }
    case "string":
      return { op: "like", args: [left], pattern: likePattern(random, likely(maker)) };
    case "ip": {
      const name = random.pick(["isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"]);
      const range = name === "isInRange" || random.chance(0.4);
      return range ? method(left, "isInRange", make(type)) : method(left, name);
    }
    case "entity":
      return entityRelation(maker, left, depth);
    case "set":
      return setRelation(maker, left, type, depth);
    case "record":
      return recordRelation(maker, left, type, depth);
  }
}

/** How many whole units it has: most often few, before or after zero. */
function inUnits(maker: Maker, left: Expr, depth: number): Expr {
  const { random } = maker;
  const units = toUnit(random, left);
  if (random.chance(0.3)) return relation(maker, units, long, depth);
  const few = random.pick([-61n, -25n, -2n, -1n, 0n, 0n, 1n, 24n]);
  return node(random.pick(["==", "<", "<=", ">", ">="] as const), units, literal(few));
}

function ordered(maker: Maker, left: Expr, type: Type, depth: number): Expr {
  const right = makeExpr(maker, type, depth - 1);
  return node(maker.random.pick(["<", "<=", ">", ">="] as const), left, right);
}

/** Something about an instant, its date or its time of day. */
function timeRelation(maker: Maker, left: Expr, depth: number): Expr {
  const choice = maker.random.below(4);
  if (choice === 0) return relation(maker, method(left, "toTime"), { kind: "duration" }, depth);
  const instant = choice === 1 ? method(left, "toDate") : left;
  return ordered(maker, instant, { kind: "datetime" }, depth);
}

/** A string that the set has. */
function likely({ values }: Maker): string {
  const value = values.of(string);
  return typeof value === "string" ? value : "";
}

/** `in`, `is` and `is … in`, with one entity or a set of them. */
function entityRelation(maker: Maker, left: Expr, depth: number): Expr {
  const { random, schema } = maker;
  const type = random.pick(schema.entities).name;
  const of: Type = { kind: "entity", name: type };
  const make = (): Expr => makeExpr(maker, of, Math.min(1, depth - 1));
  const many = (): Expr => node("set", ...Array.from({ length: random.between(1, 4) }, make));
  const group = (): Expr => (random.chance(0.35) ? many() : make());
  const choice = random.below(10);
  if (choice < 6) return node("in", left, group());
  if (choice < 8) return is(left, type);
  return is(left, random.pick(schema.entities).name, group());
}

function setRelation(
  maker: Maker,
  left: Expr,
  type: Type & { readonly kind: "set" },
  depth: number,
): Expr {
  const { random, reach } = maker;
  const make = (of: Type): Expr => makeExpr(maker, of, depth - 1);
  const canMake = (of: Type): boolean => isWritable(of) || reach.paths.has(printType(of));
  const choice = random.below(7);
  if (choice === 0) return node("isEmpty", left);
  if (choice < 4 && canMake(type.element)) return node("contains", left, make(type.element));
  if (!canMake(type)) return node("isEmpty", left);
  return node(random.chance(0.5) ? "containsAll" : "containsAny", left, make(type));
}

function recordRelation(
  maker: Maker,
  left: Expr,
  type: Type & { readonly kind: "record" },
  depth: number,
): Expr {
  const { random } = maker;
  if (type.attributes.length === 0) return literal(true);
  const { name, type: inner, required } = random.pick(type.attributes);
  const about = (): Expr => relation(maker, get(left, name), inner, depth - 1);
  if (required) return about();
  const guard = has(left, name);
  return random.chance(0.3) ? guard : node("&&", guard, about());
}
