export { acceptFinding } from "./accept-finding.ts";
export { addCredential, type NewCredential, publicJwk, type Replacing } from "./add-credential.ts";
export { adoptDatabaseRole } from "./adopt-database-role.ts";
export { approveWorkload } from "./approve-workload.ts";
export {
  type AskedRole,
  askDatabaseRole,
  databaseScope,
  renewDatabaseRole,
} from "./ask-database-role.ts";
export {
  detect,
  findingWords,
  listFindings,
  type StandingFinding,
} from "./detectors/index.ts";
export { endCredential } from "./end-credential.ts";
export { endDatabaseRole } from "./end-database-role.ts";
export { endWorkloads } from "./end-with-engagement.ts";
export { WorkloadError } from "./errors.ts";
export { extendWorkload } from "./extend-workload.ts";
export { finishRotation, stillUsing } from "./finish-rotation.ts";
export { clearVendor, flagVendor } from "./flag-vendor.ts";
export { handOverWorkload } from "./hand-over-workload.ts";
export { accountsAtOnce, keepAccounts, keptAccounts } from "./keep-accounts.ts";
export { endCanary, layCanary, noteCanary } from "./lay-canary.ts";
export { narrowWorkload } from "./narrow-workload.ts";
export { noteRoleGone, noteRoleMade, noteRoleStuck } from "./note-database-role.ts";
export {
  isNewUse,
  isTokenLive,
  isUnexpected,
  noteRefusal,
  noteUse,
  type WorkloadUse,
} from "./note-use.ts";
export {
  previewQuarantine,
  type QuarantinePreview,
  type QuarantineTarget,
  quarantine,
  releaseCredential,
} from "./quarantine.ts";
export { remedyFinding } from "./remedy-finding.ts";
export { reportLeak } from "./report-leak.ts";
export { requestWorkload } from "./request-workload.ts";
export { resumeWorkload } from "./resume-workload.ts";
export {
  credentialsOf,
  proveRefused,
  type RefusedCredential,
  retireWorkload,
} from "./retire-workload.ts";
export { reviewWorkload } from "./review-workload.ts";
export { isSecret, makeSecret, secretLength, secretPrefix } from "./secret-format.ts";
export { suspendWorkload } from "./suspend-workload.ts";
export { type Account, findWorkloads, visibilityOf } from "./visibility.ts";
export { watchFindings } from "./watch-findings.ts";
export { watchWorkloads } from "./watch-workloads.ts";
export { workloadWords } from "./words.ts";
export { workloadEnds } from "./workload-ends.ts";
