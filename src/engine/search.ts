import type { EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import type {
  ActionSearch,
  EngineDecision,
  EngineRequest,
  EntityUid,
  Found,
  Page,
  Pdp,
  Schema,
} from "./types.ts";
import { uidText } from "./values/entity-node.ts";

type Searches = Pick<Pdp, "searchSubjects" | "searchResources" | "searchActions">;

/** Searches by deciding for each candidate in the store, in the order of ids, until a page is full. */
export function createSearches(
  schema: Schema,
  store: EntityStore,
  decide: (request: EngineRequest) => EngineDecision,
): Searches {
  const actionOf = (action: EntityUid) => {
    const found = schema.actions.get(uidText(action));
    if (found !== undefined) return found;
    throw new EngineError("invalid-request", `The schema has no action ${uidText(action)}.`);
  };
  return {
    searchSubjects({ type, ...rest }, page) {
      const types = actionOf(rest.action).principalTypes;
      const candidates = types.has(type) ? store.ofType(type) : [];
      return take(candidates, page, (principal) => decide({ ...rest, principal }));
    },
    searchResources({ type, ...rest }, page) {
      const types = actionOf(rest.action).resourceTypes;
      const candidates = types.has(type) ? store.ofType(type) : [];
      return take(candidates, page, (resource) => decide({ ...rest, resource }));
    },
    searchActions: (search, page) =>
      take(candidateActions(schema, search), page, (action) => decide({ ...search, action })),
  };
}

function candidateActions({ actions }: Schema, search: ActionSearch): readonly EntityUid[] {
  return [...actions.values()]
    .filter(
      ({ principalTypes, resourceTypes }) =>
        principalTypes.has(search.principal.type) && resourceTypes.has(search.resource.type),
    )
    .map(({ type, id }) => ({ type, id }));
}

function take(
  candidates: readonly EntityUid[],
  { after, limit = 100 }: Page = {},
  decide: (candidate: EntityUid) => EngineDecision,
): Found {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new EngineError("invalid-request", "A page has at least one result.");
  }
  const results: EntityUid[] = [];
  const sorted = candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const candidate of sorted) {
    if (after !== undefined && candidate.id <= after) continue;
    if (!decide(candidate).allow) continue;
    // One more was found than wanted: so there is more.
    if (results.length === limit) return { results, next: results.at(-1)?.id };
    results.push(candidate);
  }
  return { results, next: undefined };
}
