/** Policies, templates and links by chance; several of a set share heads, conditions and what they ask. */
import { allOf, node } from "./build.ts";
import { strings } from "./literals.ts";
import { bool, makeExpr } from "./make-expr.ts";
import { groupsOf, keyOf } from "./make-schema.ts";
import type { uidOf, Values } from "./make-values.ts";
import type { Maker } from "./maker.ts";
import { type Env, reachOf } from "./paths.ts";
import type { Random } from "./random.ts";
import type {
  Action,
  ActionConstraint,
  Expr,
  Link,
  Policy,
  Schema,
  ScopeConstraint,
  Type,
} from "./types.ts";

/** What policies are made from. */
export interface Ground {
  readonly random: Random;
  readonly schema: Schema;
  readonly values: Values;
  readonly types: readonly Type[];
  /** Whether policies may fail to fit the schema. */
  readonly odd: boolean;
}

/** What a set says. */
export interface MadePolicies {
  readonly policies: readonly Policy[];
  readonly templates: readonly Policy[];
  readonly links: readonly Link[];
  /** What the heads let through, for requests to be made after. */
  readonly envs: readonly Env[];
}

/** A kind of head that several policies of a set have, and the conditions that they share. */
interface Profile {
  readonly env: Env;
  readonly actions: readonly ActionConstraint[];
  readonly shared: Map<string, Expr[]>;
}

type Condition = Policy["conditions"][number];

/** Makes a set's policies. */
export function makePolicies(ground: Ground): MadePolicies {
  const { random } = ground;
  const profiles = Array.from({ length: random.between(1, 3) }, () => makeProfile(ground));
  // A few sets are so large that policies are worth finding by the entity in their head.
  const count = random.chance(0.03) ? random.between(30, 60) : random.between(2, 9);
  const ids = idsOf(random, count + 12);
  const policies = Array.from({ length: count }, () =>
    makePolicy(ground, random.pick(profiles), ids.pop() ?? "", count > 9 ? "named" : "static"),
  );
  const templates: Policy[] = [];
  const links: Link[] = [];
  for (let count = random.pick([0, 0, 1, 1, 2]); count > 0; count--) {
    const profile = random.pick(profiles);
    const template = makePolicy(ground, profile, ids.pop() ?? "", "template");
    templates.push(template);
    for (let linked = random.between(0, 3); linked > 0; linked--) {
      links.push(makeLink(ground, profile, template, ids.pop() ?? ""));
    }
  }
  return { policies, templates, links, envs: profiles.map(({ env }) => env) };
}

/** Ids whose order is easy to get wrong, each once; the last are plain. */
function idsOf(random: Random, count: number): string[] {
  const hostile = [
    "__proto__",
    "constructor",
    "",
    "é",
    "\u2028",
    "'); process.exit(); //",
    "😀",
    "\uFFFD",
  ];
  const plain = Array.from({ length: count }, (_, at) =>
    at % 3 === 0 ? `policy${at}` : `p ${at}`,
  );
  return random.shuffled([...random.some(hostile, 3), ...plain]);
}

function makeProfile({ random, schema, odd }: Ground): Profile {
  const all = schema.actions.filter(({ principals }) => principals.length > 0);
  const first = random.pick(all);
  // Validation allows no list of actions of several namespaces.
  const usable = odd ? all : all.filter(({ uid }) => uid.type === first.uid.type);
  const choice = random.below(10);
  const actions: ActionConstraint[] = [];
  let matched: readonly Action[] = [first];
  if (choice < 4) actions.push({ op: "==", action: first.uid });
  else if (choice < 7) {
    matched = random.some(usable, 2);
    const uids = matched.map(({ uid }) => uid);
    actions.push({ op: "in", actions: uids }, { op: "in", actions: [...uids, first.uid] });
    matched = [...new Set([...matched, first])];
  } else if (choice < 9) {
    const group = random.pick(groupsOf(schema, first.uid));
    matched = all.filter(({ uid }) =>
      groupsOf(schema, uid).some((other) => keyOf(other) === keyOf(group)),
    );
    actions.push({ op: "in", actions: [group] }, { op: "in", actions: [group], bare: true });
  } else {
    matched = all;
    actions.push({ op: "all" });
  }
  const env = { ...typesOf(random, matched), actions: matched };
  return { env, actions, shared: new Map() };
}

/** Mostly one type of principal and one of resource; else all that the actions take. */
function typesOf(
  random: Random,
  actions: readonly Action[],
): Pick<Env, "principals" | "resources"> {
  const chosen = random.pick(actions);
  const all = (name: "principals" | "resources"): string[] => [
    ...new Set(actions.flatMap((action) => action[name])),
  ];
  return {
    principals: random.chance(0.5) ? [random.pick(chosen.principals)] : all("principals"),
    resources: random.chance(0.5) ? [random.pick(chosen.resources)] : all("resources"),
  };
}

