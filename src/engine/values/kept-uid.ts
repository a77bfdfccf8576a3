import type { EntityUid } from "../types.ts";
import type { EntityNode } from "./entity-node.ts";

/**
 * An identity that knows its node, for callers: of the store's own node they could change what it is, or write out all that it
 * knows. Nothing of it can be changed, and only its identity is seen.
 */
export class KeptUid implements EntityUid {
  readonly type: string;
  readonly id: string;
  readonly #node: EntityNode;

  constructor(node: EntityNode) {
    this.type = node.type;
    this.id = node.id;
    this.#node = node;
    Object.freeze(this);
  }

  /** The node of an identity that knows it. */
  static nodeOf(uid: unknown): EntityNode | undefined {
    // A copy may have the prototype and no node: it is an identity like any other.
    return typeof uid === "object" && uid !== null && #node in uid ? uid.#node : undefined;
  }
}
