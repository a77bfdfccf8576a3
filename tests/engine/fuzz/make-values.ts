/**
 * Values by chance. Each type has a few in a set, and what is made later mostly takes one of them, so that the
 * policies' literals, the entities and the contexts often hold equal values, written differently.
 */
import { extensionText, ids, likeText, longs, strings } from "./literals.ts";
import { printType } from "./print.ts";
import type { Random } from "./random.ts";
import type { Schema, Type, Uid, Value } from "./types.ts";

/** Makes values of types. */
export interface Values {
  /** A value of the type. */
  of(type: Type): Value;
  /** An entity of the type: one of the store, or one that is missing there. */
  uid(type: string): Uid;
  /** The entities of the type that are in the store. */
  stored(type: string): readonly Uid[];
}

/** The values of one set. */
export function makeValues(random: Random, schema: Schema): Values {
  const pools = new Map<string, Value[]>();
  const uids = new Map<string, { stored: Uid[]; missing: Uid[] }>();
  for (const { name, ids: listed } of schema.entities) {
    const count = random.pick([1, 2, 2, 3]);
    const all = (listed ?? random.some(ids, 5)).map((id) => uidOf(name, id));
    const stored = all.filter((_, at) => (listed === undefined ? at < count : random.chance(0.5)));
    uids.set(name, { stored, missing: all.filter((one) => !stored.includes(one)) });
  }
  const values: Values = {
    of(type) {
      const key = printType(type);
      const pool = pools.get(key) ?? [];
      pools.set(key, pool);
      if (pool.length < 3) pool.push(fresh(random, values, type));
      else if (random.chance(0.15)) return fresh(random, values, type);
      return otherwise(random, random.pick(pool), type);
    },
    uid(type) {
      const known = uids.get(type) ?? { stored: [], missing: [] };
      const from = random.chance(0.85) ? known.stored : known.missing;
      const list = from.length > 0 ? from : [...known.stored, ...known.missing];
      return list.length > 0 ? random.pick(list) : uidOf(type, random.pick(ids));
    },
    stored: (type) => uids.get(type)?.stored ?? [],
  };
  return values;
}

/** Names an entity. */
export function uidOf(type: string, id: string): Uid {
  return { kind: "entity", type, id };
}

function fresh(random: Random, values: Values, type: Type): Value {
  switch (type.kind) {
    case "bool":
      return random.chance(0.5);
    case "long":
      return random.pick(longs);
    case "string":
      return random.chance(0.5) ? likeText(random) : random.pick(strings);
    case "entity":
      return values.uid(type.name);
    case "set": {
      const items = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, () =>
        values.of(type.element),
      );
      return { kind: "set", items };
    }
    case "record": {
      const present = type.attributes.filter(({ required }) => required || random.chance(0.6));
      return {
        kind: "record",
        entries: present.map((attribute) => [attribute.name, values.of(attribute.type)] as const),
      };
    }
    default:
      return { kind: "extension", fn: type.kind, text: extensionText(random, type.kind) };
  }
}

/** The same value written another way, or one that differs deep inside. */
function otherwise(random: Random, value: Value, type: Type): Value {
  if (typeof value !== "object" || !random.chance(0.4)) return value;
  if (value.kind === "extension" && value.fn === "ip") {
    return { ...value, text: withPrefix(random, value.text) };
  }
  if (value.kind === "set" && type.kind === "set") {
    const items = random.shuffled(value.items.map((item) => otherwise(random, item, type.element)));
    const again = items.filter(() => random.chance(0.3));
    return { kind: "set", items: random.shuffled([...items, ...again]) };
  }
  if (value.kind === "record" && type.kind === "record") {
    const types = new Map(type.attributes.map((attribute) => [attribute.name, attribute.type]));
    const entries = value.entries.map(([name, inner]) => {
      const innerType = types.get(name);
      return [name, innerType ? otherwise(random, inner, innerType) : inner] as const;
    });
    return { kind: "record", entries: random.shuffled(entries) };
  }
  return value;
}

/** The same address as a wider or narrower range. */
function withPrefix(random: Random, text: string): string {
  const [address = "", prefix] = text.split("/");
  const most = address.includes(":") ? 128 : 32;
  const changed = Number(prefix ?? most) + random.pick([-8, -7, -1, -1, 0, 1, 1, 8]);
  return `${address}/${Math.max(0, Math.min(most, changed))}`;
}
