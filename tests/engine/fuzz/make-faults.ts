/** Data that just misses the schema: each fault is one change to an entity or a context in JSON. */
import { type EntityJson, entityJson, nativeLong, recordJson, type UidJson } from "./json.ts";
import type { Random } from "./random.ts";
import type { Entity, FuzzSet, Schema } from "./types.ts";

/** JSON with bigints. */
type Json = { [key: string]: Json } | Json[] | string | number | bigint | boolean | null;

/** Entities with a fault, or a request with one. */
export interface Faulty {
  readonly name: string;
  readonly json: unknown;
}

/** A set's entities with one change. */
export function faultyEntities(random: Random, set: FuzzSet): Faulty {
  const entities = set.entities[0].map((entity) => ({ ...entityJson(entity, nativeLong) }));
  const at = random.below(entities.length);
  const entity = entities[at];
  const own = set.entities[0][at];
  if (entity === undefined || own === undefined) return { name: "none", json: entities };
  const held = { attrs: entity.attrs as Json, tags: (entity.tags ?? {}) as Json };
  if (random.chance(0.6)) {
    const { name, json } = faultyValue(random, set.schema, held);
    const { attrs, tags } = json as { attrs: object; tags: object };
    const changed = { ...entity, attrs, ...(entity.tags === undefined ? {} : { tags }) };
    return { name, json: entities.with(at, changed) };
  }
  const [name, change] = random.pick(entityFaults);
  return { name, json: change({ random, schema: set.schema, entities, at, entity, own }) };
}

/** A context with one change. */
export function faultyContext(random: Random, set: FuzzSet, at: number): Faulty {
  const context = recordJson(set.requests[at]?.context ?? [], nativeLong);
  const { name, json } = faultyValue(random, set.schema, { context: context as Json });
  return { name, json: (json as { context: object }).context };
}

interface Place {
  readonly random: Random;
  readonly schema: Schema;
  readonly entities: readonly EntityJson[];
  readonly at: number;
  readonly entity: EntityJson;
  readonly own: Entity;
}

const nobody: UidJson = { type: "Nothing::Such", id: "a" };

const entityFaults: readonly (readonly [string, (place: Place) => unknown])[] = [
  ["unknown type", ({ entities, entity, at }) => entities.with(at, { ...entity, uid: nobody })],
  ["parent of any type", (place) => withParent(place, anyUid(place))],
  ["parent of unknown type", (place) => withParent(place, nobody)],
  ["itself as parent", (place) => withParent(place, place.entity.uid)],
  ["action as parent", (place) => withParent(place, { type: "Action", id: "view" })],
  ["child as parent", (place) => withParent(place, childOf(place) ?? anyUid(place))],
  ["twice the same", ({ entities, entity }) => [...entities, entity]],
  ["twice, differing", ({ entities, entity }) => [...entities, { ...entity, attrs: { a: 1 } }]],
  [
    "any id",
    ({ entities, entity, at }) =>
      entities.with(at, { ...entity, uid: { ...entity.uid, id: "any" } }),
  ],
  [
    "tags where there are none",
    ({ entities, entity, at }) => entities.with(at, { ...entity, tags: { t: 1 } }),
  ],
  ["no tags", ({ entities, entity, at }) => entities.with(at, { ...entity, tags: {} })],
  [
    "uid with __entity",
    ({ entities, entity, at }) =>
      entities.with(at, { ...entity, uid: { __entity: entity.uid } as unknown as UidJson }),
  ],
  [
    "parents with __entity",
    ({ entities, entity, at }) =>
      entities.with(at, {
        ...entity,
        parents: entity.parents.map((uid) => ({ __entity: uid }) as unknown as UidJson),
      }),
  ],
  [
    "parents twice",
    ({ entities, entity, at }) =>
      entities.with(at, { ...entity, parents: [...entity.parents, ...entity.parents] }),
  ],
  [
    "no parents field",
    ({ entities, entity: { uid, attrs }, at }) =>
      entities.map((one, index) => (index === at ? { uid, attrs } : one)),
  ],
  [
    "no attrs field",
    ({ entities, entity: { uid, parents }, at }) =>
      entities.map((one, index) => (index === at ? { uid, parents } : one)),
  ],
  [
    "one more field",
    ({ entities, entity, at }) =>
      entities.map((one, index) => (index === at ? { ...entity, more: 1 } : one)),
  ],
  [
    "an action",
    ({ entities }) => [
      ...entities,
      { uid: { type: "Action", id: "view" }, attrs: {}, parents: [] },
    ],
  ],
  [
    "an unknown action",
    ({ entities }) => [
      ...entities,
      { uid: { type: "Action", id: "none" }, attrs: {}, parents: [] },
    ],
  ],
  [
    "an enumerated entity",
    (place) => [...place.entities, { uid: enumerated(place), attrs: {}, parents: [] }],
  ],
  [
    "an odd type name",
    ({ entities, entity, at }) =>
      entities.with(at, { ...entity, uid: { ...entity.uid, type: ` ${entity.uid.type}` } }),
  ],
];

function withParent({ entities, entity, at }: Place, parent: UidJson): unknown {
  return entities.with(at, { ...entity, parents: [...entity.parents, parent] });
}

function anyUid({ random, entities }: Place): UidJson {
  return random.pick(entities).uid;
}

