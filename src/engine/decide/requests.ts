import type { NodeTable } from "../store/node-table.ts";
import type { CedarRecord, DecodedContext, EntityUid, Schema, SchemaAction } from "../types.ts";
import { createDecoding, decodeRecord, startAt } from "../values/decode.ts";
import { type Attributes, EntityNode } from "../values/entity-node.ts";

/** A context as it was read, for as long as the store keeps the nodes it speaks of. */
export class ReadContext implements DecodedContext {
  readonly action: EntityUid;
  readonly json: CedarRecord;
  readonly home: NodeTable;
  value: Attributes;
  generation: number;

  constructor(action: SchemaAction, json: CedarRecord, home: NodeTable, value: Attributes) {
    this.action = action;
    this.json = json;
    this.home = home;
    this.value = value;
    this.generation = home.generation();
  }
}

/** Finds what requests speak of. */
export interface Requests {
  /** The node of an identity, from this store's own {@link EntityNode} without looking it up. */
  readonly node: (uid: EntityUid) => EntityNode;
  /** The context's value. @throws Fault if it does not fit the action */
  readonly context: (action: SchemaAction, given: CedarRecord | DecodedContext) => Attributes;
}

/** Over one schema and store. */
export function createRequests(schema: Schema, table: NodeTable): Requests {
  const decoding = createDecoding(table.borrow, schema.entityTypes);
  const decode = (action: SchemaAction, json: unknown) => {
    startAt(decoding, "context");
    return decodeRecord(json, action.context, decoding);
  };
  return {
    node(uid) {
      if (uid instanceof EntityNode && uid.home === table && uid.shared) return uid;
      return table.borrow(uid.type, uid.id);
    },
    context(action, given) {
      if (!(given instanceof ReadContext)) return decode(action, given);
      const { id, type } = given.action;
      if (given.home !== table || id !== action.id || type !== action.type) {
        return decode(action, given.json);
      }
      if (given.generation !== table.generation()) {
        // Nodes came or went: what it speaks of may have another by now.
        given.value = decode(action, given.json);
        given.generation = table.generation();
      }
      return given.value;
    },
  };
}
