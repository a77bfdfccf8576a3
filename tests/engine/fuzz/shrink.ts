/** Makes a set that shows a difference as small as it gets while it still shows it. */
import { literal } from "./build.ts";
import { checkSet } from "./check-set.ts";
import type { Difference } from "./compare.ts";
import { keyOf } from "./make-schema.ts";
import { printExpr } from "./print.ts";
import type { Entity, Expr, FuzzSet, Policy, Value } from "./types.ts";

/** Candidate number `at` of a way to shrink; undefined: there are no more. */
type Pass = (set: FuzzSet, at: number) => FuzzSet | undefined;

/** Where a difference is, and what still shows it. */
export interface Shrunk {
  readonly set: FuzzSet;
  readonly difference: Difference;
}

/** Shrinks for at most `limit` milliseconds what `check` finds. */
export async function shrink(
  set: FuzzSet,
  difference: Difference,
  check: typeof checkSet = checkSet,
  limit = 60_000,
): Promise<Shrunk> {
  const until = performance.now() + limit;
  let found: Shrunk = { set, difference };
  const options = { messages: difference.aspect === "messages" };
  const reproduced = async (candidate: FuzzSet): Promise<Difference | undefined> => {
    const { differences } = await check(candidate, options);
    return differences.find(
      ({ aspect, way }) => aspect === difference.aspect && way === difference.way,
    );
  };
  for (let goesOn = true; goesOn; ) {
    goesOn = false;
    for (const pass of passes) {
      for (let at = 0; performance.now() < until; ) {
        const candidate = pass(found.set, at);
        if (candidate === undefined) break;
        const still = await reproduced(candidate);
        if (still === undefined) at++;
        else {
          found = { set: candidate, difference: still };
          goesOn = true;
        }
      }
    }
  }
  return found;
}

/** Leaves out elements of a list: first halves, then one by one. */
function without<T>(list: readonly T[], at: number): T[] | undefined {
  const half = Math.ceil(list.length / 2);
  if (list.length > 3 && at < 2) return at === 0 ? list.slice(half) : list.slice(0, half);
  const one = list.length > 3 ? at - 2 : at;
  return one < list.length ? list.toSpliced(one, 1) : undefined;
}

const dropRequests: Pass = (set, at) => {
  const requests = without(set.requests, at);
  return requests === undefined || requests.length === 0 ? undefined : { ...set, requests };
};

const dropPolicies: Pass = (set, at) => {
  const policies = without(set.policies, at);
  return policies && { ...set, policies };
};

const dropLinks: Pass = (set, at) => {
  const links = without(set.links, at);
  if (links === undefined) return undefined;
  const templates = set.templates.filter(({ id }) => links.some(({ template }) => template === id));
  return { ...set, links, templates };
};

const dropTemplates: Pass = (set, at) => {
  const unused = set.templates.filter(({ id }) => !set.links.some((link) => link.template === id));
  if (at > 0 || unused.length === 0) return undefined;
  return { ...set, templates: set.templates.filter((template) => !unused.includes(template)) };
};

/** No change of the entities: as they were before, or as they are after. */
const dropChange: Pass = (set, at) => {
  const [before, after] = set.entities;
  if (before === after) return undefined;
  if (at > 1) return undefined;
  const kept = at === 0 ? after : before;
  const requests = set.requests.map((request) => ({ ...request, phase: 0 as const }));
  return { ...set, entities: [kept, kept], requests };
};

const dropEntities: Pass = (set, at) => {
  const all = [...new Map(set.entities.flat().map(({ uid }) => [keyOf(uid), uid])).keys()];
  const kept = without(all, at);
  return (
    kept && mapEntities(set, (entity) => (kept.includes(keyOf(entity.uid)) ? entity : undefined))
  );
};

function mapEntities(set: FuzzSet, change: (entity: Entity) => Entity | undefined): FuzzSet {
  const [before, after] = set.entities;
  const mapped = before.flatMap((entity) => change(entity) ?? []);
  if (before === after) return { ...set, entities: [mapped, mapped] };
  // What was the same object in both stays so: it is what did not change.
  const known = new Map(before.map((entity, at) => [entity, mapped[at]]));
  const later = after.flatMap((entity) => known.get(entity) ?? change(entity) ?? []);
  return { ...set, entities: [mapped, later] };
}

type Entries = readonly (readonly [string, Value])[];

/** Drops what an entity holds, one thing at a time. */
const dropContents: Pass = (set, at) => {
  let left = at;
  let done = false;
  const drop = <T>(list: readonly T[]): readonly T[] => {
    if (done) return list;
    if (left >= list.length) {
      left -= list.length;
      return list;
    }
    done = true;
    return list.toSpliced(left, 1);
  };
  const dropped = new Map<Entity, Entity>();
  for (const entity of new Set(set.entities.flat())) {
    const { uid, attrs, parents, tags } = entity;
    dropped.set(entity, {
      uid,
      parents: drop(parents),
      tags: drop<Entries[number]>(tags),
      attrs: drop<Entries[number]>(attrs),
    });
    if (done) break;
  }
  if (!done) return undefined;
  return mapEntities(set, (entity) => dropped.get(entity) ?? entity);
};

