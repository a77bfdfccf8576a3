/** Counts, added up over sets, workers and runs. */
import type { Expr, FuzzSet, Policy } from "./types.ts";

/** What was counted, by name. */
export type Stats = Record<string, number>;

/** Adds to a count. */
export function count(stats: Stats, name: string, by = 1): void {
  stats[name] = (stats[name] ?? 0) + by;
}

/** Adds all of `other` to `stats`. */
export function addStats(stats: Stats, other: Readonly<Stats>): void {
  for (const [name, by] of Object.entries(other)) count(stats, name, by);
}

/** Counts the operators of a set's conditions, as `op ==`, `op like` and so on, and the forms of its heads. */
export function countOperators(stats: Stats, { policies, templates, links }: FuzzSet): void {
  count(stats, "policies", policies.length);
  count(stats, "templates", templates.length);
  count(stats, "links", links.length);
  for (const policy of [...policies, ...templates]) {
    countHead(stats, policy);
    count(stats, `head then ${clauses(policy.conditions.length)}`);
    for (const { body } of policy.conditions) countExpr(stats, body);
  }
}

function clauses(number: number): string {
  if (number >= 24) return "24 clauses or more";
  return number > 2 ? "3 to 23 clauses" : `${number} clauses`;
}

function countHead(stats: Stats, { principal, action, resource, effect }: Policy): void {
  count(stats, `head ${effect}`);
  count(stats, `head action ${action.op}`);
  for (const constraint of [principal, resource]) {
    const inIt = "within" in constraint ? " in" : "";
    const slot = Object.values(constraint).includes("slot") ? " ?slot" : "";
    count(stats, `head ${constraint.op}${inIt}${slot}`);
  }
}

function countExpr(stats: Stats, expr: Expr): void {
  count(stats, `op ${operatorName(expr)}`);
  for (const arg of expr.args) countExpr(stats, arg);
}

function operatorName({ op, name, args, keys, value }: Expr): string {
  if (op === "call" || op === "method") return `${name}()`;
  if (op === "is" && args.length === 2) return "is in";
  if (op === "has" && (keys?.length ?? 0) > 1) return "has a.b";
  if (op === "var") return name ?? op;
  if (op === "literal") return `${typeof value === "object" ? "entity" : typeof value} literal`;
  return op;
}
