export { chaseReviews } from "./chase-reviews.ts";
export { closeReviews, partiesOf } from "./close-reviews.ts";
export {
  type ExplainedReview,
  explainReview,
  explainReviews,
  likenessOf,
  unexplained,
} from "./explain-reviews.ts";
export { opened, type ReviewWish } from "./open-review.ts";
export { isOverUsual, searched } from "./watch-searches.ts";
