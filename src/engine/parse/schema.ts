import type {
  ActionType,
  AttributesOrContext,
  CommonType,
  EntityType as EntityTypeJson,
  SchemaJson,
  Type,
} from "@cedar-policy/cedar-wasm/nodejs";
import {
  type CedarType,
  type EntityType,
  emptyRecord,
  type RecordType,
  recordOf,
} from "../cedar-type.ts";
import { madeBy } from "../door.ts";
import type { Entity, EntityUid, Schema, SchemaAction } from "../types.ts";
import { uidText } from "../values/entity-node.ts";

type Json = SchemaJson<string>;

/** Common types by name: each is read once, however often it is used. */
interface CommonTypes {
  readonly declared: ReadonlyMap<string, CommonType<string>>;
  readonly read: Map<string, CedarType>;
}

/**
 * Reads what a schema declares from its JSON form, in which every name is already the whole one; `shapes` are the common
 * types that say what an entity type has, where the JSON does not. It goes as deep as types do: {@link boundTypes} first.
 */
export function readSchema(
  json: Json,
  text: string,
  shapes: ReadonlyMap<string, string> = new Map(),
): Schema {
  const declaredTypes = Object.entries(json).flatMap(([namespace, { commonTypes = {} }]) =>
    Object.entries(commonTypes).map(([name, type]) => [qualified(namespace, name), type] as const),
  );
  const common: CommonTypes = { declared: new Map(declaredTypes), read: new Map() };
  const entityTypes = new Map<string, EntityType>();
  const declared = new Map<string, Declared>();
  for (const [namespace, { actions, entityTypes: types }] of Object.entries(json)) {
    for (const [name, type] of Object.entries(types)) {
      const whole = qualified(namespace, name);
      const shape = shapes.get(whole);
      const shaped = shape === undefined ? type : { ...type, shape: { type: shape } };
      entityTypes.set(whole, readEntityType(whole, shaped, common));
    }
    for (const [id, action] of Object.entries(actions)) {
      const uid = { type: qualified(namespace, "Action"), id };
      declared.set(uidText(uid), { uid, parents: parentsOf(namespace, action), action });
    }
  }
  const groups = groupsOf(declared);
  const actions = new Map<string, SchemaAction>();
  for (const [key, each] of declared) {
    actions.set(key, readAction(each, groups.get(key) ?? new Map(), common));
  }
  const actionEntities = [...declared.values()].map(asEntity);
  return madeBy("compilePolicies", { text, actions, entityTypes, actionEntities });
}

interface Declared {
  readonly uid: EntityUid;
  readonly parents: readonly EntityUid[];
  readonly action: ActionType<string>;
}

function parentsOf(namespace: string, { memberOf = [] }: ActionType<string>): EntityUid[] {
  return memberOf.map(({ type, id }) => ({ type: type ?? qualified(namespace, "Action"), id }));
}

function asEntity({ uid, parents }: Declared): Entity {
  return { uid, attrs: {}, parents };
}

function readAction(
  { uid, action }: Declared,
  groups: ReadonlyMap<string, EntityUid>,
  common: CommonTypes,
): SchemaAction {
  const { principalTypes = [], resourceTypes = [], context } = action.appliesTo ?? {};
  return {
    ...uid,
    groups: new Set([...groups.values()].map(({ id }) => id)),
    groupTexts: new Set(groups.keys()),
    principalTypes: new Set(principalTypes),
    resourceTypes: new Set(resourceTypes),
    context: readRecord(context, common),
    annotations: new Map(Object.entries(action.annotations ?? {})),
  };
}

/** For each action the groups that it is in, directly or through others. Circles were refused before. */
function groupsOf(
  declared: ReadonlyMap<string, Declared>,
): ReadonlyMap<string, ReadonlyMap<string, EntityUid>> {
  const found = new Map<string, Map<string, EntityUid>>();
  for (const [key, { parents }] of declared) {
    const groups = new Map<string, EntityUid>();
    const open = [...parents];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      const name = uidText(group);
      if (groups.has(name)) continue;
      groups.set(name, group);
      open.push(...(declared.get(name)?.parents ?? []));
    }
    found.set(key, groups);
  }
  return found;
}

function readEntityType(
  name: string,
  json: EntityTypeJson<string>,
  common: CommonTypes,
): EntityType {
  if ("enum" in json) {
    const ids = new Set(json.enum);
    return { name, parents: new Set(), attributes: emptyRecord, tags: undefined, ids };
  }
  return {
    name,
    parents: new Set(json.memberOfTypes),
    attributes: readRecord(json.shape, common),
    tags: json.tags === undefined ? undefined : readType(json.tags, common),
    ids: undefined,
  };
}

function readRecord(
  json: AttributesOrContext<string> | undefined,
  common: CommonTypes,
): RecordType {
  const type = json === undefined ? emptyRecord : readType(json, common);
  return type.kind === "record" ? type : emptyRecord;
}

const simple: Readonly<Record<string, CedarType>> = {
  Boolean: { kind: "bool" },
  Bool: { kind: "bool" },
  Long: { kind: "long" },
  String: { kind: "string" },
  decimal: { kind: "decimal" },
  ipaddr: { kind: "ipaddr" },
  datetime: { kind: "datetime" },
  duration: { kind: "duration" },
};

function readType(json: Type<string>, common: CommonTypes): CedarType {
  if (json.type === "Set" && "element" in json) {
    return { kind: "set", element: readType(json.element, common) };
  }
  if (json.type === "Record" && "attributes" in json) {
    const attributes = Object.entries(json.attributes).map(([name, attribute]) => {
      const { required = true } = attribute;
      return [name, { type: readType(attribute, common), required }] as const;
    });
    return recordOf(new Map(attributes));
  }
  if ("name" in json) {
    if (json.type === "Extension") return named(json.name, common);
    if (json.type === "Entity") return { kind: "entity", name: json.name };
  }
  return named("name" in json ? json.name : json.type, common);
}

function named(name: string, common: CommonTypes): CedarType {
  const known = common.read.get(name);
  if (known !== undefined) return known;
  const type = common.declared.get(name);
  if (type !== undefined) {
    const read = readType(type, common);
    common.read.set(name, read);
    return read;
  }
  const plain = name.startsWith("__cedar::") ? name.slice("__cedar::".length) : name;
  return simple[plain] ?? { kind: "entity", name };
}

function qualified(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}::${name}`;
}
