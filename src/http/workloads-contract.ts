/** A credential as it is shown: nothing by which anybody could be let in. */
export interface CredentialView {
  readonly id: string;
  readonly kind: "federated" | "key" | "key-set" | "certificate" | "secret";
  readonly from: number;
  readonly until: number;
  readonly instance?: string;
  readonly thumbprint?: string;
  readonly jwksUri?: string;
  readonly federation?: {
    readonly issuer: string;
    readonly audience: string;
    readonly subject: string;
  };
  /** `live`, `leaving` while another one takes its place, `stopped` in quarantine, `over`, `ended`. */
  readonly state: "live" | "leaving" | "stopped" | "over" | "ended";
  readonly endedBecause?: string;
  readonly usedAt?: number;
  readonly places: readonly { readonly place: string; readonly at: number }[];
  /** Of one that leaves: until when it is good, and from where it was used since its successor is there. */
  readonly leavesAt?: number;
  readonly stillUsedFrom: readonly string[];
}

/** A workload as it is listed. */
export interface WorkloadView {
  readonly id: string;
  readonly name: string;
  readonly state: "requested" | "approved" | "active" | "rotating" | "suspended" | "decommissioned";
  /** Whether it is let in now. */
  readonly live: boolean;
  readonly owner?: string;
  readonly ownerName?: string;
  readonly deputy?: string;
  readonly deputyName?: string;
  readonly purpose: string;
  readonly environment?: string;
  readonly vendor?: string;
  readonly scopes: readonly string[];
  readonly wards?: readonly string[];
  readonly hours?: { readonly from: string; readonly to: string; readonly zone: string };
  readonly networks?: readonly string[];
  readonly purposes?: readonly string[];
  readonly neededBy: readonly string[];
  readonly until: number;
  readonly weight?: "critical" | "standby";
  readonly singleInstance?: true;
  readonly accounts?: readonly string[];
  readonly failover?: readonly string[];
  readonly suspendedBecause?: string;
  readonly orphanedDue?: number;
  readonly usedAt?: number;
  /** Scopes that nothing was done with since it was let in. */
  readonly unusedScopes: readonly string[];
  readonly credentials: readonly CredentialView[];
}

/** What a quarantine stops. */
export interface QuarantineView {
  readonly stops: readonly {
    readonly workload: string;
    readonly name: string;
    readonly owner?: string;
    readonly whole: boolean;
    readonly stops: readonly string[];
    readonly left: readonly string[];
    /** Its roles in databases that end (N7). */
    readonly databaseRoles: readonly string[];
    readonly weight?: "critical" | "standby";
    readonly neededBy: readonly string[];
  }[];
}

/** What is left of a workload that was decommissioned: by what each of its credentials is refused. */
export interface RetiredView {
  readonly workload: string;
  /** Where the log stood when it was looked at. */
  readonly position: number;
  readonly refused: readonly {
    readonly credential: string;
    readonly kind: CredentialView["kind"];
    /** Absent: nothing stands against it, which is a fault to report. */
    readonly why?: string;
  }[];
}

/** A credential that was added; a secret is shown here, once, and nowhere else (N6). */
export interface AddedCredential {
  readonly credential: string;
  readonly secret?: string;
}

/** A role that a workload has in a database, or that is being taken away (N7). */
export interface DatabaseRoleView {
  readonly role: string;
  readonly workload: string;
  readonly database: string;
  readonly name: string;
  readonly until: number;
  /** `making`, `live`, `ending` while it is taken away, `stuck` where it cannot be, which is tried again. */
  readonly state: "making" | "live" | "ending" | "stuck";
  readonly stuckSince?: number;
  readonly why?: string;
}

/** An account that another system lists. */
export interface AccountView {
  readonly source: string;
  readonly name: string;
  /** When it was used last, as that system says. */
  readonly usedAt?: number;
  /** Of one that was discovered before: when it was seen first and last. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** The workload whose account it is; absent: nobody has made it known. */
  readonly workload?: string;
}

