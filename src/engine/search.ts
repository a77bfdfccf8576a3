import { ReadContext } from "./decide/requests.ts";
import { atDoor, objectAt, textAt, uidAt } from "./door.ts";
import type { EntityStore } from "./entity-store.ts";
import { EngineError } from "./errors.ts";
import type { CedarRecord, EngineRequest, EntityUid, Found, Page, Pdp, Schema } from "./types.ts";
import { uidText } from "./values/entity-node.ts";

type Searches = Pick<Pdp, "searchSubjects" | "searchResources" | "searchActions">;

/** Searches by deciding for each candidate in the store, in the order of ids, until a page is full. */
export function createSearches(
  schema: Schema,
  store: EntityStore,
  { decide, decodeContext }: Pick<Pdp, "decide" | "decodeContext">,
): Searches {
  const actionOf = (action: EntityUid) => {
    const name = uidText(action);
    const found = schema.actions.get(name);
    if (found !== undefined) return found;
    throw new EngineError("invalid-request", `The schema has no action ${name}.`);
  };
  const decoded = (action: EntityUid, context: unknown) =>
    atDoor("invalid-context", "the context", () =>
      context instanceof ReadContext ? context : decodeContext(action, context as CedarRecord),
    );
  return {
    searchSubjects(search, page) {
      const { type, action, context, uid: resource } = read(search, "resource");
      const wanted = readPage(page);
      const types = actionOf(action).principalTypes;
      const rest = { action, resource, context: decoded(action, context) };
      const candidates = types.has(type) ? store.nodes.inOrder(type) : [];
      const may = (id: string) => decide({ ...rest, principal: { type, id } }).allow;
      return take(candidates, idOf, wanted, ({ exists, id }) => exists && may(id));
    },
    searchResources(search, page) {
      const { type, action, context, uid: principal } = read(search, "principal");
      const wanted = readPage(page);
      const types = actionOf(action).resourceTypes;
      const rest = { action, principal, context: decoded(action, context) };
      const candidates = types.has(type) ? store.nodes.inOrder(type) : [];
      const may = (id: string) => decide({ ...rest, resource: { type, id } }).allow;
      return take(candidates, idOf, wanted, ({ exists, id }) => exists && may(id));
    },
    searchActions(search, page) {
      const rest = readActionSearch(search);
      const wanted = readPage(page);
      const candidates = [...schema.actions.values()].filter(
        ({ principalTypes, resourceTypes }) =>
          principalTypes.has(rest.principal.type) && resourceTypes.has(rest.resource.type),
      );
      // In several namespaces actions may have one id.
      candidates.sort((a, b) => (uidText(a) < uidText(b) ? -1 : 1));
      return take(candidates, uidText, wanted, ({ type, id }) => {
        return decide({ ...rest, action: { type, id } }).allow;
      });
    },
  };
}

interface Search {
  readonly type: string;
  readonly action: EntityUid;
  readonly context: unknown;
  /** The one of principal and resource that is not sought. */
  readonly uid: EntityUid;
}

function read(search: unknown, other: "principal" | "resource"): Search {
  return atDoor("invalid-request", "the search", () => {
    const { type, action, context, [other]: uid } = objectAt("the search", search);
    return {
      type: textAt("the search's type", type),
      action: uidAt("the search's action", action),
      context,
      uid: uidAt(`the search's ${other}`, uid),
    };
  });
}

function readActionSearch(search: unknown): Omit<EngineRequest, "action"> {
  return atDoor("invalid-request", "the search", () => {
    const { principal, resource, context } = objectAt("the search", search);
    return {
      principal: uidAt("the search's principal", principal),
      resource: uidAt("the search's resource", resource),
      context: objectAt("the search's context", context) as CedarRecord,
    };
  });
}

function readPage(page: unknown = {}): Required<Pick<Page, "limit">> & Page {
  return atDoor("invalid-request", "the page", () => {
    const { after, limit = 100 } = objectAt("the page", page);
    if (typeof limit !== "number" || !Number.isSafeInteger(limit) || limit < 1) {
      throw new EngineError("invalid-request", "A page has at least one result.");
    }
    return after === undefined ? { limit } : { limit, after: textAt("the page's after", after) };
  });
}

function idOf({ id }: EntityUid): string {
  return id;
}

/** `keyOf` tells candidates apart, and they are in the order of it: so a page costs what it looks at, not what is before it. */
function take<Candidate extends EntityUid>(
  candidates: readonly Candidate[],
  keyOf: (candidate: EntityUid) => string,
  { after, limit }: ReturnType<typeof readPage>,
  isFound: (candidate: Candidate) => boolean,
): Found {
  const results: EntityUid[] = [];
  const start = after === undefined ? 0 : countUpTo(after, candidates, keyOf);
  for (let index = start; index < candidates.length; index++) {
    const candidate = candidates[index] as Candidate;
    if (!isFound(candidate)) continue;
    // One more was found than wanted: so there is more.
    if (results.length === limit) return { results, next: keyOf(results[limit - 1] as EntityUid) };
    results.push({ type: candidate.type, id: candidate.id });
  }
  return { results, next: undefined };
}

/** How many of them are not after the key. */
function countUpTo<Candidate>(
  key: string,
  candidates: readonly Candidate[],
  keyOf: (candidate: Candidate) => string,
): number {
  let [low, high] = [0, candidates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(candidates[middle] as Candidate) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
