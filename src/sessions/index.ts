export { asOccupant } from "./as-occupant.ts";
export { closeOverdue } from "./close-overdue.ts";
export type { ConsoleAnswer, ConsoleSignIn } from "./console-session.ts";
export {
  consoleSessionOf,
  continueConsole,
  isDueToContinue,
  openConsole,
} from "./console-session.ts";
export { endBadge, issueBadge, setPin, unlockBadge } from "./credentials.ts";
export type { NextDuty } from "./duties.ts";
export { dutiesOf } from "./duties.ts";
export type { EnrolRequest } from "./enrol-seat.ts";
export { enrolSeat, seatKey, withdrawSeat } from "./enrol-seat.ts";
export type { PinAnswer, PinEntry, PinFailure } from "./enter-pin.ts";
export { enterPin } from "./enter-pin.ts";
export type { SessionErrorCode } from "./errors.ts";
export { occupantChanged, SessionError } from "./errors.ts";
export type { FocusRequest } from "./focus.ts";
export { focus } from "./focus.ts";
export { isEngaged, isLive } from "./liveness.ts";
export { occupantOf, parkedAt, requireOccupant, seatSessionOf } from "./occupants.ts";
export type { ParkRequest } from "./park.ts";
export { park } from "./park.ts";
export type { PinGate } from "./pin-gate.ts";
export { freeTries, locksAt, pinGate } from "./pin-gate.ts";
export type { Scene, SessionDeps } from "./scene.ts";
export { sceneOf } from "./scene.ts";
export { signOut } from "./sign-out.ts";
export type { StepUpAnswer, StepUpRequest } from "./step-up.ts";
export { stepUp } from "./step-up.ts";
export type { PinQuestion, TapAnswer, TapRequest } from "./tap.ts";
export { pinQuestion, tap } from "./tap.ts";
export {
  sayDuty,
  sayQuestion,
  sayRefusal,
  sayTime,
  unknownBadge,
  wrongPin,
  zoneOf,
} from "./words.ts";
