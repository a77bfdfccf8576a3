export { activateEngagement } from "./activate-engagement.ts";
export { bookLocum, locumRoles } from "./book-locum.ts";
export { type Braking, brake } from "./brake.ts";
export { watchDormancy } from "./dormancy.ts";
export {
  type EndedAccess,
  endEngagement,
  engagementsOver,
  overAt,
  previewEnd,
} from "./end-engagement.ts";
export { endingOf, endingRecords } from "./ending-records.ts";
export { LifecycleError } from "./errors.ts";
export { exemptEngagement } from "./exempt-engagement.ts";
export { extendEngagement, movedWith } from "./extend-engagement.ts";
export { issuePassport, passportTerms } from "./issue-passport.ts";
export { watchRegistrations } from "./lapse-registrations.ts";
export { hereSince, lookedAt } from "./looked-at.ts";
export {
  type Difference,
  type Move,
  type MoveDeps,
  moveEngagement,
  moveRecords,
  previewMove,
} from "./move-engagement.ts";
export {
  agencyKey,
  type EngagementOffer,
  offerEngagement,
  type RoleOffer,
} from "./offer-engagement.ts";
export { type PassportShown, proofByPassport } from "./proof-by-passport.ts";
export { proofEngagement } from "./proof-engagement.ts";
export { receiveEngagement } from "./receive-engagement.ts";
export {
  isNews,
  type PassportFinding,
  type PassportStanding,
  recheckProof,
} from "./recheck-proofs.ts";
export {
  type RegisterRound,
  type RegistrationFinding,
  recheckRegistrations,
  registerFailed,
  releaseRegistrations,
} from "./recheck-registrations.ts";
export { recordRegistration } from "./record-registration.ts";
export { isAsked, registrationKey } from "./registration-lapses.ts";
export { reinstateEngagement, successorOf } from "./reinstate-engagement.ts";
export { resumeEngagement } from "./resume-engagement.ts";
export { suspendEngagement } from "./suspend-engagement.ts";
export { type ComingEnd, type EndsOf, knownEnds, watchEnds } from "./warn-ends.ts";
export { engagementWords } from "./words.ts";
