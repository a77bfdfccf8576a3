import { EngineError } from "./errors.ts";
import type { Entity, EntityUid, PolicySet } from "./types.ts";

/** A change to the store: entities to put (whole, replacing what was there) and to remove. */
export interface EntityDelta {
  readonly put?: readonly Entity[];
  readonly remove?: readonly EntityUid[];
}

/** The entities that policies may look into. The schema's actions are always there besides. */
export interface EntityStore {
  /** Grows with each change. */
  readonly revision: () => number;
  readonly entities: () => readonly Entity[];
  readonly ofType: (type: string) => readonly EntityUid[];
  /** Takes all of it or nothing. @throws EngineError for entities that do not fit the schema or whose parents form a circle */
  readonly apply: (delta: EntityDelta) => void;
}

/** A store for the entities of one policy set. */
export function createEntityStore(set: PolicySet): EntityStore {
  let known = new Map<string, Entity>();
  let revision = 0;
  let all: readonly Entity[] = [];
  return {
    revision: () => revision,
    entities: () => all,
    ofType: (type) => [...known.values()].map(({ uid }) => uid).filter((uid) => uid.type === type),
    apply({ put = [], remove = [] }) {
      const next = new Map(known);
      for (const uid of remove) next.delete(key(uid));
      for (const entity of put) next.set(key(entity.uid), entity);
      const wrong = set.check([...next.values()]);
      const circle = findCircle(next);
      if (circle !== undefined) {
        throw new EngineError("hierarchy-cycle", `${circle} is among its own ancestors.`);
      }
      if (wrong !== undefined) {
        throw new EngineError("invalid-entities", `The entities do not fit the schema: ${wrong}.`);
      }
      known = next;
      revision++;
      all = [...known.values()];
    },
  };
}

function key({ type, id }: EntityUid): string {
  return `${type}::${JSON.stringify(id)}`;
}

/** An entity that is its own ancestor, if there is one. Walks with a stack of its own, so that deep hierarchies do no harm. */
function findCircle(entities: ReadonlyMap<string, Entity>): string | undefined {
  const done = new Set<string>();
  for (const start of entities.keys()) {
    const path: { key: string; parents: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (name: string) => {
      path.push({ key: name, parents: (entities.get(name)?.parents ?? []).map(key) });
      onPath.add(name);
    };
    if (!done.has(start)) enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const parent = step.parents.pop();
      if (parent === undefined) {
        path.pop();
        onPath.delete(step.key);
        done.add(step.key);
      } else if (onPath.has(parent)) return parent;
      else if (!done.has(parent)) enter(parent);
    }
  }
  return undefined;
}
