import type { Domain, PlainRequest } from "./domain.ts";

/** How many policies a set has. */
export type Size = 8 | 1000;

/** A contender that is ready: its policies loaded, its requests in the form that it takes. */
export interface Ready<T> {
  /** The 2,000 that are timed. */
  readonly requests: readonly T[];
  /** Those that meet the scoped policies. */
  readonly scopedRequests: readonly T[];
  readonly decide: (request: T) => boolean;
  /** What {@link decide} rests on; undefined: it does not say. */
  readonly explain?: (request: T) => Explained;
}

/** A decision and the ids of the policies that determined it, and of those that failed, both sorted. */
export interface Explained {
  readonly allow: boolean;
  readonly reasons: readonly string[];
  readonly errors: readonly string[];
}

/** Loads the policies and prepares the requests, as an application would once at its start. */
export type Prepare = (domain: Domain, size: Size) => Promise<Ready<unknown>>;

/** Pairs a way to prepare one request with a decision that takes what it makes. */
export function ready<T>(
  { requests, scopedRequests }: Domain,
  prepareOne: (request: PlainRequest) => T,
  rest: Pick<Ready<T>, "decide" | "explain">,
): Ready<unknown> {
  const made: Ready<T> = {
    requests: requests.map(prepareOne),
    scopedRequests: scopedRequests.map(prepareOne),
    ...rest,
  };
  // Nothing is ever passed to `decide` but what `prepareOne` made.
  return made as Ready<unknown>;
}
