import type { FastifyRequest } from "fastify";
import type { SideKey } from "../../ports/index.ts";

/** Properties that a caller claims. */
export type Properties = Readonly<Record<string, unknown>>;

/** A subject or a resource (AuthZEN sections 5.1 and 5.2). */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: Properties;
}

/** An action (section 5.3). */
export interface Deed {
  readonly name: string;
  readonly properties?: Properties;
}

/** One well-formed request (section 6.1). */
export interface Evaluation {
  readonly subject: Entity;
  readonly action: Deed;
  readonly resource: Entity;
  readonly context?: Properties;
}

/** A decision (section 6.2). */
export interface Decision {
  readonly decision: boolean;
  readonly context?: Properties;
}

/** The authenticated program that asks. */
export interface Caller {
  readonly id: string;
  /** The row that proves it, to be looked at again where a decision is recorded. */
  readonly credential?: SideKey;
}

/** What a search is for: `target` is what is sought, `type` its type; actions have none. */
export type SearchQuery =
  | {
      readonly target: "subject";
      readonly type: string;
      readonly action: Deed;
      readonly resource: Entity;
      readonly context?: Properties;
    }
  | {
      readonly target: "resource";
      readonly type: string;
      readonly subject: Entity;
      readonly action: Deed;
      readonly context?: Properties;
    }
  | {
      readonly target: "action";
      readonly subject: Entity;
      readonly resource: Entity;
      readonly context?: Properties;
    };

/** One page of what was found; `next` continues it, and means nothing to anybody else. */
export interface Found {
  readonly results: readonly (
    | { readonly type: string; readonly id: string }
    | { readonly name: string }
  )[];
  readonly next?: string;
  /** More about the search, such as whether it was recorded. */
  readonly context?: Properties;
}

/** What the interface stands on. What security rests on has no default. */
export interface AuthzenOptions {
  /** The address under which callers reach it, without a slash at its end: what `policy_decision_point` says. */
  readonly baseUrl: () => string;
  /** Who calls, by the Authorization header; undefined: nobody we know. */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller | undefined>;
  /** Whether the program may ask at all, as the policy decides about it: why not, in words. Absent: whoever decides looks at it. */
  readonly admit?: (request: FastifyRequest, caller: Caller) => Promise<string | undefined>;
  /**
   * Decides. `single` is an evaluation of its own, not one of a batch.
   *
   * @throws AuthzenError; other coded errors are answered as what they are
   */
  readonly evaluate: (
    evaluation: Evaluation,
    caller: Caller,
    how: { readonly single: boolean },
  ) => Promise<Decision>;
  /** Absent: searches are not offered, not listed, and answered 501. */
  readonly search?: (
    query: SearchQuery,
    caller: Caller,
    page: { readonly token?: string; readonly limit: number },
  ) => Promise<Found>;
}
