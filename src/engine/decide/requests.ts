import type { NodeTable } from "../store/node-table.ts";
import type { CedarRecord, DecodedContext, EntityUid, Schema, SchemaAction } from "../types.ts";
import { createDecoding, decodeRecord, startAt } from "../values/decode.ts";
import { type Attributes, EntityNode } from "../values/entity-node.ts";
import { Fault } from "../values/fault.ts";
import type { ActionKinds, Kinds } from "./kinds.ts";

/** A context as it was read, for as long as the store keeps the nodes it speaks of. */
export class ReadContext implements DecodedContext {
  /** Whose it is: another decision point reads it anew. */
  readonly kinds: Kinds;
  readonly kind: ActionKinds;
  readonly json: CedarRecord;
  value: Attributes;
  /** The table's when it was read; undefined if it speaks of no entities, so that none can become stale. */
  generation: number | undefined;

  constructor(kinds: Kinds, kind: ActionKinds, json: CedarRecord, read: Read) {
    this.kinds = kinds;
    this.kind = kind;
    this.json = json;
    this.value = read.value;
    this.generation = read.generation;
  }

  get action(): EntityUid {
    const { type, id } = this.kind.action;
    return { type, id };
  }
}

/** What reading a context comes to. */
interface Read {
  readonly value: Attributes;
  readonly generation: number | undefined;
}

/** Finds what requests speak of. */
export interface Requests {
  /** The node of an identity, from this store's own {@link EntityNode} without looking it up. @throws Fault for what is none */
  readonly node: (uid: EntityUid) => EntityNode;
  /** @throws Fault if it does not fit the action */
  readonly read: (action: SchemaAction, json: CedarRecord) => Read;
  /** The context's value. @throws Fault if it does not fit the action */
  readonly context: (action: SchemaAction, given: CedarRecord | DecodedContext) => Attributes;
}

/** Over one schema and store. */
export function createRequests(schema: Schema, table: NodeTable, kinds: Kinds): Requests {
  let speaksOfEntities = false;
  const borrow = (type: string, id: string) => {
    speaksOfEntities = true;
    return table.borrow(type, id);
  };
  const decoding = createDecoding(borrow, schema.entityTypes);
  const read = (action: SchemaAction, json: unknown): Read => {
    startAt(decoding, "context");
    speaksOfEntities = false;
    const value = decodeRecord(json, action.context, decoding);
    return { value, generation: speaksOfEntities ? table.generation() : undefined };
  };
  return {
    node(uid) {
      if (uid instanceof EntityNode && uid.home === table && uid.shared) return uid;
      if (typeof uid?.type !== "string" || typeof uid.id !== "string") {
        throw new Fault("an entity has a type and an id, both texts");
      }
      return table.borrow(uid.type, uid.id);
    },
    read,
    context(action, given) {
      if (!(given instanceof ReadContext)) return read(action, given).value;
      if (given.kinds !== kinds || given.kind.action !== action) {
        return read(action, given.json).value;
      }
      if (given.generation !== undefined && given.generation !== table.generation()) {
        // Nodes came or went: what it speaks of may have another by now.
        Object.assign(given, read(action, given.json));
      }
      return given.value;
    },
  };
}
