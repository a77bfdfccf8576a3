import type { ReviewTimes } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, Review, World } from "../world/index.ts";

/**
 * The records that say which reviews are due before long, which nobody has closed in time, and which nobody has closed for so
 * long after it that others may take them over (X15): each once for a review, for the ticker. What would become standing access ends when it is due, and needs
 * nobody to chase it (X7).
 */
export function chaseReviews(
  world: World,
  times: ReviewTimes | undefined,
  at: Instant,
): readonly NewRecord[] {
  return [...world.reviews.values()]
    .filter(({ type }) => type !== "standing-access")
    .flatMap((review) => chase(review, times, at));
}

function chase(
  { id: review, due, escalated, overdue, reminded }: Review,
  times: ReviewTimes | undefined,
  at: Instant,
): readonly NewRecord[] {
  const records: NewRecord[] = [];
  const body = { review };
  // What is overdue already needs no reminder that it will be.
  const isSoon = times !== undefined && due - times.remindBefore <= at && at < due;
  if (isSoon && reminded === undefined) records.push({ kind: "review.reminded", body });
  if (due <= at && overdue === undefined) records.push({ kind: "review.overdue", body });
  const isLate = times !== undefined && due + times.escalateAfter <= at;
  if (isLate && escalated === undefined) records.push({ kind: "review.escalated", body });
  return records;
}
