import { SaidError, type Values } from "../access/index.ts";
import { workloadWords } from "./words.ts";

/** Why something about a workload is refused. */
export type WorkloadErrorCode =
  | "workload-unknown"
  | "workload-known"
  /** What was decommissioned stays so. */
  | "workload-over"
  | "workload-expired"
  /** What is said of it is not whole. */
  | "workload-terms"
  | "workload-people"
  | "workload-ownerless"
  /** Nobody approves what they asked for. */
  | "own-workload"
  /** It is not so far, or has gone further, in the meantime. */
  | "workload-not-requested"
  | "workload-not-live"
  | "workload-not-suspended"
  /** N1 */
  | "credential-key"
  | "credential-known"
  | "credential-terms"
  | "credential-not-leaving"
  | "credential-still-used"
  | "credential-unknown"
  | "workload-unapproved"
  | "scopes-wider"
  | "finding-unknown"
  | "finding-no-step"
  | "finding-person"
  | "finding-terms"
  | "vendor-unknown"
  | "canary-terms"
  | "canary-unknown"
  | "quarantine-nothing"
  /** N7 */
  | "database-refused"
  | "database-terms"
  | "database-too-many"
  | "database-unknown"
  | "database-unreachable"
  | "database-role-unknown";

/** What is said of it: the code, or a variant of it. */
export type WorkloadSaying = keyof typeof workloadWords;

/** Refused; nothing of it has happened. The message says why and what to do. */
export class WorkloadError extends SaidError<WorkloadErrorCode> {
  constructor(said: WorkloadSaying, values?: Values) {
    super("WorkloadError", workloadWords[said], said as never, values);
  }
}
