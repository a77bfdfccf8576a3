import { type Attributes, type EntityNode, noAttributes } from "../values/entity-node.ts";
import type { Value } from "../values/value.ts";

/** What a node says of its entity. */
export interface NodeState {
  readonly exists: boolean;
  readonly attributes: Attributes;
  readonly tags: ReadonlyMap<string, Value> | undefined;
  readonly parents: readonly EntityNode[];
  readonly mentions: readonly EntityNode[];
}

/** That of an identity without an entity. */
export const absent: NodeState = {
  exists: false,
  attributes: noAttributes,
  tags: undefined,
  parents: [],
  mentions: [],
};

/** Gives a node another state and returns the one before. Ancestors are another matter: {@link closeOver}. */
export function replaceState(node: EntityNode, next: NodeState): NodeState {
  const { exists, attributes, tags, parents, mentions } = node;
  for (const parent of parents) parent.children?.delete(node);
  for (const mentioned of mentions) mentioned.mentioned--;
  node.exists = next.exists;
  node.attributes = next.attributes;
  node.tags = next.tags;
  node.parents = next.parents;
  node.mentions = next.mentions;
  for (const parent of next.parents) {
    parent.children ??= new Set();
    parent.children.add(node);
  }
  for (const mentioned of next.mentions) mentioned.mentioned++;
  return { exists, attributes, tags, parents, mentions };
}
