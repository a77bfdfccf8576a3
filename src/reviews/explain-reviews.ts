import {
  type Bundle,
  type ExplainedAccess,
  explainAccess,
  type Past,
  rankAccesses,
  wardThen,
} from "../access/index.ts";
import type { Review } from "../world/index.ts";

/** A review, and what the log says about the access that it is of (X15). */
export interface ExplainedReview extends ExplainedAccess {
  readonly review: Review;
}

/**
 * The reviews with their explanations, what deserves a look most first: unexplained ones, then the explained, alike ones beside
 * each other.
 */
export function explainReviews(
  past: Past,
  bundle: Bundle,
  reviews: readonly Review[],
): readonly ExplainedReview[] {
  const ranked = rankAccesses(reviews.map((review) => explainReview(past, bundle, review)));
  const likeness = (each: ExplainedReview) => likenessOf(each) ?? "";
  // The sort is stable: the unexplained, whose likeness is none, stay in their order.
  return ranked.toSorted((a, b) =>
    likeness(a) < likeness(b) ? -1 : Number(likeness(a) > likeness(b)),
  );
}

/** One of them. */
export function explainReview(past: Past, bundle: Bundle, review: Review): ExplainedReview {
  const { openedAt: at, person } = review;
  // Of an emergency of a whole ward nobody's chart is known: it is looked at by itself.
  if (review.patient === undefined) return unexplained(review);
  const access = { person, patient: review.patient, at };
  const ward = wardThen(past, review.patient, at) ?? review.ward;
  const relationships = explainAccess(past, bundle, access);
  return { ...access, review, relationships, ...(ward === undefined ? {} : { ward }) };
}

/** A review of which nothing is found, or not yet. */
export function unexplained(review: Review): ExplainedReview {
  const { openedAt: at, id, patient = id, person, ward } = review;
  return {
    person,
    patient,
    at,
    review,
    relationships: [],
    ...(ward === undefined ? {} : { ward }),
  };
}

/**
 * What makes explained reviews alike, so that one decision may close several: the same type and reason, in the same ward, and
 * explained by the same relationship first. Undefined for one that is not explained.
 */
export function likenessOf({ relationships, review, ward }: ExplainedReview): string | undefined {
  const [first] = relationships;
  if (first === undefined) return undefined;
  return [review.type, review.reason, ward ?? "", first.type, first.place ?? ""].join("|");
}
