import { closeReview } from "../../reviews/index.ts";
import type { Review, Session } from "../../world/index.ts";
import type { CloseReviewRequest, ReviewsReply, ReviewView } from "../console-contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { sayReason } from "../say-reason.ts";
import { type Console, requireLook, requirePermit, sceneNow } from "./console-context.ts";

/**
 * What waits for a review, the one due first at the top.
 *
 * @throws HttpError `refused`
 */
export async function listReviews(context: Console, session: Session): Promise<ReviewsReply> {
  await requireLook(context, session, "review.read");
  return openReviews(context, session);
}

function openReviews(context: Console, session: Session): Promise<ReviewsReply> {
  const { app } = context.deps;
  return withNames(app.side, app.world, (names, world) => {
    const open = [...world.reviews.values()].toSorted((a, b) => a.due - b.due);
    return { reviews: open.map((review) => reviewView(context, session, review, names)) };
  });
}

function reviewView(
  context: Console,
  { person: reviewer }: Session,
  review: Review,
  names: NameBook,
): ReviewView {
  const { id, about, due, openedAt, patient, person, ward } = review;
  const { bundle, world, at } = sceneNow(context);
  const open = world.glasses.get(about) ?? world.emergencies.get(about);
  return {
    id,
    who: names.person(person),
    ...(review.type === "searching" ? { many: true } : {}),
    ...(patient === undefined ? {} : { patient: names.patient(patient) }),
    ...(ward === undefined ? {} : { ward }),
    reason: sayReason(bundle, review),
    at: openedAt,
    due,
    overdue: due <= at,
    ...(open === undefined || open.until <= at ? {} : { until: open.until }),
    own: person === reviewer,
  };
}

/**
 * Closes a review with what it came to (X13); the answer is what is left.
 *
 * @throws HttpError `refused`; ReviewError `review-unknown`, `own-review`
 */
export async function closeOne(
  context: Console,
  session: Session,
  review: string,
  { outcome }: CloseReviewRequest,
): Promise<ReviewsReply> {
  await requirePermit(context, session, "review.close");
  const actor = { type: "person", id: session.person } as const;
  await context.deps.app.submit(closeReview({ review, outcome, actor }));
  return openReviews(context, session);
}
