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

/** The nodes of one type, by id. Types are numbered as they come; a type that came stays. */
interface NodesOfType {
  readonly number: number;
  readonly nodes: Map<string, EntityNode>;
}

/** An empty table. */
export function createNodeTable(): NodeTable {
  const types = new Map<string, NodesOfType>();
  let generation = 0;
  const find = (type: string, id: string) => types.get(type)?.nodes.get(id);
  const table: NodeTable = {
    find,
    intern(type, id) {
      let ofType = types.get(type);
      if (ofType === undefined) {
        ofType = { number: types.size, nodes: new Map() };
        types.set(type, ofType);
      }
      let node = ofType.nodes.get(id);
      if (node === undefined) {
        generation++;
        node = new EntityNode(type, id, table, true, ofType.number);
        ofType.nodes.set(id, node);
      }
      return node;
    },
    borrow(type, id) {
      const ofType = types.get(type);
      return ofType?.nodes.get(id) ?? new EntityNode(type, id, table, false, ofType?.number);
    },
    release(node) {
      if (node.exists || node.mentioned > 0 || !node.shared) return;
      generation++;
      node.shared = false;
      types.get(node.type)?.nodes.delete(node.id);
    },
    ofType: (type) => types.get(type)?.nodes.values() ?? [],
    *all() {
      for (const { nodes } of types.values()) yield* nodes.values();
    },
    generation: () => generation,
  };
  return table;
}
