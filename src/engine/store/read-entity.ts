import type { EntityType } from "../cedar-type.ts";
import type { Entity, EntityUid, Schema } from "../types.ts";
import {
  checkText,
  type Decoding,
  decodeLooseRecord,
  decodeRecord,
  decodeUid,
  decodeValue,
  isActionType,
  startAt,
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
}

/** Reads one entity, held to the schema if there is one; `most` is how deep its values may be nested. @throws Fault */
export function readEntity(
  entity: Entity,
  decoding: Decoding,
  schema: Schema | undefined,
  most?: number,
): ReadEntity {
  const { uid, attrs, parents, tags = {} } = asObject(entity);
  const node = readUid(uid, decoding);
  const type = schema?.entityTypes.get(node.type);
  startAt(decoding, node.id, most);
  const attributes =
    type === undefined
      ? decodeLooseRecord(asObject(attrs), decoding)
      : decodeRecord(attrs, type.attributes, decoding);
  const read: ReadEntity = {
    node,
    attributes,
    // What a tag is stands as deep as what an attribute is, and one part further along.
    tags: readTags(node, asObject(tags), type, decoding, most === undefined ? most : most + 1),
    parents: readParents(node, parents, decoding),
  };
  if (schema !== undefined) checkPlace(read, type, schema);
  else checkGroups(read);
  return read;
}

/** An action is in actions only, in Cedar also where no schema says so. */
function checkGroups({ node, parents }: ReadEntity): void {
  if (!isActionType(node.type)) return;
  const other = parents.find(({ type }) => !isActionType(type));
  if (other === undefined) return;
  throw new Fault(`${uidText(node)}: an action's parent ${uidText(other)} is no action`);
}

/** Reads an entity's identity. @throws Fault */
export function readUid(uid: unknown, decoding: Decoding): EntityNode {
  startAt(decoding, "uid");
  return decodeUid(uid as EntityUid, decoding);
}

function readParents(node: EntityNode, parents: unknown, decoding: Decoding): EntityNode[] {
  if (!Array.isArray(parents)) throw new Fault(`${uidText(node)}: its parents are no list`);
  if (parents.length === 0) return [];
  startAt(decoding, node.id);
  decoding.path.push("parents");
  const nodes: EntityNode[] = [];
  // By index, so that a hole is seen as the undefined that it is.
  for (let index = 0; index < parents.length; index++) {
    nodes.push(decodeUid(parents[index], decoding));
  }
  // Among a few a search is quicker than a set.
  if (nodes.length > 8) return [...new Set(nodes)];
  return nodes.filter((node, index) => nodes.indexOf(node) === index);
}

function readTags(
  node: EntityNode,
  tags: Readonly<Record<string, unknown>>,
  type: EntityType | undefined,
  decoding: Decoding,
  most: number | undefined,
): ReadonlyMap<string, Value> | undefined {
  const names = Object.keys(tags);
  if (names.length === 0) return undefined;
  if (decoding.entityTypes !== undefined && type?.tags === undefined) {
    throw new Fault(`${uidText(node)}: the schema gives it no tags`);
  }
  return new Map(
    names.map((name) => {
      startAt(decoding, node.id, most);
      decoding.path.push("tags", checkText(name, decoding));
      return [name, decodeValue(tags[name], type?.tags, decoding)] as const;
    }),
  );
}

function checkPlace(
  { node, parents, attributes }: ReadEntity,
  type: EntityType | undefined,
  schema: Schema,
): void {
  if (isActionType(node.type)) {
    checkAction(node, parents, attributes, schema);
    return;
  }
  for (const parent of parents) {
    if (type?.parents.has(parent.type) === true) continue;
    const ofType = `the schema lets it have no parent of type \`${parent.type}\``;
    throw new Fault(`${uidText(node)}: ${ofType}`);
  }
}

/** Actions come from the schema; naming one again is fine as long as it says the same. */
function checkAction(
  node: EntityNode,
  parents: readonly EntityNode[],
  attributes: Attributes,
  schema: Schema,
): void {
  const text = uidText(node);
  const declared = schema.actions.get(text);
  if (declared === undefined) throw new Fault(`${text}: the schema has no such action`);
  const given = new Set(parents.map(uidText));
  for (const group of given) {
    for (const further of schema.actions.get(group)?.groupTexts ?? []) given.add(further);
  }
  const same =
    given.size === declared.groupTexts.size &&
    [...given].every((group) => declared.groupTexts.has(group)) &&
    Object.keys(attributes).length === 0;
  if (!same) throw new Fault(`${text}: the schema declares this action otherwise`);
}

function asObject(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Readonly<Record<string, unknown>>;
  }
  throw new Fault("an entity has a uid, attrs and parents");
}
