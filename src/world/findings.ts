import type { Instant, Position } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";

/** The OWASP NHI Top 10 (2025). */
export type NhiRisk =
  | "NHI1"
  | "NHI2"
  | "NHI3"
  | "NHI4"
  | "NHI5"
  | "NHI6"
  | "NHI7"
  | "NHI8"
  | "NHI9"
  | "NHI10";

/** How much a finding matters. */
export type FindingSeverity = "low" | "medium" | "high" | "critical";

/** A weakness that lasts: from where it was found until its cause is gone it is the same one. */
export interface OpenFinding {
  /** Of what it is and of whom: `NHI5:unused-scopes:lab`. */
  readonly id: string;
  readonly openedAt: Instant;
  readonly position: Position;
  /** A person lives with it, for a reason, until a day. */
  readonly accepted?: AcceptedFinding;
}

/** Who lives with a finding, why, and until when. */
export interface AcceptedFinding {
  readonly by: string;
  readonly at: Instant;
  readonly until: Instant;
  /** A code of up to forty letters. */
  readonly because: string;
}

/** Why all that a vendor makes is looked at: a code. */
export type VendorFlag = "breach" | "vulnerable" | "unsupported" | "contract-ended";

/** What is known of a vendor whose workloads are no longer trusted. */
export interface FlaggedVendor {
  /** Its name, as workloads say it. */
  readonly id: string;
  readonly because: VendorFlag;
  readonly at: Instant;
  readonly position: Position;
}

/** A secret that belongs to nobody: whoever uses it has found it where it was laid. */
export interface Canary {
  readonly id: string;
  /** Where it was laid, in a code of up to forty letters. */
  readonly laid: string;
  readonly from: Instant;
  readonly used?: {
    readonly at: Instant;
    readonly count: number;
    /** The latest first, eight at most. */
    readonly positions: readonly Position[];
  };
  readonly ended?: Instant;
}

/** The bodies of records about findings, vendors and canaries. */
export interface FindingBodies {
  readonly "finding.opened": {
    readonly finding: string;
    readonly risk: NhiRisk;
    readonly severity: FindingSeverity;
    readonly workload?: string;
    /** Where in the log it stands by what it was found. */
    readonly evidence: readonly Position[];
  };
  /** Its cause is gone. */
  readonly "finding.closed": { readonly finding: string };
  readonly "finding.accepted": {
    readonly finding: string;
    readonly until: Instant;
    readonly because: string;
  };
  readonly "vendor.flagged": { readonly vendor: string; readonly because: VendorFlag };
  readonly "vendor.cleared": { readonly vendor: string };
  readonly "canary.laid": { readonly canary: string; readonly laid: string };
  /** Somebody presented it, or reported that it was found. */
  readonly "canary.used": {
    readonly canary: string;
    readonly how: "presented" | "reported";
    readonly place?: string;
  };
  readonly "canary.ended": { readonly canary: string };
}

const positionsKept = 8;

/** The fold of records about findings, vendors and canaries. */
export const findingAppliers: Appliers<keyof FindingBodies> = {
  "finding.opened": (draft, { at, body: { finding }, position }) => {
    if (draft.findings.has(finding)) return;
    draft.findings.set(finding, { id: finding, openedAt: at, position });
  },
  "finding.closed": (draft, { body }) => {
    draft.findings.delete(body.finding);
  },
  "finding.accepted": (draft, { actor, at, body: { because, finding, until } }) => {
    const known = draft.findings.get(finding);
    if (known === undefined) return;
    const accepted = { by: actor.onBehalfOf ?? actor.id, at, until, because };
    draft.findings.set(finding, { ...known, accepted });
  },
  "vendor.flagged": (draft, { at, body: { because, vendor }, position }) => {
    draft.vendors.set(vendor, { id: vendor, because, at, position });
  },
  "vendor.cleared": (draft, { body }) => {
    draft.vendors.delete(body.vendor);
  },
  "canary.laid": (draft, { at, body: { canary, laid } }) => {
    if (draft.canaries.has(canary)) return;
    draft.canaries.set(canary, { id: canary, laid, from: at });
  },
  "canary.used": (draft, { at, body, position }) => {
    const known = draft.canaries.get(body.canary);
    if (known === undefined) return;
    const { count = 0, positions = [] } = known.used ?? {};
    const used = { at, count: count + 1, positions: [position, ...positions] };
    draft.canaries.set(body.canary, {
      ...known,
      used: { ...used, positions: used.positions.slice(0, positionsKept) },
    });
  },
  "canary.ended": (draft, { at, body }) => {
    const known = draft.canaries.get(body.canary);
    if (known?.ended === undefined && known !== undefined) {
      draft.canaries.set(body.canary, { ...known, ended: at });
    }
  },
};
