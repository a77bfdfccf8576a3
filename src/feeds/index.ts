export { type AdtCounts, type AdtFeed, createAdtFeed } from "./adt/adt-feed.ts";
export type { AdtDeps } from "./adt/arrive.ts";
export { dismissParked } from "./adt/dismiss-parked.ts";
export type { Received } from "./adt/receive-adt.ts";
export { type Retried, retryParked } from "./adt/retry-parked.ts";
export type { AdtSettings } from "./adt/settings.ts";
export { markChart, mergeCharts, unmergeCharts } from "./by-hand/keep-charts.ts";
export { makeIdentity } from "./by-hand/make-identity.ts";
export { arrivalsOver, registerArrival } from "./by-hand/register-arrival.ts";
export { type FhirDeps, fhirOrder, importFhir } from "./fhir/import-fhir.ts";
export type { FhirOptions } from "./fhir/options.ts";
export {
  importRoster,
  type RosterDeps,
  type RosterOptions,
  type RosterReport,
} from "./roster/import-roster.ts";
export { decodeUtf8, type Utf8 } from "./shared/decode-utf8.ts";
export { type FeedDeps, type Slate, submitReading, tryOut } from "./shared/deps.ts";
export type { FeedError, FeedErrorCode } from "./shared/errors.ts";
export { instantOf } from "./shared/instant-of.ts";
export { findJsonFault, type JsonFault } from "./shared/json-fault.ts";
export type { Line, Lines } from "./shared/lines.ts";
export { parseDate, parseTime } from "./shared/local-time.ts";
export {
  directoryRow,
  findByName,
  isEnough,
  type NameAndDay,
} from "./shared/patient-directory.ts";
export { readCsv } from "./shared/read-csv.ts";
export {
  createTally,
  type ImportReport,
  type OnProgress,
  type Refusal,
  type Tally,
} from "./shared/report.ts";
export { isRole, noRole } from "./shared/role-code.ts";
export { bringEngagement, bringRole, engagementOf, moveWith } from "./staff/engage.ts";
export {
  answerHeldRole,
  type HeldAnswer,
  type HeldRole,
  heldRoles,
  heldRolesKey,
} from "./staff/held-roles.ts";
export {
  importStaff,
  type StaffDeps,
  type StaffOptions,
  type StaffReport,
} from "./staff/import-staff.ts";
export type { Change } from "./staff/preview.ts";
export { type HrEncoding, readHrFile } from "./staff/read-hr-file.ts";
