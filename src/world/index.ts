export type { AdtEvent, AdtTrigger, Location } from "./adt-event.ts";
export { adtTriggers } from "./adt-event.ts";
export type {
  Application,
  ApplicationKind,
  Connection,
  Logout,
  SigningKey,
} from "./applications.ts";
export { apply, changesState, UnknownRecordError } from "./apply.ts";
export type {
  AccessDecision,
  Campaign,
  CampaignPart,
  CampaignScope,
  Exceptional,
  ListedAccess,
  ReviewedAccess,
} from "./campaigns.ts";
export { canonical, canonicalBytes } from "./canonical.ts";
export type { OpenCase } from "./cases.ts";
export type { Command, Handling, Outcome } from "./command.ts";
export { contactOver, contactTold } from "./contact-records.ts";
export type {
  Contact,
  PathwayTeams,
  PathwayType,
  ServiceRequestType,
} from "./contacts.ts";
export type { DatabaseRole, DatabaseRoleEndedBecause } from "./database-roles.ts";
export { databaseRoleName, isDatabaseRoleLive } from "./database-roles.ts";
export type { Device, Seen } from "./devices.ts";
export type { Downtime } from "./downtime.ts";
export type { Emergency, EmergencyTask, Responder, UnsignedAct } from "./emergencies.ts";
export type { EncounterState, Stay } from "./encounter.ts";
export { currentStay } from "./encounter.ts";
export type { Ended, EndedKind, Ending, Endings } from "./ending.ts";
export { otherEngagements } from "./ending.ts";
export type {
  AssuranceOfIdentity,
  EndedBecause,
  Engagement,
  EngagementState,
  EngagementType,
  HadRole,
  LeftPlace,
  LeftRole,
  PassportSource,
  Proof,
  ProofLost,
  SuspendedBecause,
  Unrostered,
} from "./engagements.ts";
export { isRunning } from "./engagements.ts";
export type { PastException } from "./exceptions.ts";
export { exceptionsKept, inEmergency } from "./exceptions.ts";
export type {
  AcceptedFinding,
  Canary,
  FindingSeverity,
  FlaggedVendor,
  NhiRisk,
  OpenFinding,
  VendorFlag,
} from "./findings.ts";
export type { BrokenGlass } from "./glass.ts";
export type { Grant, GrantKind, GrantState } from "./grants.ts";
export { groupOf } from "./ground.ts";
export type { Incident, IncidentCause, IncidentOutcome } from "./incidents.ts";
export type { Invitation } from "./invitations.ts";
export type { Merge } from "./merges.ts";
export { joinedAt, mergeBetween } from "./merges.ts";
export type { Passkey, PasskeyRefusal } from "./passkeys.ts";
export type {
  CareTeam,
  CareTeamMember,
  Contribution,
  Encounter,
  Patient,
} from "./patients.ts";
export { contributionOf } from "./patients.ts";
export type {
  Badge,
  BadgeQuestion,
  BadgeRefusal,
  OnCall,
  Person,
  Proofing,
  RoleAssignment,
  Shift,
} from "./people.ts";
export type { Feed, ParkedMessage, Seat, Site, Ward } from "./places.ts";
export type { Sensor } from "./presence.ts";
export {
  type AssuranceLevel,
  lastProof,
  provenBy,
  restsOn,
  type SessionProof,
  withProof,
} from "./proofs.ts";
export type { Proposal, ProposedChange } from "./proposals.ts";
export type {
  Actor,
  Bodies,
  DecisionBody,
  Kind,
  LogRecord,
  NewRecord,
  RecordOf,
} from "./records.ts";
export { currentVersion } from "./records.ts";
export type { Register, Registration, RegistrationLost, TakeOver } from "./registrations.ts";
export { registrationId } from "./registrations.ts";
export { createRetirement, eventsKept, retire, summariesKept } from "./retire.ts";
export type { Review, ReviewOutcome, ReviewType } from "./reviews.ts";
export type { RoleUse } from "./role-uses.ts";
export type { BegunDraft, DeclaredDuty, Relief, Swap } from "./rosters.ts";
export { isByHandover } from "./rosters.ts";
export type { Mark, Sensitivity } from "./sensitivity.ts";
export type { Session, Surface } from "./sessions.ts";
export type { FollowerName, StreamStatus } from "./signals.ts";
export type { Signature } from "./signing.ts";
export { idsOf, survivorOf } from "./standing.ts";
export type { StandingBecause } from "./standing-access.ts";
export type { EndingThing, Warned } from "./warnings.ts";
export { warningId } from "./warnings.ts";
export { type Watch, watchFor } from "./watch.ts";
export type { Asking, Witness } from "./witness.ts";
export type {
  CredentialEndedBecause,
  CredentialPlace,
  Federation,
  WorkloadCredential,
  WorkloadCredentialKind,
  WorkloadRefusal,
} from "./workload-credentials.ts";
export { isCredentialLive, whyCredentialRefused } from "./workload-credentials.ts";
export type { CredentialTrace, Sighting, WorkloadTrace } from "./workload-traces.ts";
export type {
  RegisteredWorkload,
  Workload,
  WorkloadEnvironment,
  WorkloadHours,
  WorkloadState,
  WorkloadSuspendedBecause,
  WorkloadTerms,
} from "./workloads.ts";
export { isWorkloadLive } from "./workloads.ts";
export type { ActivePolicy, Draft, World, WorldCopy } from "./world.ts";
export { copyWorld, emptyWorld, fork, merge, worldFrom } from "./world.ts";
