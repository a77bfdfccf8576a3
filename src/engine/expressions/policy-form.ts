import type { EntityUid } from "../types.ts";
import type { Expression, Variable } from "./expression.ts";
import type { Pool } from "./pool.ts";

/** What a policy's head asks of the principal, action or resource. */
export type ScopeTest =
  | { readonly op: "any" }
  | { readonly op: "equal"; readonly uid: EntityUid }
  /** In one of them. */
  | { readonly op: "in"; readonly uids: readonly EntityUid[] }
  | { readonly op: "is"; readonly type: string; readonly within?: EntityUid };

/** A policy as evaluation needs it; a template's link is one with its slots filled. */
export interface PolicyForm {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  /** By name; an annotation without a value is the empty string. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly scope: {
    readonly principal: ScopeTest;
    readonly action: ScopeTest;
    readonly resource: ScopeTest;
  };
  /** The scope's tests and then the conditions. */
  readonly whole: Expression;
  /** The conditions alone. */
  readonly conditions: Expression;
}

/** A scope's test as a condition; undefined where it asks for nothing. */
export function scopeCondition(name: Variable, test: ScopeTest, pool: Pool): readonly Expression[] {
  const variable = pool({ op: "variable", name });
  const entity = (uid: EntityUid) => pool({ op: "entity", uid });
  switch (test.op) {
    case "any":
      return [];
    case "equal":
      return [pool({ op: "equal", left: variable, right: entity(test.uid) })];
    case "in": {
      const [only, ...more] = test.uids;
      const right =
        only !== undefined && more.length === 0
          ? entity(only)
          : pool({ op: "set", elements: test.uids.map(entity) });
      return [pool({ op: "in", left: variable, right })];
    }
    case "is": {
      const is = pool({ op: "is", entity: variable, type: test.type });
      if (test.within === undefined) return [is];
      return [is, pool({ op: "in", left: variable, right: entity(test.within) })];
    }
  }
}