function childOf({ entities, entity: { uid } }: Place): UidJson | undefined {
  return entities.find(({ parents }) =>
    parents.some((parent) => parent.type === uid.type && parent.id === uid.id),
  )?.uid;
}

function enumerated({ random, schema }: Place): UidJson {
  const type = schema.entities.find(({ ids }) => ids !== undefined);
  if (type === undefined) return nobody;
  return { type: type.name, id: random.chance(0.5) ? "other" : random.pick(type.ids ?? [""]) };
}

/** One change somewhere in `json`; what it was is in the name. */
function faultyValue(random: Random, schema: Schema, json: Record<string, Json>): Faulty {
  const copy = structuredClone(json);
  const places: { readonly of: Record<string, Json> | Json[]; readonly key: string | number }[] =
    [];
  const visit = (value: Json): void => {
    if (typeof value !== "object" || value === null) return;
    const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [key, inner] of entries) {
      places.push({ of: value as Record<string, Json>, key });
      visit(inner);
    }
  };
  for (const root of Object.values(copy)) visit(root);
  if (places.length === 0 || random.chance(0.15)) {
    const root = Object.values(copy)[0] as Record<string, Json>;
    root[random.pick(["none", "constructor", "toString"])] = 1;
    return { name: "one more attribute", json: copy };
  }
  const { of, key } = random.pick(places);
  if (random.chance(0.15) && !Array.isArray(of)) {
    delete of[key];
    return { name: "one attribute less", json: copy };
  }
  const name = random.pick(Object.keys(replacements));
  const value = replacements[name]?.((of as Record<string, Json>)[key] as Json, random, schema);
  Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true });
  return { name, json: copy };
}

const beyond = 2n ** 63n;

const replacements: {
  readonly [name: string]: (value: Json, random: Random, schema: Schema) => Json;
} = {
  null: () => null,
  "a fraction": () => 1.5,
  "a large fraction": () => 1e300,
  "beyond 64 bits": () => beyond,
  "below 64 bits": () => -beyond - 1n,
  "64 bits": () => beyond - 1n,
  text: () => "x",
  truth: () => true,
  "an empty list": () => [],
  "an empty record": () => ({}),
  "in a list": (value) => [value],
  "its text": (value) =>
    String(typeof value === "object" ? JSON.stringify(value, bigintText) : value),
  "entity of unknown type": () => ({ __entity: { ...nobody } }),
  "entity of any type": (_, random, schema) => ({
    __entity: { type: random.pick(schema.entities).name, id: "a" },
  }),
  "enumerated id": (_, random, schema) => ({
    __entity: { type: schema.entities.at(-1)?.name ?? "", id: random.pick(["other", "red", ""]) },
  }),
  "entity with more": (value) => ({
    __entity: { ...(inside(value, "__entity") as object), more: 1 },
  }),
  "entity that is text": () => ({ __entity: "User::a" }),
  "entity without id": () => ({ __entity: { type: "User" } }),
  "entity and more": (value) =>
    isObject(value) ? { ...value, more: 1 } : { __entity: 1, more: 1 },
  "what is inside": (value) => inside(value, "__entity") ?? inside(value, "__extn") ?? "x",
  "text of the extension": (value) => inside(inside(value, "__extn") ?? null, "arg") ?? "1.0",
  "wrong text in the extension": () => ({ __extn: { fn: "decimal", arg: "x" } }),
  "unknown function": () => ({ __extn: { fn: "nothing", arg: "1.0" } }),
  "no argument": () => ({ __extn: { fn: "ip" } }),
  "number as argument": () => ({ __extn: { fn: "duration", arg: 1 } }),
  "any extension": (_, random) =>
    random.pick<Json>([
      { __extn: { fn: "decimal", arg: "1.0" } },
      { __extn: { fn: "ip", arg: "::1" } },
      { __extn: { fn: "datetime", arg: "2024-01-01" } },
      { __extn: { fn: "duration", arg: "1h" } },
    ]),
  "arguments in a list": () => ({ __extn: { fn: "decimal", args: ["1.0"] } }),
  "a function that is no constructor": () => ({
    __extn: {
      fn: "offset",
      args: [
        { __extn: { fn: "datetime", arg: "2024-01-01" } },
        { __extn: { fn: "duration", arg: "1h" } },
      ],
    },
  }),
  "arguments in short": () => ({ fn: "offset", args: ["2024-01-01", "1h"] }),
  "escaped arguments in short": () => ({
    __extn: { fn: "durationSince", args: ["2024-01-01", { fn: "datetime", arg: "2023-12-31" }] },
  }),
  "extension and more": (_, random) => ({
    __extn: { fn: "ip", arg: random.pick(["::1", "x"]) },
    more: 1,
  }),
  "entity and extension": () => ({
    __entity: { type: "User", id: "a" },
    __extn: { fn: "duration", arg: "1h" },
  }),
  "an expression": () => ({ __expr: "1" }),
  "an expression that is no text": () => ({ __expr: 1 }),
  "an expression and more": () => ({ __expr: "1", more: 1 }),
  "a record like an entity": () => ({ type: "User", id: "a" }),
  "a record like an extension": () => ({ fn: "decimal", arg: "1.0" }),
};

function bigintText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inside(value: Json, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
