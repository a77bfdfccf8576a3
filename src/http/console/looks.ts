import type { Clock, Duration } from "../../ports/index.ts";

/** A page that is asked for again within this is being looked at still, not anew: pages refresh themselves. */
const sameLook: Duration = 60_000;

/**
 * Tells a look at a page from the page's own refreshing, so that a look is recorded once (U4) and an
 * unattended page keeps nobody signed in. A node's memory; forgotten, a look is recorded once more.
 */
export interface Looks {
  /** Whether this is a new look at `page` in `session`; notes it. */
  isNew(session: string, page: string): boolean;
}

/** Nobody has looked at anything yet. */
export function createLooks(clock: Pick<Clock, "monotonic">): Looks {
  const seen = new Map<string, Duration>();
  return {
    isNew(session, page) {
      const now = clock.monotonic();
      const key = `${session} ${page}`;
      const before = seen.get(key);
      // Put in again at the end: the oldest stand first.
      seen.delete(key);
      for (const [old, at] of seen) {
        if (now - at < sameLook) break;
        seen.delete(old);
      }
      seen.set(key, now);
      return before === undefined || now - before >= sameLook;
    },
  };
}