/** Drops the name of a type, an attribute of a type, or a type of entities, or an action, from the schema and from the data. */
const dropDeclared: Pass = (set, at) => {
  const { common, entities, actions } = set.schema;
  let left = at;
  if (left < common.length) {
    return { ...set, schema: { ...set.schema, common: common.toSpliced(left, 1) } };
  }
  left -= common.length;
  for (const type of entities) {
    if (left < type.attributes.length) {
      const { name } = type.attributes[left] ?? { name: "" };
      const kept = { ...type, attributes: type.attributes.toSpliced(left, 1) };
      const changed = entities.map((one) => (one === type ? kept : one));
      const schema = { ...set.schema, entities: changed };
      return mapEntities({ ...set, schema }, (entity) =>
        entity.uid.type === type.name
          ? { ...entity, attrs: entity.attrs.filter(([key]) => key !== name) }
          : entity,
      );
    }
    left -= type.attributes.length;
  }
  if (left < actions.length) {
    return { ...set, schema: { ...set.schema, actions: actions.toSpliced(left, 1) } };
  }
  left -= actions.length;
  const type = entities[left];
  if (type === undefined) return undefined;
  const others = entities
    .filter((one) => one !== type)
    .map((one) => ({ ...one, parents: one.parents.filter((parent) => parent !== type.name) }));
  const kept = actions.map((action) => ({
    ...action,
    principals: action.principals.filter((name) => name !== type.name),
    resources: action.resources.filter((name) => name !== type.name),
  }));
  return mapEntities(
    { ...set, schema: { ...set.schema, entities: others, actions: kept } },
    (entity) => (entity.uid.type === type.name ? undefined : entity),
  );
};

/** Drops what contexts hold, from the actions' declarations too. */
const dropContext: Pass = (set, at) => {
  const all = new Set([
    ...set.requests.flatMap(({ context }) => context.map(([name]) => name)),
    ...set.schema.actions.flatMap(({ context }) => context.map(({ name }) => name)),
  ]);
  const name = [...all][at];
  if (name === undefined) return undefined;
  const requests = set.requests.map((request) => ({
    ...request,
    context: request.context.filter(([key]) => key !== name),
  }));
  const actions = set.schema.actions.map((action) => ({
    ...action,
    context: action.context.filter((attribute) => attribute.name !== name),
  }));
  return { ...set, requests, schema: { ...set.schema, actions } };
};

/** Makes one policy simpler in one place. */
const simplifyPolicies: Pass = (set, at) => {
  let left = at;
  for (const name of ["policies", "templates"] as const) {
    for (const [index, policy] of set[name].entries()) {
      const simpler = simplerPolicies(policy);
      const chosen = simpler[left];
      if (chosen !== undefined) return { ...set, [name]: set[name].with(index, chosen) };
      left -= simpler.length;
    }
  }
  return undefined;
};

function simplerPolicies(policy: Policy): Policy[] {
  const { annotations, principal, action, resource, conditions } = policy;
  const simpler: Policy[] = [];
  if (annotations.length > 0) simpler.push({ ...policy, annotations: [] });
  const all = { op: "all" } as const;
  if (principal.op !== "all") simpler.push({ ...policy, principal: all });
  if (action.op !== "all") simpler.push({ ...policy, action: all });
  if (resource.op !== "all") simpler.push({ ...policy, resource: all });
  for (const [at, condition] of conditions.entries()) {
    simpler.push({ ...policy, conditions: conditions.toSpliced(at, 1) });
    for (const body of simplerExprs(condition.body)) {
      simpler.push({ ...policy, conditions: conditions.with(at, { ...condition, body }) });
    }
  }
  return simpler;
}

/** Expressions with one part less: those nearest the root first. */
function simplerExprs(expr: Expr): Expr[] {
  const simpler: Expr[] = [...expr.args];
  const size = printExpr(expr).length;
  for (const value of [true, false, 0n, ""]) {
    if (size > printExpr(literal(value)).length) simpler.push(literal(value));
  }
  if (expr.op === "set") {
    for (const at of expr.args.keys()) simpler.push({ ...expr, args: expr.args.toSpliced(at, 1) });
  }
  if (expr.op === "record") {
    for (const at of expr.args.keys()) {
      simpler.push({
        ...expr,
        args: expr.args.toSpliced(at, 1),
        keys: (expr.keys ?? []).toSpliced(at, 1),
      });
    }
  }
  for (const [at, arg] of expr.args.entries()) {
    for (const inner of simplerExprs(arg)) {
      simpler.push({ ...expr, args: expr.args.with(at, inner) });
    }
  }
  return simpler;
}

const passes: readonly Pass[] = [
  dropRequests,
  dropPolicies,
  dropLinks,
  dropTemplates,
  dropChange,
  dropEntities,
  simplifyPolicies,
  dropContents,
  dropContext,
  dropDeclared,
];
