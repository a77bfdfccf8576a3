export { activateGrant } from "./activate-grant.ts";
export { answerGrant, askerOf, partiesTo } from "./answer-grant.ts";
export { answeringShifts, confirming } from "./answering-shifts.ts";
export { isAskedOf, isEscalated, mayAnswer } from "./asked-of.ts";
export { beginning } from "./begin-shift.ts";
export { type BreakGlassWish, type Breaking, breakGlass } from "./break-glass.ts";
export type { ShiftAnswers } from "./confirm-shifts.ts";
export { declareEmergency, type EmergencyCall } from "./declare-emergency.ts";
export { dutiesOver } from "./end-duties.ts";
export { glassOver } from "./end-glass.ts";
export { grantsOver, returnGrant, revokeGrant } from "./end-grant.ts";
export { endExceptions } from "./end-with-engagement.ts";
export { ExceptionError } from "./errors.ts";
export { findGrant } from "./find-grant.ts";
export { grantWords, settledWords, wordsKey } from "./grant-words.ts";
export type { Granting } from "./granting.ts";
export { handing, type Taker, takers } from "./hand-over.ts";
export { handingOver } from "./handing-over.ts";
export {
  type Arrival,
  asResponder,
  type Response,
  respond,
} from "./join-emergency.ts";
export { missRelief, stayOn } from "./miss-relief.ts";
export { renewEmergency } from "./renew-emergency.ts";
export { giveBackGlass, renewGlass } from "./renew-glass.ts";
export { type GrantWish, type Requested, requestGrant } from "./request-grant.ts";
export { requireGlass } from "./require-glass.ts";
export { requireNeed } from "./require-need.ts";
export { maySendAway, sendAway } from "./send-away.ts";
export { type Closing, emergenciesOver, standDown } from "./stand-down.ts";
export { startShift } from "./start-shift.ts";
export { answerSwap, proposeSwap, type SwapWish } from "./swap-shifts.ts";
export { takeTask } from "./take-task.ts";
export { type Waiting, waitingOn } from "./to-confirm.ts";
export { overdueActs, oweSignature, requirePerforming, signFor } from "./unsigned-acts.ts";
export { exceptionWords } from "./words.ts";
