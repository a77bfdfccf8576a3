import { type Asking, ask } from "./ask.ts";
import {
  type AccessRequest,
  hospital,
  type RequestContext,
  type Resource,
  type Subject,
} from "./request.ts";

/** Everything of a request but what is sought. */
export type AccessSearch =
  | {
      readonly target: "subject";
      readonly type: string;
      readonly action: string;
      readonly resource: Resource;
      readonly context: RequestContext;
    }
  | {
      readonly target: "resource";
      readonly type: string;
      readonly subject: Subject;
      readonly action: string;
      readonly context: RequestContext;
    }
  | {
      readonly target: "action";
      readonly subject: Subject;
      readonly resource: Resource;
      readonly context: RequestContext;
    };

/** Which part is wanted; what is found comes sorted by id. */
export interface SearchPage {
  /** The id after which to go on. */
  readonly after?: string;
  readonly limit: number;
}

/** A part of what was found. */
export interface SearchResult {
  /** Ids of subjects or resources, or names of actions. */
  readonly found: readonly string[];
  /** Where to go on; undefined when all were looked at. */
  readonly next: string | undefined;
}

/** One page looks at so many at most, so that a search never holds up a bedside: a page may have fewer results than it could. */
const mostLookedAt = 2_000;

/**
 * Finds who may, what it may be done to, or what may be done: each candidate of the world is decided on as {@link ask}
 * does, unrecorded. What is unknown or of another type is simply not found.
 */
export function searchAccess(
  asking: Asking,
  search: AccessSearch,
  { after, limit }: SearchPage,
): SearchResult {
  const candidates = candidatesOf(asking, search)
    .filter((id) => after === undefined || id > after)
    .sort();
  const found: string[] = [];
  for (const [index, id] of candidates.entries()) {
    if (found.length === limit || index === mostLookedAt) {
      return { found, next: candidates[index - 1] };
    }
    const answer = ask({ ...asking, remedies: false }, requestFor(search, id));
    if (answer.type === "permit") found.push(id);
  }
  return { found, next: undefined };
}

/** The request that a candidate completes. */
export function requestFor(search: AccessSearch, id: string): AccessRequest {
  switch (search.target) {
    case "subject": {
      const { type, action, resource, context } = search;
      return { subject: { type, id }, action, resource, context };
    }
    case "resource": {
      const { type, action, subject, context } = search;
      return { subject, action, resource: { type, id }, context };
    }
    case "action": {
      const { subject, resource, context } = search;
      return { subject, action: id, resource, context };
    }
  }
}

function candidatesOf({ world, bundles }: Asking, search: AccessSearch): string[] {
  if (search.target === "action") return [...(bundles.current(world)?.actions.keys() ?? [])];
  switch (search.type) {
    case "person":
      return search.target === "subject" ? idsOf(world.people) : [];
    case "workload":
      return search.target === "subject" ? idsOf(world.workloads) : [];
    case "patient":
      return search.target === "resource" ? idsOf(world.patients) : [];
    case "ward":
      return search.target === "resource" ? idsOf(world.wards) : [];
    case "seat":
      return search.target === "resource" ? idsOf(world.seats) : [];
    case "hospital":
      return search.target === "resource" ? [hospital.id] : [];
    default:
      return [];
  }
}

function idsOf(table: { values(): IterableIterator<{ readonly id: string }> }): string[] {
  return [...table.values()].map(({ id }) => id);
}
