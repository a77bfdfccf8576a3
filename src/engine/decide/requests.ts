import type { RecordType } from "../cedar-type.ts";
import type { NodeTable } from "../store/node-table.ts";
import type { CedarRecord, DecodedContext, EntityUid, Schema, SchemaAction } from "../types.ts";
import { createDecoding, startAt } from "../values/decode.ts";
import { encodeRecord } from "../values/encode.ts";
import { type Attributes, EntityNode } from "../values/entity-node.ts";
import { Fault } from "../values/fault.ts";
import { KeptUid } from "../values/kept-uid.ts";
import { createRecordReader, type RecordReader } from "../values/record-reader.ts";
import type { ActionKinds, Kinds } from "./kinds.ts";

/** A context as it was read, for as long as the store keeps the nodes it speaks of. */
export class ReadContext implements DecodedContext {
  /** Whose it is: another decision point reads it anew. */
  readonly kinds: Kinds;
  readonly kind: ActionKinds;
  value: Attributes;
  /** The table's when it was read; undefined if it speaks of no entities, so that none can become stale. */
  generation: number | undefined;

  constructor(kinds: Kinds, kind: ActionKinds, read: Read) {
    this.kinds = kinds;
    this.kind = kind;
    this.value = read.value;
    this.generation = read.generation;
  }

  get action(): EntityUid {
    const { type, id } = this.kind.action;
    return { type, id };
  }

  /** Of what was read: it may have to be read again, and the caller's own may be another by then. */
  get json(): CedarRecord {
    return encodeRecord(this.value);
  }
}

/** What reading a context comes to. */
interface Read {
  readonly value: Attributes;
  readonly generation: number | undefined;
}

/** Finds what requests speak of. */
export interface Requests {
  /** The node that this store keeps, of an identity that knows it: then nothing has to be looked up. */
  readonly kept: (uid: EntityUid) => EntityNode | undefined;
  /** Whether it was read here, and nothing that it speaks of came or went since. */
  readonly isFresh: (given: CedarRecord | DecodedContext) => given is ReadContext;
  /** The node of an identity, looked up where it does not know it. @throws Fault for what is none */
  readonly node: (uid: EntityUid) => EntityNode;
  /** @throws Fault if it does not fit the action */
  readonly read: (action: SchemaAction, json: CedarRecord) => Read;
  /** The context's value. @throws Fault if it does not fit the action */
  readonly context: (action: SchemaAction, given: CedarRecord | DecodedContext) => Attributes;
}

/** Over one schema and store. */
export function createRequests(schema: Schema, table: NodeTable, kinds: Kinds): Requests {
  // How often one was spoken of: a getter may decide about something else while a context is read.
  let borrowed = 0;
  const borrow = (type: string, id: string) => {
    borrowed++;
    return table.borrow(type, id);
  };
  const decoding = createDecoding(borrow, schema.entityTypes);
  // By the type: of one that is named most actions have the very same, and one reader is compiled for them all.
  const readers = new WeakMap<RecordType, RecordReader>();
  const readerOf = ({ context }: SchemaAction): RecordReader => {
    const known = readers.get(context);
    if (known !== undefined) return known;
    const fresh = createRecordReader(context);
    readers.set(context, fresh);
    return fresh;
  };
  const read = (action: SchemaAction, json: unknown): Read => {
    const generation = table.generation();
    startAt(decoding, "context");
    const before = borrowed;
    const value = readerOf(action)(json, decoding);
    return { value, generation: borrowed === before ? undefined : generation };
  };
  const kept = (uid: EntityUid) => {
    const node = KeptUid.nodeOf(uid) ?? (uid instanceof EntityNode ? uid : undefined);
    return node !== undefined && node.home === table && node.shared ? node : undefined;
  };
  return {
    kept,
    isFresh: (given): given is ReadContext =>
      given instanceof ReadContext &&
      given.kinds === kinds &&
      (given.generation === undefined || given.generation === table.generation()),
    node(uid) {
      const known = kept(uid);
      if (known !== undefined) return known;
      // Each is read once: a getter may say something else the next time.
      const { type, id } = uid ?? {};
      if (typeof type !== "string" || typeof id !== "string") {
        throw new Fault("an entity has a type and an id, both texts");
      }
      if (!id.isWellFormed()) throw new Fault("half of a surrogate pair is no text");
      return table.borrow(type, id);
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
