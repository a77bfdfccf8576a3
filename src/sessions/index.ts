export { asOccupant, type Following } from "./as-occupant.ts";
export type { OnPhone } from "./as-phone.ts";
export { asPhone, placePhone } from "./as-phone.ts";
export { asWitnessed, type Witnessing } from "./as-witnessed.ts";
export { askingOf, askWitness, withdrawWitness, witnessPatience } from "./ask-witness.ts";
export { pinBadge } from "./badge.ts";
export { requireConfirmed } from "./bedside.ts";
export type { Begin } from "./begin.ts";
export { caseAt, closeCase, openCase, takesCase } from "./case-at-seat.ts";
export { closeOverdue, nextOverdue } from "./close-overdue.ts";
export {
  type Connected,
  type ConnectRequest,
  connectApplication,
  disconnectApplication,
  noteLogout,
} from "./connect-application.ts";
export {
  consoleSessionOf,
  continueConsole,
  isDueToContinue,
  openConsole,
  openConsoleByPasskey,
} from "./console-session.ts";
export {
  endBadge,
  issueBadge,
  lockedBadges,
  loseBadges,
  sessionsByBadge,
  setPin,
  unlockBadges,
} from "./credentials.ts";
export { dutiesOf, isFor } from "./duties.ts";
export { type Call, callFor, isNeverWaived } from "./emergency-call.ts";
export { endDevice } from "./end-device.ts";
export { endSession } from "./end-session.ts";
export { endedPasskeys, endSessions } from "./end-with-engagement.ts";
export { comeToDesk, enrolPasskey, isPasskeyRecovery, removePasskey } from "./enrol-passkey.ts";
export { enrolSeat, seatKey, withdrawSeat } from "./enrol-seat.ts";
export { enrolSensor, sensorKey, withdrawSensor } from "./enrol-sensor.ts";
export { enterByPasskey, type SeatPasskeyAnswer } from "./enter-by-passkey.ts";
export type { PinAnswer } from "./enter-pin.ts";
export { enterPin } from "./enter-pin.ts";
export { sessionWords } from "./error-words.ts";
export {
  occupantChanged,
  SessionError,
  sensorUnknown,
  witnessOver,
} from "./errors.ts";
export { extending } from "./extend-sessions.ts";
export { focus } from "./focus.ts";
export {
  acceptInvitation,
  bindPhone,
  forgetInvitationMail,
  invitationKey,
  invitationMailKey,
  invitePhone,
  openInvitation,
  waitsForCode,
  withdrawInvitation,
} from "./invite-phone.ts";
export { draftKey, endedDrafts, keepDrafts } from "./keep-drafts.ts";
export { leaveEmergency } from "./leave-emergency.ts";
export { lendBadge } from "./lend-badge.ts";
export { listNetworks } from "./list-networks.ts";
export { isEngaged, isIn, isLive, whyOver } from "./liveness.ts";
export { occupantOf, parkedAt } from "./occupants.ts";
export { launchContextNow, reopenLaunchedChart } from "./open-launched-chart.ts";
export type { PhoneAnswer } from "./open-phone.ts";
export { openPhone, phoneSessionOf, registerPhone, sessionsOn } from "./open-phone.ts";
export { park } from "./park.ts";
export { hadPasskeyKey, passkeyKey, passkeySecretKey } from "./passkey-keys.ts";
export { phoneKey } from "./phone-key.ts";
export { pinGate } from "./pin-gate.ts";
export { proveWitness } from "./prove-witness.ts";
export { needsSecond } from "./re-proof.ts";
export { reachesPatients } from "./reaches-patients.ts";
export { registerApplication, retireApplication } from "./register-application.ts";
export type { DeviceReport, ReportAnswer } from "./report-devices.ts";
export { reportDevices } from "./report-devices.ts";
export { reportPresence } from "./report-presence.ts";
export { type RespondAnswer, respondByTap } from "./respond-by-tap.ts";
export type { Scene } from "./scene.ts";
export { sceneOf } from "./scene.ts";
export type { Sighting, SightingAnswer } from "./see-devices.ts";
export { seeDevices } from "./see-devices.ts";
export { seatSessionEnd } from "./session-end.ts";
export { signAct } from "./sign-act.ts";
export { signOut } from "./sign-out.ts";
export {
  dropSigningKeys,
  dueKeys,
  type NewKey,
  publishedKeys,
  signingKeyKey,
  turnSigningKeys,
} from "./signing-keys.ts";
export { type Standing, sessionStandingOf, standingOf } from "./standing.ts";
export { stepUp } from "./step-up.ts";
export { stepUpByPasskey } from "./step-up-by-passkey.ts";
export { supplyBadge } from "./supply-badge.ts";
export type { OffDuty, PinQuestion, TapAnswer, WitnessQuestion } from "./tap.ts";
export { startsAt, tap } from "./tap.ts";
export { timeWalk } from "./time-walk.ts";
export { hearSeat, isDueToHear } from "./unwatched.ts";
export { vouchByPasskey } from "./vouch-by-passkey.ts";
export {
  dutyWords,
  offDutyWords,
  questions,
  sayDuty,
  sayNoResponse,
  sayOffDuty,
  sayQuestion,
  sayRefusal,
  sayTime,
  sayWard,
  type Told,
  tell,
  tellDuty,
  tellOffDuty,
  unknownBadge,
  zoneOf,
} from "./words.ts";
