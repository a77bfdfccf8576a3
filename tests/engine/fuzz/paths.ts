/** What a policy can reach: `principal.owner.level` and the like, each with its type. */
import { get, has, variable } from "./build.ts";
import { printType } from "./print.ts";
import type { Action, Attribute, EntityType, Expr, Schema, Type } from "./types.ts";

/** The requests that a policy's head lets through, by their types. */
export interface Env {
  readonly principals: readonly string[];
  readonly actions: readonly Action[];
  readonly resources: readonly string[];
}

/** What may be missing, and how to ask whether it is there. */
export interface Optional {
  readonly guard: Expr;
  readonly expr: Expr;
  readonly type: Type;
}

/** An expression that is an entity with tags. */
export interface Tagged {
  readonly expr: Expr;
  readonly tags: Type;
}

/** What is within reach; grows under a guard and shrinks again after it. */
export interface Reach {
  /** By printed type. */
  readonly paths: Map<string, Expr[]>;
  readonly optionals: Optional[];
  readonly tagged: Tagged[];
  /** All entities, whatever their type. */
  readonly entities: Expr[];
}

/** What is always there under `env`. */
export function reachOf(schema: Schema, env: Env): Reach {
  const reach: Reach = { paths: new Map(), optionals: [], tagged: [], entities: [] };
  const types = typesByName(schema);
  for (const [name, of] of [
    ["principal", env.principals],
    ["resource", env.resources],
  ] as const) {
    const expr = variable(name);
    const [only] = of;
    if (of.length === 1 && only !== undefined) {
      extend(reach, types, expr, { kind: "entity", name: only }, 2);
      continue;
    }
    reach.entities.push(expr);
    walk(reach, types, expr, inAll(of.map((type) => types.get(type)?.attributes ?? [])), 2);
  }
  walk(reach, types, variable("context"), inAll(env.actions.map(({ context }) => context)), 2);
  return reach;
}

function typesByName(schema: Schema): ReadonlyMap<string, EntityType> {
  return new Map(schema.entities.map((type) => [type.name, type]));
}

/** The attributes that all have, with the same type; required where all require them. */
function inAll(lists: readonly (readonly Attribute[])[]): Attribute[] {
  const [first = [], ...others] = lists;
  return first.flatMap((attribute) => {
    const same = others.map((list) =>
      list.find(
        ({ name, type }) =>
          name === attribute.name && printType(type) === printType(attribute.type),
      ),
    );
    if (same.includes(undefined)) return [];
    return [{ ...attribute, required: [attribute, ...same].every((one) => one?.required) }];
  });
}

/** Adds an expression of a type, and what it leads to. */
function extend(
  reach: Reach,
  types: ReadonlyMap<string, EntityType>,
  expr: Expr,
  type: Type,
  depth: number,
): void {
  const key = printType(type);
  const known = reach.paths.get(key);
  if (known === undefined) reach.paths.set(key, [expr]);
  else known.push(expr);
  if (type.kind === "record") walk(reach, types, expr, type.attributes, depth - 1);
  if (type.kind !== "entity") return;
  reach.entities.push(expr);
  const declared = types.get(type.name);
  if (declared?.tags !== undefined) reach.tagged.push({ expr, tags: declared.tags });
  if (declared !== undefined) walk(reach, types, expr, declared.attributes, depth - 1);
}

function walk(
  reach: Reach,
  types: ReadonlyMap<string, EntityType>,
  expr: Expr,
  attributes: readonly Attribute[],
  depth: number,
): void {
  if (depth < 0) return;
  for (const { name, type, required } of attributes) {
    const inner = get(expr, name);
    if (required) extend(reach, types, inner, type, depth);
    else reach.optionals.push({ guard: has(expr, name), expr: inner, type });
  }
}

/** Runs `make` with one more expression in reach. */
export function withinReach<T>(
  reach: Reach,
  schema: Schema,
  added: { readonly expr: Expr; readonly type: Type },
  make: () => T,
): T {
  const lengths = [reach.optionals.length, reach.tagged.length, reach.entities.length] as const;
  const paths = new Map([...reach.paths].map(([key, list]) => [key, list.length]));
  extend(reach, typesByName(schema), added.expr, added.type, 1);
  const result = make();
  for (const [key, list] of reach.paths) list.length = paths.get(key) ?? 0;
  [reach.optionals.length, reach.tagged.length, reach.entities.length] = lengths;
  return result;
}
