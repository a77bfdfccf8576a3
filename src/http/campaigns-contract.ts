import type { PersonView } from "./contract.ts";

/** What the console and the server say to each other of access reviews (L8). All instants are milliseconds since 1970. */

/** What a review looks at; `of`: the ward or service, the role, the reason, the person. */
export interface CampaignScopeView {
  readonly type: "all" | "ward" | "role" | "risk" | "event";
  readonly of?: string;
}

/** Why a role that somebody has is looked at by itself. */
export type ExceptionalView = "privileged" | "former-ward" | "out-of-role" | "outlier" | "unused";

/** GET console/api/campaigns: open reviews, what of them is this person's to decide, and for whoever opens them those that are closed. */
export interface CampaignsReply {
  readonly campaigns: readonly CampaignView[];
  readonly mayOpen: boolean;
}

/** One review. */
export interface CampaignView {
  readonly id: string;
  readonly scope: CampaignScopeView;
  /** What `of` is called. */
  readonly scopeName?: string;
  readonly openedAt: number;
  readonly due: number;
  /** It is due before long, and something is left. */
  readonly soon: boolean;
  readonly closedAt?: number;
  readonly counts: CampaignCounts;
  /** Those of which something is this person's to decide, or was. */
  readonly wards: readonly CampaignWardView[];
}

/** How many of the roles that a review lists came to what. */
export interface CampaignCounts {
  readonly listed: number;
  readonly confirmed: number;
  readonly ended: number;
  /** Nobody answered, and they wait for those who take over. */
  readonly escalated: number;
  readonly left: number;
}

/** What is left to decide in a ward. */
export interface CampaignWardView {
  readonly ward: string;
  readonly wardName: string;
  readonly as: "manager" | "delegate" | "successor";
  /** So many are as usual, and confirmed in one act. */
  readonly ordinary: number;
  /** Whose these are. */
  readonly ordinaryOf: readonly PersonView[];
  readonly exceptional: readonly AccessView[];
  /** So many are one's own, or of somebody whom one reports to: others decide on them. */
  readonly others: number;
  readonly delegate?: PersonView;
  /** Whom one may ask to decide. */
  readonly delegates: readonly PersonView[];
}

/** A role that somebody has, and why it is looked at by itself. */
export interface AccessView {
  readonly part: string;
  readonly assignment: string;
  readonly who: PersonView;
  readonly role: string;
  readonly because: readonly ExceptionalView[];
  readonly peers?: { readonly have: number; readonly of: number };
  /** When something was last permitted by it; absent: never since that is counted. */
  readonly usedAt?: number;
  /** Its own end. */
  readonly to: number;
}

/** POST console/api/campaigns; the answer is a {@link CampaignsReply}, as of each of these. */
export interface OpenCampaignRequest {
  readonly scope: CampaignScopeView;
}
/** POST console/api/campaigns/:id/confirm: all that is ordinary in a ward; `spent`: as long as the page counted, in milliseconds. */
export interface ConfirmOrdinaryRequest {
  readonly ward: string;
  readonly spent: number;
}
/** POST console/api/campaigns/:id/decide: one of them. */
export interface DecideAccessRequest {
  readonly part: string;
  readonly assignment: string;
  readonly outcome: "confirmed" | "ended";
  readonly spent: number;
}
/** POST console/api/campaigns/:id/delegate: somebody else decides in a ward, too. */
export interface DelegateAccessRequest {
  readonly ward: string;
  readonly to: string;
}
/** POST console/api/campaigns/:id/evidence; `language`: of the page to print, English where absent. */
export interface EvidenceRequest {
  readonly language?: "de" | "en";
}
/** The evidence with its proofs, and the same as a page to print. */
export interface EvidenceReply {
  readonly pack: {
    /** What was looked at and decided, by ids and codes. */
    readonly evidence: unknown;
    /** Receipts of the records by which access ended. */
    readonly remediation: readonly unknown[];
    /** The receipt of the record that says what the evidence hashes to (SHA-256 of its RFC 8785 form). */
    readonly signature: unknown;
  };
  readonly html: string;
}
