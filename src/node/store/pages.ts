import { setImmediate } from "node:timers/promises";
import type { Position, Range } from "../../ports/index.ts";

/** A page as a database is asked for it. */
export interface PageRequest {
  readonly from: Position;
  /** The position after the last one wanted. */
  readonly to: Position;
  readonly limit: number;
}

/** Rows that a database is asked for at once: some megabytes. */
const mostRows = 8192;

/**
 * `Log.read` or `Log.changes` over a database's pages. After a full page the next one is fetched while the caller works on this one: it can
 * only be asked for once, and entries never change.
 */
export function createPageReader<E extends { readonly position: Position }>(
  fetch: (request: PageRequest) => Promise<readonly E[]>,
): (from: Position, range: Range) => Promise<readonly E[]> {
  let ahead: { readonly request: PageRequest; readonly page: Promise<readonly E[]> } | undefined;
  const take = async (request: PageRequest): Promise<readonly E[]> => {
    const prepared = ahead;
    ahead = undefined;
    if (prepared === undefined || !same(prepared.request, request)) return fetch(request);
    const page = await prepared.page;
    // A fold whose pages are always there in time would let nothing else happen.
    await setImmediate();
    // A page that is not full may have been read before the records that the caller knows of were there.
    return page.length === request.limit ? page : fetch(request);
  };
  const readPage = async (request: PageRequest): Promise<readonly E[]> => {
    const page = await take(request);
    const next = (page.at(-1)?.position ?? request.to) + 1;
    if (page.length === request.limit && next < request.to && request.limit > 1) {
      const following = { ...request, from: next };
      ahead = { request: following, page: fetch(following).catch(() => []) };
    }
    return page;
  };
  return async (from, { to = Number.MAX_SAFE_INTEGER, limit }) => {
    if (limit <= mostRows) return readPage({ from, to, limit });
    const found: E[] = [];
    for (let next = from; found.length < limit; ) {
      const rows = Math.min(mostRows, limit - found.length);
      const page = await readPage({ from: next, to, limit: rows });
      for (const entry of page) found.push(entry);
      if (page.length < rows) break;
      next = (page.at(-1)?.position ?? to) + 1;
    }
    return found;
  };
}

function same(a: PageRequest, b: PageRequest): boolean {
  return a.from === b.from && a.to === b.to && a.limit === b.limit;
}
