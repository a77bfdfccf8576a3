import type { Entity, EntityUid } from "../../src/engine/index.ts";
import type { Domain, PlainRequest } from "./domain.ts";

/**
 * The fewest entities that decide a request rightly: its principal, action and resource, each with all its
 * ancestors as parents, as an application would prepare them for an engine that keeps no entities.
 */
export function sliceFrom(domain: Domain): (request: PlainRequest) => readonly Entity[] {
  const all = new Map(
    [...domain.entities, ...domain.actions].map((entity) => [keyOf(entity.uid), entity]),
  );
  const flattened = new Map<string, Entity>();
  const flatten = (uid: EntityUid): Entity => {
    const key = keyOf(uid);
    const known = flattened.get(key);
    if (known !== undefined) return known;
    const own = all.get(key) as Entity;
    const above = own.parents.flatMap((parent) => [parent, ...flatten(parent).parents]);
    const parents = [...new Map(above.map((parent) => [keyOf(parent), parent])).values()];
    const entity = { ...own, parents };
    flattened.set(key, entity);
    return entity;
  };
  return ({ principal, action, resource }) => [principal, action, resource].map(flatten);
}

const keyOf = ({ type, id }: EntityUid): string => `${type}::${id}`;
