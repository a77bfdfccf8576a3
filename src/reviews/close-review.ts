import type { Actor, Command, ReviewOutcome } from "../world/index.ts";
import { ReviewError } from "./errors.ts";

/**
 * Closes a review with what it came to (X13). Nobody closes one of their own doing; whether the actor may close any is the
 * caller's to decide.
 *
 * @throws ReviewError `review-unknown`, `own-review`
 */
export function closeReview(request: {
  readonly review: string;
  readonly outcome: ReviewOutcome;
  readonly actor: Actor;
}): Command<void> {
  const { review, outcome, actor } = request;
  return {
    name: "review.close",
    actor,
    handle: ({ world }) => {
      const open = world.reviews.get(review);
      if (open === undefined) {
        const what = "There is no such open review. Somebody else may have closed it.";
        throw new ReviewError("review-unknown", what);
      }
      if (open.person === actor.id) {
        const what = "Nobody reviews what they did themselves. A colleague has to look at this.";
        throw new ReviewError("own-review", what);
      }
      return { records: [{ kind: "review.closed", body: { outcome, review } }], answer: undefined };
    },
  };
}
