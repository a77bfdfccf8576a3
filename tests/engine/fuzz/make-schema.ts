/** A schema by chance: hierarchies, namespaces, common and enumerated types, tags, nested records and sets. */
import { names } from "./literals.ts";
import type { Random } from "./random.ts";
import type { Action, Attribute, CommonType, EntityType, Schema, Type, Uid } from "./types.ts";

const simple = ["bool", "long", "string", "decimal", "ip", "datetime", "duration"] as const;

const entityNames = [
  ...["User", "Group", "Team", "Doc", "Folder", "Site", "Role", "constructor", "toString"],
  ...["__proto__", "hasOwnProperty", "A", "B"],
];

/** A schema, and the types that its attributes have, from which policies take theirs. */
export interface MadeSchema {
  readonly schema: Schema;
  readonly types: readonly Type[];
}

/** Makes a schema. */
export function makeSchema(random: Random): MadeSchema {
  const spaces = random.pick([[""], [""], ["N"], ["N", ""], ["N", "N::M"], ["N", "M"]]);
  const qualified = (name: string): string => {
    const space = random.pick(spaces);
    return space === "" ? name : `${space}::${name}`;
  };
  const people = random.some(entityNames, random.between(3, 5)).map(qualified);
  const enumerated = random.chance(0.6) ? qualified(random.pick(["Color", "Level", "Kind"])) : "";
  const types = typesOf(random, enumerated === "" ? people : [...people, enumerated]);
  const shared = attributesOf(random, types, 5);
  const entities: EntityType[] = people.map((name, at) => ({
    name,
    parents: parentsOf(random, people, at),
    // cedar-wasm reads all entities again for each request, so that what they hold is most of a case's time.
    attributes: at % 2 === 0 ? withOwn(random, shared, types) : random.some(shared, 1),
    ...(random.chance(0.4) ? { tags: random.pick(types) } : {}),
  }));
  if (enumerated !== "") {
    const ids = random.some(["red", "green", "blue", "__proto__", "", "é"], random.between(1, 3));
    entities.push({ name: enumerated, parents: [], attributes: [], ids });
  }
  const actions = actionsOf(random, spaces, { people, enumerated, types });
  const common = commonTypes(random, types, actions, qualified);
  return { schema: { common, entities, actions }, types };
}

/** Names for some of the types, and for the context of an action. */
function commonTypes(
  random: Random,
  types: readonly Type[],
  actions: readonly Action[],
  qualified: (name: string) => string,
): CommonType[] {
  if (random.chance(0.4)) return [];
  const { context } = random.pick(actions);
  const named: Type[] = [...random.some(types, 3), { kind: "record", attributes: context }];
  return random
    .some(["Info", "Pair", "valueOf", "_x"], random.between(1, 4))
    .map((name, at) => ({ name: qualified(name), type: named[at % named.length] ?? named[0] }))
    .flatMap(({ name, type }) => (type === undefined ? [] : [{ name, type }]));
}

function typesOf(random: Random, entityTypes: readonly string[]): Type[] {
  const types: Type[] = simple.map((kind) => ({ kind }));
  for (const name of entityTypes) types.push({ kind: "entity", name });
  const element = random.pick(types);
  const record = (): Type => ({
    kind: "record",
    attributes: attributesOf(random, types, random.between(1, 2)),
  });
  const composed: Type[] = [{ kind: "set", element }, record()];
  composed.push({ kind: "set", element: random.pick(composed) });
  if (random.chance(0.5)) composed.push({ kind: "set", element: record() });
  if (random.chance(0.5)) {
    const [name] = random.some(names, 1) as [string];
    composed.push({
      kind: "record",
      attributes: [{ name, type: random.pick(composed), required: true }],
    });
  }
  // Twice, so that what is made of parts comes up as often as what is not.
  types.push(...composed, ...composed);
  return types;
}

function attributesOf(random: Random, types: readonly Type[], count: number): Attribute[] {
  return random
    .some(names, count)
    .map((name) => ({ name, type: random.pick(types), required: random.chance(0.6) }));
}

/** Most attributes are those that other types have too, so that policies for all of them can use them. */
function withOwn(
  random: Random,
  shared: readonly Attribute[],
  types: readonly Type[],
): Attribute[] {
  const common = shared.filter(() => random.chance(0.6));
  const taken = new Set(common.map(({ name }) => name));
  const own = attributesOf(random, types, random.below(3)).filter(({ name }) => !taken.has(name));
  return [...common, ...own];
}

/** Types further on in the list, and sometimes the type itself: hierarchies some levels deep. */
function parentsOf(random: Random, types: readonly string[], at: number): string[] {
  return types.filter((_, other) => other > at || (other === at && random.chance(0.5)));
}

function actionsOf(
  random: Random,
  spaces: readonly string[],
  {
    people,
    enumerated,
    types,
  }: {
    readonly people: readonly string[];
    readonly enumerated: string;
    readonly types: readonly Type[];
  },
): Action[] {
  const usual = random.pick(spaces);
  const actionType = (): string => {
    const space = random.chance(0.95) ? usual : random.pick(spaces);
    return space === "" ? "Action" : `${space}::Action`;
  };
  const uid = (id: string): Uid => ({ kind: "entity", type: actionType(), id });
  const groups: Action[] = [];
  for (const id of random.some(["all", "reads", "writes", "__proto__"], random.between(1, 3))) {
    const above = groups.filter(() => random.chance(0.5)).map((group) => group.uid);
    groups.push({ uid: uid(id), groups: above, principals: [], resources: [], context: [] });
  }
  const shared = attributesOf(random, types, 6);
  const orEnumerated = (chosen: string[]): string[] =>
    enumerated !== "" && random.chance(0.15) ? [...chosen, enumerated] : chosen;
  const names = ["view", "edit", "delete", "toString", "a b", "ü"];
  const actions = random.some(names, random.between(2, 4)).map((id) => ({
    uid: uid(id),
    groups: groups.filter(() => random.chance(0.45)).map((group) => group.uid),
    principals: orEnumerated(random.some(people, random.between(1, 2))),
    resources: orEnumerated(random.some(people, random.between(1, 3))),
    context: withOwn(random, shared, types),
  }));
  return [...groups, ...actions, ...namesakes(random, spaces, actions)];
}

/** In another namespace, an action of the same name. One without a namespace may have no namesake. */
function namesakes(
  random: Random,
  spaces: readonly string[],
  actions: readonly Action[],
): Action[] {
  const { uid, groups } = random.pick(actions);
  const others = spaces
    .filter((space) => space !== "" && uid.type !== "Action")
    .map((space) => `${space}::Action`)
    .filter((type) => actions.every((other) => keyOf(other.uid) !== keyOf({ ...uid, type })));
  if (others.length === 0 || random.chance(0.5)) return [];
  return [{ ...random.pick(actions), uid: { ...uid, type: random.pick(others) }, groups }];
}

/** The action, and every group that it is in. */
export function groupsOf(schema: Schema, action: Uid): Uid[] {
  const found = new Map<string, Uid>([[keyOf(action), action]]);
  for (const uid of found.values()) {
    const declared = schema.actions.find((other) => keyOf(other.uid) === keyOf(uid));
    for (const group of declared?.groups ?? []) found.set(keyOf(group), group);
  }
  return [...found.values()];
}

/** What tells an entity from every other. */
export function keyOf({ type, id }: Pick<Uid, "type" | "id">): string {
  return `${type}\0${id}`;
}
