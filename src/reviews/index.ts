export { closeReview } from "./close-review.ts";
export { opened, overdueReviews, type ReviewWish } from "./open-review.ts";
export { isOverUsual, searched } from "./watch-searches.ts";
