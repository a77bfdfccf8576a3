export type {
  Advice,
  Answer,
  Denial,
  DenialCause,
  Obligation,
  Permit,
  Remedy,
} from "./answer.ts";
export { type Asking, ask } from "./ask.ts";
export { activatePolicy, currentDecider } from "./bundle/activate-policy.ts";
export type {
  Action,
  Assurance,
  Bundle,
  BundleProblem,
  Pattern,
  PolicyText,
  RemedyKind,
  Role,
} from "./bundle/bundle.ts";
export { type Bundles, createBundles } from "./bundle/bundles.ts";
export { type Loaded, loadBundle } from "./bundle/load-bundle.ts";
export { findPattern, patternOf } from "./bundle/pattern-of.ts";
export { decide, type Question } from "./decide.ts";
export { type Duty, dutyOf, shiftsAround } from "./duty-of.ts";
export { AccessError, type AccessErrorCode } from "./errors.ts";
export {
  askScope,
  type DecisionDeps,
  type DecisionWish,
  mayAsk,
  type Recorded,
  recordDecision,
} from "./record-decision.ts";
export { createRepeats, type Repeats, writeRepeats } from "./repeats.ts";
export { type Outcome as ReplayOutcome, type Replayed, replay } from "./replay.ts";
export {
  type AccessRequest,
  hospital,
  type RequestContext,
  type Resource,
  type Subject,
} from "./request.ts";
export { english, type Words } from "./words.ts";
