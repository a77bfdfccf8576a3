/** The engine with a schema, asked about a generated set in every way that it offers. */
import { createHash } from "node:crypto";
import {
  type CedarRecord,
  compilePolicies,
  createEntityStore,
  createPdp,
  type EngineDecision,
  type EngineRequest,
  type Entity,
  type EntityStore,
  type PolicySet,
} from "../../../src/engine/index.ts";
import { entityJson, linkValues, nativeLong, requestJson, uidJson } from "./json.ts";
import { keyOf } from "./make-schema.ts";
import type { Answer, PrintedSet } from "./oracle.ts";
import { hash } from "./random.ts";
import type { FuzzSet, Request } from "./types.ts";

/** SHA-256, as the engine takes it. */
export const sha256 = (bytes: Uint8Array): Uint8Array =>
  createHash("sha256").update(bytes).digest();

/** The engine with a set, one function for each way to ask. */
export interface Typed {
  readonly set: PolicySet;
  readonly store: EntityStore;
  /** Puts the entities as they are in a phase. */
  readonly enter: (phase: 0 | 1) => void;
  readonly ways: Readonly<Record<string, (request: Request) => Answer>>;
  /** Whether it is allowed where a forbid that errors denies. */
  readonly strictly: (request: Request) => boolean;
}

/** Compiles a set without validating it. @throws Error if the engine refuses it */
export async function prepareTyped(set: FuzzSet, printed: PrintedSet): Promise<Typed> {
  const links = set.links.map((link) => ({
    template: link.template,
    id: link.id,
    values: linkValues(link),
  }));
  const compiled = await compilePolicies({ ...printed, links }, { sha256, validation: "none" });
  if (compiled.type === "refused") {
    throw new Error(`refused: ${compiled.problems.map(({ message }) => message).join("; ")}`);
  }
  const store = createEntityStore(compiled.set.schema);
  const pdp = createPdp(compiled.set, store, { onPolicyError: "skip" });
  const strict = createPdp(compiled.set, store, { onPolicyError: "forbid-denies" });
  const kept = new Map<string, EngineRequest>();
  const preparedOnce = ({ phase: _, ...request }: Request): EngineRequest => {
    const key = JSON.stringify(request, (__, value) =>
      typeof value === "bigint" ? `\0${value}` : value,
    );
    const known = kept.get(key) ?? prepared(pdp, store, asked({ ...request, phase: 0 }));
    kept.set(key, known);
    return known;
  };
  return {
    set: compiled.set,
    store,
    enter: (phase) => (phase === 0 ? fill(store, set) : change(store, set)),
    ways: {
      typed: (request) => readDecision(pdp.decide(asked(request))),
      prepared: (request) => readDecision(pdp.decide(preparedOnce(request))),
    },
    strictly: (request) => strict.decide(asked(request)).allow,
  };
}

/** A request as the engine takes it. */
export function asked(request: Request): EngineRequest {
  const { context, ...uids } = requestJson(request, nativeLong);
  return { ...uids, context: context as CedarRecord };
}

function prepared(
  pdp: ReturnType<typeof createPdp>,
  store: EntityStore,
  { principal, action, resource, context }: EngineRequest,
): EngineRequest {
  return {
    principal: store.find(principal),
    action,
    resource: store.find(resource),
    context: pdp.decodeContext(action, context as CedarRecord),
  };
}

function readDecision({ allow, reasons, errors }: EngineDecision): Answer {
  const [first] = errors;
  if (first !== undefined && first.policy === undefined) {
    return { type: "refused", message: first.message };
  }
  return {
    type: "answered",
    allow,
    reasons,
    errors: errors.map(({ policy = "", message }) => ({ policy, message })),
  };
}

/** An entity as the engine takes it. */
function engineEntity(entity: FuzzSet["entities"][0][number]): Entity {
  return entityJson(entity, nativeLong) as Entity;
}

/**
 * Puts the first phase's entities in several steps, some of them without their parents and tags first, so that
 * what the store keeps is the outcome of changes. Which ones follows from the entity, so that it stays the same
 * when others are dropped.
 */
function fill(store: EntityStore, { entities, index }: FuzzSet): void {
  const all = entities[0].map((entity) => ({
    entity: engineEntity(entity),
    turn: hash(`${index}:${keyOf(entity.uid)}`) % 8,
  }));
  const early = all.filter(({ turn }) => turn < 3);
  const { entity: ghost } = all.find(({ turn }) => turn === 7) ?? {};
  store.apply({
    put: [
      ...early.map(({ entity: { uid, attrs } }) => ({ uid, attrs, parents: [] })),
      ...(ghost === undefined ? [] : [ghost]),
    ],
  });
  if (ghost !== undefined) store.apply({ remove: [ghost.uid] });
  store.apply({ put: all.filter(({ turn }) => turn % 2 === 1).map(({ entity }) => entity) });
  const rest = all.filter(({ turn }) => turn % 2 === 0).map(({ entity }) => entity);
  store.apply({ put: rest, remove: [] });
}

/** From the first phase's entities to the second's. */
function change(store: EntityStore, { entities: [before, after] }: FuzzSet): void {
  const kept = new Set(after.map(({ uid }) => keyOf(uid)));
  store.apply({
    put: after.filter((entity) => !before.includes(entity)).map(engineEntity),
    remove: before.filter(({ uid }) => !kept.has(keyOf(uid))).map(({ uid }) => uidJson(uid)),
  });
}
