import type { Instant } from "../ports/index.ts";
import type { Review } from "../world/index.ts";

/** How late a review is. `soon`: those whose work it is are reminded; `escalated`: others may take it over (X15). */
export type Lateness = "soon" | "overdue" | "escalated";

/** How late a review is; undefined: there is time. */
export function latenessOf(
  { due, escalated, reminded }: Pick<Review, "due" | "escalated" | "reminded">,
  at: Instant,
): Lateness | undefined {
  if (escalated === true) return "escalated";
  if (due <= at) return "overdue";
  return reminded === true ? "soon" : undefined;
}
