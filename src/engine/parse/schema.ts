import type { ActionType, SchemaJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { Entity, Schema, SchemaAction } from "../types.ts";

/** Reads what a schema declares from its JSON form. */
export function readSchema(json: SchemaJson<string>): Schema {
  const declared = new Map<string, Declared>();
  const entityTypes = new Set<string>();
  for (const [namespace, { actions, entityTypes: types }] of Object.entries(json)) {
    for (const name of Object.keys(types)) entityTypes.add(qualified(namespace, name));
    for (const [id, action] of Object.entries(actions)) {
      declared.set(uidText(qualified(namespace, "Action"), id), { namespace, id, action });
    }
  }
  const closures = new Map<string, ReadonlySet<string>>();
  for (const key of declared.keys()) ancestors(key, declared, closures);
  const actions = new Map<string, SchemaAction>();
  const actionEntities: Entity[] = [];
  for (const [key, { namespace, id, action }] of declared) {
    const groups = [...(closures.get(key) ?? [])].map((ancestor) => declared.get(ancestor));
    actions.set(id, readAction(namespace, id, action, groups));
    actionEntities.push({
      uid: { type: qualified(namespace, "Action"), id },
      attrs: {},
      parents: groups
        .filter((group) => group !== undefined)
        .map((group) => ({ type: qualified(group.namespace, "Action"), id: group.id })),
    });
  }
  return { actions, entityTypes, actionEntities };
}

interface Declared {
  readonly namespace: string;
  readonly id: string;
  readonly action: ActionType<string>;
}

function readAction(
  namespace: string,
  id: string,
  action: ActionType<string>,
  groups: readonly (Declared | undefined)[],
): SchemaAction {
  const applies = action.appliesTo;
  const names = (types: readonly string[] = []) =>
    new Set(types.map((name) => (name.includes("::") ? name : qualified(namespace, name))));
  return {
    id,
    type: qualified(namespace, "Action"),
    groups: new Set(groups.filter((group) => group !== undefined).map((group) => group.id)),
    principalTypes: names(applies?.principalTypes),
    resourceTypes: names(applies?.resourceTypes),
    annotations: new Map(Object.entries(action.annotations ?? {})),
  };
}

/** The groups of an action, directly or through others. The parser has refused cycles already. */
function ancestors(
  key: string,
  declared: ReadonlyMap<string, Declared>,
  closures: Map<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const known = closures.get(key);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const own = declared.get(key);
  for (const { type, id } of own?.action.memberOf ?? []) {
    const parent = uidText(type ?? qualified(own?.namespace ?? "", "Action"), id);
    found.add(parent);
    for (const further of ancestors(parent, declared, closures)) found.add(further);
  }
  closures.set(key, found);
  return found;
}

function qualified(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}::${name}`;
}

function uidText(type: string, id: string): string {
  return `${type}::${id}`;
}
