import type { EntityType } from "../cedar-type.ts";
import type { Entity, EntityUid, Schema } from "../types.ts";
import {
  type Decoding,
  decodeRecord,
  decodeUid,
  decodeValue,
  isActionType,
  notDeclared,
} from "../values/decode.ts";
import { type Attributes, type EntityNode, uidText } from "../values/entity-node.ts";
import { Fault } from "../values/fault.ts";
import type { Value } from "../values/value.ts";

/** What an entity consists of, read and checked but not yet part of the store. */
export interface ReadEntity {
  readonly node: EntityNode;
  readonly attributes: Attributes;
  readonly tags: ReadonlyMap<string, Value> | undefined;
  readonly parents: readonly EntityNode[];
  readonly mentions: readonly EntityNode[];
}

/** Reads one entity, held to the schema if there is one. @throws Fault */
export function readEntity(
  entity: Entity,
  intern: (type: string, id: string) => EntityNode,
  schema: Schema | undefined,
): ReadEntity {
  const mentions = new Set<EntityNode>();
  const mention = (type: string, id: string) => {
    const node = intern(type, id);
    mentions.add(node);
    return node;
  };
  const decoding: Decoding = { node: mention, entityTypes: schema?.entityTypes };
  const { uid, attrs, parents, tags = {} } = asObject(entity);
  const own = decodeUid(uid, { ...decoding, node: intern }, "uid");
  const path = uidText(own);
  const parentNodes = asArray(parents, `${path}: its parents`).map((parent, index) =>
    decodeUid(parent, decoding, `${path}.parents[${index}]`),
  );
  const type = schema?.entityTypes.get(own.type);
  const attributes =
    type === undefined
      ? (decodeValue(asObject(attrs), undefined, decoding, path) as Attributes)
      : decodeRecord(attrs, type.attributes, decoding, path);
  const read: ReadEntity = {
    node: own,
    attributes,
    tags: readTags(asObject(tags), type, decoding, path),
    parents: [...new Set(parentNodes)],
    mentions: [...mentions],
  };
  if (schema !== undefined) checkPlace(read, type, schema, path);
  return read;
}

/** How an entity's identity is written in a removal. @throws Fault */
export function readUid(uid: EntityUid, intern: Decoding["node"]): EntityNode {
  return decodeUid(uid, { node: intern, entityTypes: undefined }, "uid");
}

function readTags(
  tags: Readonly<Record<string, unknown>>,
  type: EntityType | undefined,
  decoding: Decoding,
  path: string,
): ReadonlyMap<string, Value> | undefined {
  const names = Object.keys(tags);
  if (names.length === 0) return undefined;
  if (decoding.entityTypes !== undefined && type?.tags === undefined) {
    throw new Fault(`${path}: the schema gives it no tags`);
  }
  return new Map(
    names.map((name) => {
      const at = `${path}.tags.${name}`;
      return [name, decodeValue(tags[name], type?.tags, decoding, at)] as const;
    }),
  );
}

function checkPlace(
  { node, parents, attributes }: ReadEntity,
  type: EntityType | undefined,
  schema: Schema,
  path: string,
): void {
  if (isActionType(node.type)) {
    checkAction(node, parents, attributes, schema, path);
    return;
  }
  const wrong = notDeclared(node.type, node.id, schema.entityTypes);
  if (wrong !== undefined) throw new Fault(`${path}: ${wrong}`);
  for (const parent of parents) {
    if (type?.parents.has(parent.type) === true) continue;
    throw new Fault(`${path}: the schema lets it have no parent of type \`${parent.type}\``);
  }
}

/** Actions come from the schema; naming one again is fine as long as it says the same. */
function checkAction(
  node: EntityNode,
  parents: readonly EntityNode[],
  attributes: Attributes,
  schema: Schema,
  path: string,
): void {
  const declared = schema.actionEntities.find(
    ({ uid }) => uid.type === node.type && uid.id === node.id,
  );
  if (declared === undefined) throw new Fault(`${path}: the schema has no such action`);
  const groups = schema.actions.get(path)?.groupTexts ?? new Set();
  const same =
    parents.every((parent) => groups.has(uidText(parent))) && Object.keys(attributes).length === 0;
  if (!same) throw new Fault(`${path}: the schema declares this action otherwise`);
}

function asObject(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Readonly<Record<string, unknown>>;
  }
  throw new Fault("an entity has a uid, attrs and parents");
}

function asArray(json: unknown, what: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new Fault(`${what} are no list`);
}
