import { ReadContext } from "./decide/requests.ts";
import type { EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import type {
  ActionSearch,
  CedarRecord,
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
  { decide, decodeContext }: Pick<Pdp, "decide" | "decodeContext">,
): Searches {
  const actionOf = (action: EntityUid) => {
    const name = uidText({ type: String(action?.type), id: String(action?.id) });
    const found = schema.actions.get(name);
    if (found !== undefined) return found;
    throw new EngineError("invalid-request", `The schema has no action ${name}.`);
  };
  const decoded = (action: EntityUid, context: EngineRequest["context"]) =>
    context instanceof ReadContext ? context : decodeContext(action, context as CedarRecord);
  return {
    searchSubjects({ type, action, resource, context }, page) {
      const types = actionOf(action).principalTypes;
      const rest = { action, resource, context: decoded(action, context) };
      const candidates = types.has(type) ? store.ofType(type) : [];
      return take(candidates, idOf, page, (principal) => decide({ ...rest, principal }));
    },
    searchResources({ type, action, principal, context }, page) {
      const types = actionOf(action).resourceTypes;
      const rest = { action, principal, context: decoded(action, context) };
      const candidates = types.has(type) ? store.ofType(type) : [];
      return take(candidates, idOf, page, (resource) => decide({ ...rest, resource }));
    },
    // In several namespaces actions may have one id.
    searchActions: (search, page) =>
      take(candidateActions(schema, search), uidText, page, (action) =>
        decide({ ...search, action }),
      ),
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

function idOf({ id }: EntityUid): string {
  return id;
}

/** `keyOf` tells candidates apart and orders them. */
function take(
  candidates: readonly EntityUid[],
  keyOf: (candidate: EntityUid) => string,
  { after, limit = 100 }: Page = {},
  decide: (candidate: EntityUid) => EngineDecision,
): Found {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new EngineError("invalid-request", "A page has at least one result.");
  }
  const results: EntityUid[] = [];
  const sorted = candidates.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const candidate of sorted) {
    if (after !== undefined && keyOf(candidate) <= after) continue;
    if (!decide(candidate).allow) continue;
    // One more was found than wanted: so there is more.
    if (results.length === limit) return { results, next: keyOf(results[limit - 1] as EntityUid) };
    results.push(candidate);
  }
  return { results, next: undefined };
}
