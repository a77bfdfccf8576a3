export {
  isForSuccessors,
  mayJudge,
  type ReviewingAs,
  reviewersIn,
  reviewsWard,
} from "./access-reviewers.ts";
export { type AccessEvidence, attestCampaign } from "./attest-campaign.ts";
export { chaseCampaigns, undecided } from "./chase-campaigns.ts";
export { chaseReviews } from "./chase-reviews.ts";
export { closeIncident } from "./close-incident.ts";
export { closeReviews } from "./close-reviews.ts";
export { confirmStanding, requireStanding, standingParties } from "./confirm-standing.ts";
export { partiesOf } from "./conflict.ts";
export { confirmOrdinary, decideAccess, partsOf } from "./decide-access.ts";
export {
  acceptProposal,
  type ChangedPolicy,
  declineProposal,
  type ProposalDecision,
  peopleOf,
} from "./decide-proposal.ts";
export { delegateAccess } from "./delegate-access.ts";
export { ReviewError } from "./errors.ts";
export {
  type ExplainedReview,
  explainReview,
  explainReviews,
  likenessOf,
  unexplained,
} from "./explain-reviews.ts";
export { isHadTooOften, isSameScope } from "./find-standing.ts";
export { latenessOf } from "./lateness-of.ts";
export { isAsListed, listAccess } from "./list-access.ts";
export { isRunning, listStanding } from "./list-standing.ts";
export { openCampaign } from "./open-campaign.ts";
export { incidentOpened } from "./open-incident.ts";
export { opened, type ReviewWish } from "./open-review.ts";
export { exceptionsOf, raiseProposals } from "./raise-proposals.ts";
export { type Reviewing, reviewersOf } from "./reviewers-of.ts";
export { watchEvents } from "./watch-events.ts";
export { isOverUsual, searched } from "./watch-searches.ts";
export { watchUses } from "./watch-uses.ts";
export { reviewWords } from "./words.ts";
