import type { Expr, PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";

/** What `x is T in y` and `x has a.b` may add to a policy, in operators. */
const mostAdded = 10_000;

/**
 * Whether a policy grows without bounds where its operators are written out, in Cedar as here: `x is T in y` is
 * `x is T && x in y`, and `x has a.b` is `x has a && x.a has b`, so that within each other they double what stands there.
 */
export function growsWrittenOut({ conditions }: PolicyJson): boolean {
  let added = 0;
  const visit = (json: unknown, times: number): void => {
    if (typeof json !== "object" || json === null || added > mostAdded) return;
    added += times - 1;
    for (const [name, body] of Object.entries(json)) visitIn(name, body, times);
  };
  const visitIn = (name: string, body: unknown, times: number): void => {
    if (name === "is" || name === "has") {
      const { left, ...others } = body as Operands;
      visit(left, times * timesOf(name, others));
      visit(others, times);
    } else visit(body, times);
  };
  for (const { body } of conditions) visit(body, 1);
  return added > mostAdded;
}

/** Of `is` and `has`, in Cedar's JSON. */
interface Operands {
  readonly left: Expr;
  readonly attr?: unknown;
  readonly in?: Expr;
}

/** How often the left side of an operator stands in what it means. */
function timesOf(name: "is" | "has", { attr, in: within }: Omit<Operands, "left">): number {
  if (name === "is") return within === undefined ? 1 : 2;
  return Array.isArray(attr) ? attr.length : 1;
}