function makePolicy(
  ground: Ground,
  profile: Profile,
  id: string,
  form: "static" | "named" | "template",
): Policy {
  const { random, schema, values } = ground;
  const slots =
    form !== "template"
      ? []
      : random.pick([["principal"], ["resource"], ["principal", "resource"]]);
  const odd = ground.odd ? random.pick([0, 0.02, 0.06, 0.2]) : 0;
  const maker: Maker = {
    ...ground,
    env: profile.env,
    reach: reachOf(schema, profile.env),
    odd,
    shared: profile.shared,
  };
  const head = {
    principal: makeScope(random, values, profile.env.principals, {
      slot: slots.includes("principal"),
      named: form === "named" && random.chance(0.8),
    }),
    action: random.pick(profile.actions),
    resource: makeScope(random, values, profile.env.resources, {
      slot: slots.includes("resource"),
      named: form === "named" && random.chance(0.3),
    }),
  };
  return {
    id,
    effect: random.chance(0.7) ? "permit" : "forbid",
    annotations: makeAnnotations(random),
    ...head,
    conditions: form === "named" && random.chance(0.5) ? [] : makeConditions(maker),
  };
}

function makeScope(
  random: Random,
  values: Values,
  types: readonly string[],
  { slot, named }: { readonly slot: boolean; readonly named: boolean },
): ScopeConstraint {
  const [only] = types;
  const entity = (): ReturnType<typeof uidOf> | "slot" =>
    slot ? "slot" : values.uid(random.pick(types));
  if (types.length > 1 || only === undefined) {
    if (slot) return { op: random.pick(["==", "in"] as const), entity: "slot" };
    return random.chance(named ? 0 : 0.8) ? { op: "all" } : { op: "in", entity: entity() };
  }
  if (slot) return { op: "is", type: only, within: "slot" };
  const choice = named ? random.between(8, 9) : random.below(10);
  if (choice < 8) return { op: "is", type: only };
  if (choice < 9) return { op: "==", entity: entity() };
  return { op: "is", type: only, within: entity() };
}

function makeAnnotations(random: Random): [string, string | undefined][] {
  const names = random.some(["id", "note", "obligation", "__proto__", "constructor"], 5);
  return names
    .filter(() => random.chance(0.1))
    .map((name) => [name, random.chance(0.8) ? random.pick(strings) : undefined]);
}

/** Few as a rule; sometimes many, now and then dozens. */
function makeConditions(maker: Maker): Policy["conditions"] {
  const { random } = maker;
  const chance = random.next() / 2 ** 32;
  if (chance < 0.01) return manyConditions(maker, random.between(24, 60));
  if (chance < 0.05) return manyConditions(maker, random.between(3, 10));
  return Array.from({ length: random.pick([0, 1, 1, 1, 1, 1, 2, 2]) }, () => {
    const kind = random.chance(0.75) ? ("when" as const) : ("unless" as const);
    const parts = Array.from({ length: random.pick([1, 1, 1, 2]) }, () =>
      sharedOrNew(maker, maker.shared),
    );
    return { kind, body: allOf(parts) };
  });
}

/**
 * So many, most of them one of a few said again or turned round; in half of the policies most hold unless they err, so
 * that the last ones decide. What stands on both sides of an `&&` comes as two clauses, of which one may guard the other.
 */
function manyConditions(maker: Maker, count: number): Policy["conditions"] {
  const { random, shared } = maker;
  const few = Array.from({ length: random.between(1, 3) }, () => sharedOrNew(maker, shared));
  const sure = random.chance(0.5) ? count - random.between(0, 2) : 0;
  const many: Condition[] = [];
  while (many.length < count) {
    const body = random.chance(0.95) ? random.pick(few) : sharedOrNew(maker, shared);
    const said = many.length < sure ? node("||", body, node("!", body)) : body;
    // A guard that is turned round guards nothing.
    const [guard, part] = said.op === "&&" ? (said.args as [Expr, Expr]) : [undefined, said];
    if (guard !== undefined) many.push({ kind: "when", body: guard });
    many.push(random.chance(0.3) ? turnedRound(part) : { kind: "when", body: part });
  }
  return many;
}

/** The same as an `unless`. */
function turnedRound(body: Expr): Condition {
  return { kind: "unless", body: body.op === "!" ? (body.args[0] as Expr) : node("!", body) };
}

/** A condition that another policy has as well, or one that others may take. */
function sharedOrNew({ ...maker }: Maker, shared: Map<string, Expr[]>): Expr {
  const { random } = maker;
  const key = "Bool";
  const known = shared.get(key) ?? [];
  if (known.length > 0 && random.chance(0.3)) return random.pick(known);
  const made = makeExpr(maker, bool, random.pick([1, 2, 2, 3, 3, 4]));
  if (known.length < 8) shared.set(key, [...known, made]);
  return made;
}

function makeLink(
  { random, values }: Ground,
  { env }: Profile,
  template: Policy,
  id: string,
): Link {
  const uses = ({ op, ...rest }: ScopeConstraint): boolean => Object.values(rest).includes("slot");
  return {
    template: template.id,
    id,
    ...(uses(template.principal) ? { principal: values.uid(random.pick(env.principals)) } : {}),
    ...(uses(template.resource) ? { resource: values.uid(random.pick(env.resources)) } : {}),
  };
}
