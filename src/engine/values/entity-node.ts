import type { EntityUid } from "../types.ts";
import type { Value } from "./value.ts";

/** A record's attributes, each under `$` and its name: no name can then mean something to JavaScript. */
export interface Attributes {
  readonly [key: `$${string}`]: Value;
}

/** Of what is in nothing. */
export const noAncestors: ReadonlySet<EntityNode> = new Set();

/** What an entity has that is not there, or has no attributes. */
export const noAttributes: Attributes = Object.freeze({});

/**
 * An entity as evaluation sees it. A store keeps one node for each identity it knows of, so that most
 * comparisons are of references; an identity that it does not know gets a node of its own each time (`shared` is false).
 */
export class EntityNode implements EntityUid {
  readonly type: string;
  readonly id: string;
  /** Whose it is: a node means something to one store only. */
  readonly home: object;
  /** The number of its type in its store; -1 for a type that the store has nothing of. */
  readonly typeNumber: number;
  /** Whether its store finds it by its identity. */
  shared: boolean;
  /** Whether there is an entity, not only a mention of one. */
  exists = false;
  attributes: Attributes = noAttributes;
  tags: ReadonlyMap<string, Value> | undefined = undefined;
  parents: readonly EntityNode[] = [];
  /** All that it is in, directly or through others, itself left out. */
  ancestors: ReadonlySet<EntityNode> = noAncestors;
  /** Whose parent it is; undefined as long as it is nobody's. */
  children: Set<EntityNode> | undefined = undefined;
  /** What its attributes and parents mention. */
  mentions: readonly EntityNode[] = [];
  /** How many mention it; policies count too. */
  mentioned = 0;
  /** What callers have of it, once one has asked. */
  kept: EntityUid | undefined = undefined;

  constructor(type: string, id: string, home: object, shared: boolean, typeNumber = -1) {
    this.type = type;
    this.id = id;
    this.home = home;
    this.typeNumber = typeNumber;
    this.shared = shared;
  }
}

/** Whether they are the same entity. */
export function sameEntity(a: EntityNode, b: EntityNode): boolean {
  return a === b || (!(a.shared && b.shared) && a.id === b.id && a.type === b.type);
}

/** `a in b`. */
export function isIn(a: EntityNode, b: EntityNode): boolean {
  return sameEntity(a, b) || isBelow(a, b);
}

/** `a in b` for two that are surely not the same. */
export function isBelow(a: EntityNode, b: EntityNode): boolean {
  if (a.ancestors.has(b)) return true;
  if (b.shared || a.ancestors.size === 0) return false;
  for (const ancestor of a.ancestors) if (sameEntity(ancestor, b)) return true;
  return false;
}

/** As Cedar writes it: `Person::"p1"`. */
export function uidText({ type, id }: EntityUid): string {
  return `${type}::${JSON.stringify(id)}`;
}
