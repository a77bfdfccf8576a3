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
  /** Those of a type by the order of their ids: kept, so that it is quick until nodes come or go. */
  readonly inOrder: (type: string) => readonly EntityNode[];
  readonly all: () => Iterable<EntityNode>;
  /** Grows whenever a node is made or forgotten: what was borrowed before may be stale then. */
  readonly generation: () => number;
}

/** The nodes of one type, by id. Types are numbered as they come; a type that came stays. */
interface NodesOfType {
  readonly number: number;
  readonly nodes: Map<string, EntityNode>;
  /** As they were when their order was last asked for. */
  order: readonly EntityNode[];
  /** Whether some came or went since. */
  changed: boolean;
}

/** What stayed is in order already, and sorting is quick where few have come. */
function orderOf({ nodes, order }: NodesOfType): readonly EntityNode[] {
  const stayed = order.filter(({ shared }) => shared);
  // What came later stands later in the map.
  const came = [...nodes.values()].slice(stayed.length);
  return [...stayed, ...came].sort((a, b) => (a.id < b.id ? -1 : 1));
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
        ofType = { number: types.size, nodes: new Map(), order: [], changed: false };
        types.set(type, ofType);
      }
      let node = ofType.nodes.get(id);
      if (node === undefined) {
        generation++;
        node = new EntityNode(type, id, table, true, ofType.number);
        ofType.nodes.set(id, node);
        ofType.changed = true;
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
      const ofType = types.get(node.type);
      if (ofType === undefined) return;
      ofType.nodes.delete(node.id);
      ofType.changed = true;
    },
    ofType: (type) => types.get(type)?.nodes.values() ?? [],
    inOrder(type) {
      const ofType = types.get(type);
      if (ofType?.changed === true) {
        ofType.order = orderOf(ofType);
        ofType.changed = false;
      }
      return ofType?.order ?? [];
    },
    *all() {
      for (const { nodes } of types.values()) yield* nodes.values();
    },
    generation: () => generation,
  };
  return table;
}
