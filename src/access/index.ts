export type { Advice, Answer, CoverWish, Denial, Permit, Remedy, SaidIn } from "./answer.ts";
export { approversOf, conflictOf, type Parties, staffBehind } from "./approvers.ts";
export { type Asking, ask } from "./ask.ts";
export { activatePolicy } from "./bundle/activate-policy.ts";
export {
  type AccessReviewEvent,
  type AccessReviewRules,
  type Bundle,
  type BundleProblem,
  type GrantRule,
  type Passports,
  problemWords,
  type ReviewTimes,
  type StandingRules,
  type TrustedIssuer,
} from "./bundle/bundle.ts";
export { type Bundles, createBundles } from "./bundle/bundles.ts";
export { withPatternTime } from "./bundle/change-pattern.ts";
export { type KeptFiles, keptFiles } from "./bundle/kept-files.ts";
export { type BundlePorts, type Loaded, loadBundle } from "./bundle/load-bundle.ts";
export { findPattern, patternOf } from "./bundle/pattern-of.ts";
export { seenCounts } from "./bundle/seen-counts.ts";
export { splitPolicies } from "./bundle/split-policies.ts";
export { parseDuration } from "./bundle/yaml.ts";
export { grantLongest } from "./cover.ts";
export { decide, isPermitted } from "./decide.ts";
export { decideHere, type Intent, mayHere } from "./decide-here.ts";
export { countsAsManaged, countsAsSeen } from "./devices.ts";
export { leaseEnds } from "./downtime.ts";
export { type Duty, dutyOf, engagementByRole } from "./duty-of.ts";
export {
  clinicianBy,
  emergenciesIn,
  emergenciesOf,
  emergencyOf,
  isFor,
  isStoodDown,
  responderOf,
  rosteredFor,
  signing,
} from "./emergencies.ts";
export { type Called, calledAt, calledTo, emergenciesAt, isAtBed } from "./emergencies-at.ts";
export { explainRequest, type PolicyStory } from "./explain-request.ts";
export { type ChangeCount, countChange, evidenceFor } from "./explanations/count-change.ts";
export { type Again, createAgain } from "./explanations/decide-again.ts";
export {
  accessIn,
  explainAccess,
  type PastAccess,
  type Relationship,
  type RelationshipType,
  wardThen,
} from "./explanations/explain-access.ts";
export { createPast, type Past } from "./explanations/past.ts";
export { type ExplainedAccess, rankAccesses } from "./explanations/rank-accesses.ts";
export { breaking, glassLasts, openGlass } from "./glass.ts";
export { glassAdds } from "./glass-adds.ts";
export { goneFrom, sensorSilence } from "./gone-from.ts";
export { answering, requesting } from "./grant-actions.ts";
export { type GrantScope, grantOpens } from "./grant-opens.ts";
export { engagementFor, grantState, isEligible } from "./grants.ts";
export { hasWork } from "./has-work.ts";
export { heldAlready, patientsOn } from "./held-already.ts";
export { type LateDuty, workOf } from "./late.ts";
export { offeredStarts } from "./offered-starts.ts";
export { signatureOwed } from "./owed-signature.ts";
export { livePasskeys, passkeyLevel } from "./passkeys.ts";
export { patientAtBed } from "./patient-at-bed.ts";
export { endsBy } from "./present-session.ts";
export { isPrivileged } from "./privileged.ts";
export { inHours } from "./programs/in-hours.ts";
export {
  askScope,
  type DecisionDeps,
  type DecisionWish,
  mayAsk,
  type Recorded,
  recordDecision,
} from "./record-decision.ts";
export { createRepeats, type Repeats, writeRepeats } from "./repeats.ts";
export { replay } from "./replay.ts";
export { type AccessRequest, hospital, type RequestContext, type Resource } from "./request.ts";
export { restsOnGrant } from "./rests-on-grant.ts";
export { SaidError, type When } from "./said-error.ts";
export { saySilence } from "./say-silence.ts";
export { type AccessSearch, requestFor, searchAccess } from "./search-access.ts";
export { careNeeded } from "./sensitivity.ts";
export { dutyToBe, type Start, starting, startsOf } from "./starts.ts";
export { wardsWith } from "./whereabouts.ts";
export { english, type Values } from "./words.ts";
