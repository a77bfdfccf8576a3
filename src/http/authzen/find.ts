import { checked } from "./checked.ts";
import { AuthzenError } from "./errors.ts";
import { searchRequests } from "./messages.ts";
import type { AuthzenOptions, Caller, Found, Properties, SearchQuery } from "./types.ts";

/** Results on one page, at most, and unless told otherwise. */
const longestPage = 1_000;

interface Search {
  readonly page?: {
    readonly token?: string;
    readonly next_token?: string;
    readonly limit?: number;
  };
}

const requests = {
  subject: checked<Search>(searchRequests.subject),
  resource: checked<Search>(searchRequests.resource),
  action: checked<Search>(searchRequests.action),
};

/** What a search answers (sections Subject, Resource and Action Search). */
export interface SearchAnswer {
  readonly results: Found["results"];
  readonly page: { readonly next_token: string };
  readonly context?: Properties;
}

/** Searches for subjects who may, resources that may be, or actions that may be done (sections Subject, Resource and Action Search). */
export async function find(
  { search }: AuthzenOptions,
  target: SearchQuery["target"],
  body: unknown,
  caller: Caller,
): Promise<SearchAnswer> {
  if (search === undefined) {
    throw new AuthzenError("not-offered", "Searches are not offered here.");
  }
  const { page = {} } = requests[target].require(body);
  // The specification's text continues by `token`, its examples by `next_token`.
  const token = page.token ?? page.next_token;
  const { results, next, context } = await search(queryOf(target, body), caller, {
    limit: Math.min(page.limit ?? longestPage, longestPage),
    ...(token === undefined || token === "" ? {} : { token }),
  });
  return {
    results,
    page: { next_token: next ?? "" },
    ...(context === undefined ? {} : { context }),
  };
}

/** The query without the target's own id, which is ignored. */
function queryOf(target: SearchQuery["target"], body: unknown): SearchQuery {
  const { subject, action, resource, context } = body as Record<string, { readonly type: string }>;
  const shared = context === undefined ? {} : { context };
  if (target === "subject") {
    return { target, type: subject?.type, action, resource, ...shared } as unknown as SearchQuery;
  }
  if (target === "resource") {
    return { target, type: resource?.type, subject, action, ...shared } as unknown as SearchQuery;
  }
  return { target, subject, resource, ...shared } as unknown as SearchQuery;
}
