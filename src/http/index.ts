export type {
  AuthzenOptions,
  Evaluation,
  Found,
  Properties,
  SearchQuery,
} from "./authzen/index.ts";
export {
  AuthzenError,
  authenticateApiKeys,
  authzen,
  hospitalPolicy,
  hospitalSearch,
} from "./authzen/index.ts";
export { farewells } from "./bedside/farewell.ts";
export { evidenceWords } from "./console/evidence-words.ts";
export {
  createDatabaseRoles,
  DatabaseSettingError,
  databaseRoles,
  keepDatabaseRoles,
  readDatabases,
} from "./databases/index.ts";
export type {
  Demonstration,
  HttpEvent,
  ParkedMessages,
  Reports,
} from "./deps.ts";
export { deviceReports } from "./devices/index.ts";
export { HttpError } from "./errors.ts";
export { createPost } from "./follower/index.ts";
export { grantApi } from "./grants/api.ts";
export { readBlocks } from "./network.ts";
export { createNonces, type Nonces } from "./nonces.ts";
export {
  createNotices,
  mailTarget,
  type Notices,
  readWebhooks,
  type Target,
  usualNoticePace,
  type Webhook,
  WebhookError,
  webhookTarget,
} from "./notices/index.ts";
export { authenticateApplications, databasesPath, openidIssuer, scimPath } from "./oidc/index.ts";
export {
  type Applications,
  type Candidates,
  type ImportNews,
  type ImportProgress,
  type MoveOrder,
  operator,
} from "./operator/index.ts";
export {
  createCheckStatus,
  createStatusLists,
  type Expected,
  type FetchStatusList,
  faultWords,
  fetchStatusList,
  makeIssuingKey,
  type Passport,
  PassportError,
  type Turn,
  type Turned,
  turnIssuingKey,
  verifyPassport,
} from "./passports/index.ts";
export { certificateReader, createAdmission } from "./programs/index.ts";
export { keepAskingRegisters, RegisterSettingError, readRegisters } from "./registrations/index.ts";
export { reasonOf, reviewReasons } from "./say-reason.ts";
export { releaseBrake, scim } from "./scim/index.ts";
export { screenWords } from "./screen-words.ts";
export { createServer } from "./server.ts";
export {
  createSetSigner,
  createSetVerifier,
  createSignals,
  pollTransmitter,
  postPoll,
  postSet,
  readTransmitters,
  type Signals,
  sharedSignals,
  signalReceiver,
  type Transmitter,
  TransmitterError,
  usualPace,
} from "./ssf/index.ts";
