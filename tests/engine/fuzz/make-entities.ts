/** The store's entities by chance, and how they change between the requests. */
import { names } from "./literals.ts";
import type { Values } from "./make-values.ts";
import type { Random } from "./random.ts";
import type { Attribute, Entity, EntityType, Schema, Type, Uid, Value } from "./types.ts";

type Entries = readonly (readonly [string, Value])[];

/** The entities of the schema's types: a directed acyclic graph of parents, some of which are missing. */
export function makeEntities(random: Random, schema: Schema, values: Values): Entity[] {
  const order = schema.entities.flatMap(({ name }) => values.stored(name));
  const places = new Map(order.map((uid, at) => [uid, at]));
  return order.map((uid, at) => {
    const type = schema.entities.find(({ name }) => name === uid.type);
    if (type === undefined) throw new Error(`no type ${uid.type}`);
    return makeEntity(random, values, type, uid, (parent) => (places.get(parent) ?? at + 1) > at);
  });
}

function makeEntity(
  random: Random,
  values: Values,
  type: EntityType,
  uid: Uid,
  isBelow: (parent: Uid) => boolean,
): Entity {
  const count = type.parents.length > 0 ? random.below(4) : 0;
  const parents = Array.from({ length: count }, () => values.uid(random.pick(type.parents)));
  const known = parents.filter(isBelow);
  return {
    uid,
    attrs: makeEntries(random, values, type.attributes),
    parents: known,
    tags: type.tags === undefined ? [] : makeTags(random, values, type.tags),
  };
}

/** Values for attributes: those that are required, and some of the others. */
export function makeEntries(
  random: Random,
  values: Values,
  attributes: readonly Attribute[],
): Entries {
  return attributes
    .filter(({ required }) => required || random.chance(0.6))
    .map(({ name, type }) => [name, values.of(type)] as const);
}

/** Names of tags: few, so that policies ask for those that are there. */
export const tagNames: readonly string[] = ["t", "a b", "__proto__", "", "constructor", "é"];

function makeTags(random: Random, values: Values, type: Type): Entries {
  return random.some(tagNames, random.below(3)).map((name) => [name, values.of(type)] as const);
}

/** The same entities after a change: some gone, some new in what they hold or whom they belong to. */
export function changeEntities(
  random: Random,
  schema: Schema,
  values: Values,
  entities: readonly Entity[],
): Entity[] {
  const again = makeEntities(random, schema, values);
  return again.flatMap((changed, at) => {
    const before = entities[at] ?? changed;
    if (random.chance(0.1)) return [];
    return [random.chance(0.5) ? before : changed];
  });
}

/** Entities that no schema allows: any attributes, any parents. */
export function makeWildEntities(
  random: Random,
  schema: Schema,
  values: Values,
  types: readonly Type[],
): Entity[] {
  const order = schema.entities.flatMap(({ name }) => values.stored(name));
  return order.map((uid, at) => {
    const type = schema.entities.find(({ name }) => name === uid.type);
    const wanted = type?.attributes ?? [];
    // Cycles are for the tests of what is refused.
    const below = order.slice(at + 1);
    const parents = random.some(below, random.below(3));
    if (random.chance(0.2)) parents.push({ kind: "entity", type: "Nothing::Such", id: "a" });
    return {
      uid,
      attrs: random.chance(0.5)
        ? makeEntries(random, values, wanted)
        : wildEntries(
            random,
            values,
            types,
            wanted.map(({ name }) => name),
          ),
      parents,
      tags: random.chance(0.4) ? makeTags(random, values, random.pick(types)) : [],
    };
  });
}

/** Values of any types, most under names that are asked for. */
export function wildEntries(
  random: Random,
  values: Values,
  types: readonly Type[],
  wanted: readonly string[],
): Entries {
  const chosen = new Set([...wanted.filter(() => random.chance(0.8)), random.pick(names)]);
  return [...chosen].map((name) => [name, values.of(random.pick(types))] as const);
}
