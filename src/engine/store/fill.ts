import type { Entity, Schema } from "../types.ts";
import { createDecoding, isActionType } from "../values/decode.ts";
import { type EntityNode, noAncestors, uidText } from "../values/entity-node.ts";
import { Fault } from "../values/fault.ts";
import { equal } from "../values/value.ts";
import { closeOver, whyNotClosed } from "./close-over.ts";
import type { NodeTable } from "./node-table.ts";
import { type ReadEntity, readEntity } from "./read-entity.ts";
import { absent } from "./replace.ts";

/** Cedar takes an entity twice when it is the same both times. @throws Fault if it is not */
function checkSame({ node, attributes, tags, parents }: ReadEntity): void {
  const [own, given] = [new Set(node.parents), new Set(parents)];
  const same =
    equal(node.attributes, attributes) &&
    own.size === given.size &&
    [...own].every((parent) => given.has(parent)) &&
    (node.tags?.size ?? 0) === (tags?.size ?? 0) &&
    [...(tags ?? [])].every(([name, tag]) => {
      const other = node.tags?.get(name);
      return other !== undefined && equal(other, tag);
    });
  if (!same) throw new Fault(`${uidText(node)}: given twice, and not the same`);
}

/** Where attributes end, counted from the entity: cedar-wasm reads 127 objects and lists within each other. */
const deepest = 124;

/** Cedar completes an action's groups from the entities that come with it, not from the schema. @throws Fault if some are left out */
function checkActions(
  given: ReadonlyMap<string, readonly EntityNode[]>,
  { actions }: Schema,
): void {
  for (const [text, parents] of given) {
    const groups = new Set(parents.map(uidText));
    // A set that grows while it is walked is walked to its end.
    for (const group of groups)
      for (const each of given.get(group) ?? []) groups.add(uidText(each));
    if (groups.size === actions.get(text)?.groupTexts.size) continue;
    throw new Fault(`${text}: the schema declares this action otherwise`);
  }
}

/**
 * Puts entities in place for the time of one decision and returns what takes them away again. The nodes stay,
 * for the next decision will mostly speak of the same. @throws Fault for what is refused; then nothing is in place
 */
export function fill(
  table: NodeTable,
  schema: Schema | undefined,
  entities: readonly Entity[],
): () => void {
  const decoding = createDecoding(table.intern, schema?.entityTypes, true);
  const actions = new Map<string, readonly EntityNode[]>();
  const present = new Set<EntityNode>();
  const clear = () => {
    for (const node of present) {
      Object.assign(node, absent);
      node.ancestors = noAncestors;
    }
  };
  try {
    let nested = false;
    for (const entity of entities) {
      const read = readEntity(entity, decoding, schema, deepest);
      // The schema's own actions are there, and stay.
      if (schema !== undefined && isActionType(read.node.type)) {
        actions.set(uidText(read.node), read.parents);
        continue;
      }
      if (read.node.exists) {
        checkSame(read);
        continue;
      }
      // Nobody asks for the children of what stays so shortly.
      read.node.exists = true;
      read.node.attributes = read.attributes;
      read.node.tags = read.tags;
      read.node.parents = read.parents;
      present.add(read.node);
      if (read.parents.length > 0) nested = true;
    }
    if (schema !== undefined) checkActions(actions, schema);
    if (!nested) return clear;
    const closed = closeOver(present);
    if (closed.type !== "closed") throw new Fault(whyNotClosed(closed));
    return clear;
  } catch (error) {
    clear();
    throw error;
  }
}
