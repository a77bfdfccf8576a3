import { atDoor, listAt, madeAt, madeBy, objectAt, textAt, uidAt } from "./door.ts";
import { EngineError } from "./errors.ts";
import { closeOver, whyNotClosed, withDescendants } from "./store/close-over.ts";
import { createNodeTable, type NodeTable } from "./store/node-table.ts";
import { readEntity, readUid } from "./store/read-entity.ts";
import { absent, type NodeState, replaceState } from "./store/replace.ts";
import type { Entity, EntityUid, Schema } from "./types.ts";
import { createDecoding, isActionType } from "./values/decode.ts";
import { encodeRecord, encodeValue } from "./values/encode.ts";
import { type EntityNode, uidText } from "./values/entity-node.ts";
import { Fault } from "./values/fault.ts";
import { KeptUid } from "./values/kept-uid.ts";

/**
 * A change to the store: entities to remove, and to put (whole, replacing what was there). It is removed first: what is in both is
 * there afterwards.
 */
export interface EntityDelta {
  readonly put?: readonly Entity[];
  readonly remove?: readonly EntityUid[];
}

/** The entities that policies may look into. The schema's actions are always there besides. */
export interface EntityStore {
  /** Grows with each change. */
  readonly revision: () => number;
  readonly entities: () => readonly Entity[];
  /** Those that evaluation can come to from these: themselves, what their attributes, tags and parents name, and so on. */
  readonly reachedFrom: (uids: Iterable<EntityUid>) => readonly Entity[];
  /** @throws EngineError for what is no text */
  readonly ofType: (type: string) => readonly EntityUid[];
  /** Takes all of it or nothing. @throws EngineError for entities that do not fit the schema or whose parents form a circle */
  readonly apply: (delta: EntityDelta) => void;
  /** The identity as this store keeps it: a request made with it is decided without looking it up. @throws EngineError for what names no entity */
  readonly find: (uid: EntityUid) => EntityUid;
  /** What its entities are held to; undefined: nothing. */
  readonly schema: Schema | undefined;
  /** What evaluation looks into. For the engine alone. */
  readonly nodes: NodeTable;
}

/** A store whose entities are held to `schema`; without one it takes what is well-formed. */
export function createEntityStore(schema?: Schema): EntityStore {
  if (schema !== undefined) {
    atDoor("invalid-schema", "the schema", () => madeAt("the schema", "compilePolicies", schema));
  }
  const table = createNodeTable();
  let revision = 0;
  let applying = false;
  if (schema !== undefined) applyDelta(table, schema, { put: schema.actionEntities });
  return madeBy("createEntityStore", {
    revision: () => revision,
    entities: () => [...table.all()].filter(isThere).map(asJson),
    reachedFrom: (uids) => {
      const reached = new Set<EntityNode>();
      for (const { type, id } of uids) {
        const node = table.find(type, id);
        if (node !== undefined) reached.add(node);
      }
      // A set that grows while it is walked is walked to its end.
      for (const node of reached) for (const mentioned of node.mentions) reached.add(mentioned);
      return [...reached].filter(isThere).map(asJson);
    },
    ofType: (type) =>
      atDoor("invalid-request", "the type", () => [...table.ofType(textAt("the type", type))])
        .filter(({ exists }) => exists)
        .map(({ id }) => ({ type, id })),
    apply(delta) {
      // A getter in a change may make another: it would let go of what this one has read.
      if (applying) throw new EngineError("invalid-entities", "Another change is being read.");
      applying = true;
      try {
        atDoor("invalid-entities", "the change", () =>
          applyDelta(table, schema, readDelta(delta), schema !== undefined),
        );
      } finally {
        applying = false;
      }
      revision++;
    },
    find: (uid) =>
      atDoor("invalid-request", "the entity", () => {
        const { type, id } = uidAt("the entity", uid);
        const node = table.borrow(type, id);
        node.kept ??= new KeptUid(node);
        return node.kept;
      }),
    schema,
    nodes: table,
  });
}

/** Actions are the schema's, and no caller's. */
function isThere({ exists, type }: EntityNode): boolean {
  return exists && !isActionType(type);
}