/** How much of what runs is known, and how well. */
export interface VisibilityView {
  readonly accounts: readonly AccountView[];
  readonly discovered: number;
  readonly known: number;
  /** Workloads that are not decommissioned, and those of them with an owner who works here, a purpose, and an end to come. */
  readonly workloads: number;
  readonly whole: number;
  /** Those of them that somebody looked at within half a year. */
  readonly reviewed: number;
}

/** A weakness that was found, one of the OWASP NHI Top 10 (2025). */
export interface FindingView {
  /** The same for as long as it lasts. */
  readonly id: string;
  /** `NHI1` to `NHI10` */
  readonly risk: string;
  /** What was found, as a code. */
  readonly cause: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly what: string;
  /** What is to be done about it. */
  readonly fix: string;
  readonly workload?: string;
  /** The workload's. */
  readonly name?: string;
  readonly credential?: string;
  readonly vendor?: string;
  readonly canary?: string;
  /** Positions of the log. */
  readonly evidence: readonly number[];
  /** Ids, scopes and places that it is about. */
  readonly about: readonly string[];
  /** Absent: it was found just now. */
  readonly since?: number;
  /** Somebody lives with it, until then. */
  readonly accepted?: {
    readonly by: string;
    readonly at: number;
    readonly until: number;
    readonly because: string;
  };
  /** One step that ends its cause and stops nothing that somebody works with; a quarantine shows first what it stops. */
  readonly remedy?: {
    readonly type: "end-credential" | "suspend" | "retire" | "narrow" | "quarantine" | "end-canary";
    /** Of `narrow`: what is left. */
    readonly scopes?: readonly string[];
  };
}

/** A secret that belongs to nobody, without the secret. */
export interface CanaryView {
  readonly canary: string;
  readonly laid: string;
  readonly from: number;
  readonly usedAt?: number;
  readonly ended?: number;
}

/** What all detectors find now. */
export interface FindingsView {
  readonly findings: readonly FindingView[];
  /** Those that are not trusted. */
  readonly vendors: readonly {
    readonly vendor: string;
    readonly because: string;
    readonly at: number;
  }[];
  readonly canaries: readonly CanaryView[];
}

/** A canary that was laid; its secret is shown here, once, and nowhere else (N6). */
export interface LaidCanary {
  readonly canary: string;
  readonly secret: string;
}

/** What a workload is needed by, or needs, by name. */
export interface DependantView {
  readonly id: string;
  readonly name: string;
  readonly type: "workload" | "application" | "ward" | "other";
}

/** What whoever looks may do: what a fresh PIN or a passkey opens is offered too. */
interface WorkloadsMay {
  readonly mayStop: boolean;
  readonly mayLookAfter: boolean;
}

/** GET console/api/workloads */
export interface ConsoleWorkloadsReply extends WorkloadsMay {
  readonly workloads: readonly WorkloadView[];
  readonly findings: readonly FindingView[];
  readonly visibility: Pick<VisibilityView, "workloads" | "whole">;
  /** Of all that any workload is needed by. */
  readonly dependants: readonly DependantView[];
}

/** GET console/api/workloads/:id, and the answer of POST console/api/workloads/:id/act. */
export interface ConsoleWorkloadReply extends WorkloadsMay {
  readonly workload: WorkloadView;
  readonly findings: readonly FindingView[];
  /** The latest first, fifty at most. */
  readonly timeline: readonly {
    readonly position: number;
    readonly at: number;
    readonly summary: string;
  }[];
  readonly dependants: readonly DependantView[];
  readonly needs: readonly DependantView[];
}

/** POST console/api/findings/accept; the answer is the list. */
export interface AcceptFindingRequest {
  readonly finding: string;
  readonly because: string;
  readonly days: number;
}

/** POST console/api/findings/remedy: the step that was shown; the answer is the list. */
export interface RemedyFindingRequest {
  readonly finding: string;
  readonly shown: NonNullable<FindingView["remedy"]>["type"];
}
