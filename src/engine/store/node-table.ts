import { EntityNode } from "../values/entity-node.ts";

/** The nodes that are found by identity. */
export interface NodeTable {
  readonly find: (type: string, id: string) => EntityNode | undefined;
  /** The node of an identity, made when there is none yet. */
  readonly intern: (type: string, id: string) => EntityNode;
  /** The node of an identity that is only asked about: one that the table does not keep when it has none. */
  readonly borrow: (type: string, id: string) => EntityNode;
  /** Forgets a node that neither exists nor is mentioned any more. */
  readonly release: (node: EntityNode) => void;
  readonly ofType: (type: string) => Iterable<EntityNode>;
  readonly all: () => Iterable<EntityNode>;
  /** Grows whenever a node is made or forgotten: what was borrowed before may be stale then. */
  readonly generation: () => number;
}

/** An empty table. */
export function createNodeTable(): NodeTable {
  const types = new Map<string, Map<string, EntityNode>>();
  let generation = 0;
  const find = (type: string, id: string) => types.get(type)?.get(id);
  const table: NodeTable = {
    find,
    intern(type, id) {
      let ofType = types.get(type);
      if (ofType === undefined) {
        ofType = new Map();
        types.set(type, ofType);
      }
      let node = ofType.get(id);
      if (node === undefined) {
        generation++;
        node = new EntityNode(type, id, table, true);
        ofType.set(id, node);
      }
      return node;
    },
    borrow: (type, id) => find(type, id) ?? new EntityNode(type, id, table, false),
    release(node) {
      if (node.exists || node.mentioned > 0 || !node.shared) return;
      generation++;
      node.shared = false;
      types.get(node.type)?.delete(node.id);
    },
    ofType: (type) => types.get(type)?.values() ?? [],
    *all() {
      for (const nodes of types.values()) yield* nodes.values();
    },
    generation: () => generation,
  };
  return table;
}