function readDelta(delta: unknown): EntityDelta {
  const { put = [], remove = [], ...others } = objectAt("the change", delta);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new Fault(`the change: \`${unknown}\` is unknown, expected \`put\` and \`remove\``);
  }
  return {
    put: listAt("the change's put", put) as readonly Entity[],
    remove: listAt("the change's remove", remove) as readonly EntityUid[],
  };
}

function asJson({ type, id, attributes, tags, parents }: EntityNode): Entity {
  return {
    uid: { type, id },
    attrs: encodeRecord(attributes),
    parents: parents.map((parent) => ({ type: parent.type, id: parent.id })),
    ...(tags === undefined
      ? {}
      : { tags: Object.fromEntries([...tags].map(([name, tag]) => [name, encodeValue(tag)])) }),
  };
}

/** Reads and checks all of it, then puts it in place, and takes everything back if that makes a circle. */
function applyDelta(
  table: NodeTable,
  schema: Schema | undefined,
  { put = [], remove = [] }: EntityDelta,
  actionsStay = false,
): void {
  const met = new Set<EntityNode>();
  let mentions: EntityNode[] = [];
  const intern = (type: string, id: string) => {
    const node = table.intern(type, id);
    met.add(node);
    mentions.push(node);
    return node;
  };
  const decoding = createDecoding(intern, schema?.entityTypes);
  try {
    const next = new Map<EntityNode, NodeState>();
    const anyUid = createDecoding(intern, undefined);
    for (const uid of remove) {
      const node = readUid(uid, anyUid);
      if (actionsStay && isActionType(node.type)) throw new Fault(`${uidText(node)}: actions stay`);
      next.set(node, absent);
    }
    const seen = new Set<EntityNode>();
    for (const [index, entity] of put.entries()) {
      mentions = [];
      const read = at(index, entity, () => {
        checkFields(entity);
        return readEntity(entity, decoding, schema);
      });
      if (seen.has(read.node)) throw new Fault(`${uidText(read.node)}: given twice`);
      seen.add(read.node);
      // The schema's own actions are there, and stay as it says.
      if (actionsStay && isActionType(read.node.type)) continue;
      next.set(read.node, { exists: true, ...read, mentions });
    }
    replaceAll(next, met);
  } finally {
    for (const node of met) table.release(node);
  }
}

/** What is misspelt would be lost. @throws Fault */
function checkFields(entity: unknown): void {
  if (typeof entity !== "object" || entity === null) return;
  const unknown = Object.keys(entity).find((name) => !fields.includes(name));
  if (unknown === undefined) return;
  throw new Fault(`\`${unknown}\` is unknown, expected ${fields.join(", ")}`);
}

const fields: readonly string[] = ["uid", "attrs", "parents", "tags"];

/** What is wrong with one of many is said with which it is. */
function at<T>(index: number, entity: Entity, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const uid: Partial<EntityUid> = entity?.uid ?? {};
    const isNamed = typeof uid.type === "string" && typeof uid.id === "string";
    const which = isNamed ? uidText({ type: `${uid.type}`, id: `${uid.id}` }) : `entity ${index}`;
    const says = error.message.startsWith(which);
    throw says ? error : new Fault(`${which}: ${error.message}`);
  }
}

/** Then its ancestors, and those of all below it, are what they were: what else a group is said to be costs nobody in it anything. */
function hasSameParents(node: EntityNode, before: NodeState): boolean {
  const known = new Set(before.parents);
  return (
    node.parents.length === before.parents.length &&
    node.parents.every((parent) => known.has(parent))
  );
}

function replaceAll(next: ReadonlyMap<EntityNode, NodeState>, met: Set<EntityNode>): void {
  const before = new Map<EntityNode, NodeState>();
  for (const [node, state] of next) before.set(node, replaceState(node, state));
  const moved = [...before].filter(([node, state]) => !hasSameParents(node, state));
  const closed = closeOver(withDescendants(moved.map(([node]) => node)));
  if (closed.type !== "closed") {
    for (const [node, state] of before) replaceState(node, state);
    const code = closed.type === "circle" ? "hierarchy-cycle" : "invalid-entities";
    throw new EngineError(code, `${whyNotClosed(closed)}.`);
  }
  for (const { mentions } of before.values()) for (const node of mentions) met.add(node);
}
