export { closeReview } from "./close-review.ts";
export { opened, overdueReviews, type ReviewWish } from "./open-review.ts";
