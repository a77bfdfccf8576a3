export { closeReview } from "./close-review.ts";
export { ReviewError } from "./errors.ts";
export { opened, overdueReviews, type ReviewWish } from "./open-review.ts";
