import type { Instant } from "../ports/index.ts";
import type { NewRecord, ReviewType } from "../world/index.ts";

/** What somebody else is to look at, and by when. */
export interface ReviewWish {
  readonly type: ReviewType;
  /** Whose doing it is. */
  readonly person: string;
  /** The id of what it is about. */
  readonly about: string;
  /** Absent where it is about no one patient. */
  readonly patient?: string;
  /** Who vouched beside whoever did it: of a re-proofing. */
  readonly second?: string;
  readonly ward?: string;
  readonly reason: string;
  readonly due: Instant;
}

/** The record that opens a review: it belongs into the batch of what is to be reviewed, so that neither is without the other. */
export function opened(review: string, wish: ReviewWish): NewRecord {
  return { kind: "review.opened", body: { review, ...wish } };
}
