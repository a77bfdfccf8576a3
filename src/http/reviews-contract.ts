import type { PatientView, PersonView, SaidView } from "./contract.ts";

/** What the console and the server say to each other of reviews. All instants are milliseconds since 1970. */

/** GET console/api/reviews: what waits for one; unexplained first, those alike beside each other (X15). */
export interface ReviewsReply {
  readonly reviews: readonly ReviewView[];
  /** The log is still being read back: nothing is explained or unexplained yet. */
  readonly explaining: boolean;
}

/**
 * An emergency access, somebody who said that they respond, an act that nobody has signed for, more look-ups than are usual, or a badge, PIN
 * or passkey that was given anew (X13, X17, X18, C7, L7).
 */
export interface ReviewView {
  readonly id: string;
  readonly who: PersonView;
  /** Absent where it is about no one patient: of a whole ward, or of `many`. */
  readonly patient?: PatientView;
  readonly many?: true;
  /** Whom they gave a badge, PIN or passkey in place of another, and who vouched for that one besides (L7). */
  readonly whom?: PersonView;
  readonly second?: PersonView;
  readonly ward?: string;
  /** Why they said they needed it. */
  readonly reason: string;
  /** The same, for a screen of another language. */
  readonly said: SaidView;
  readonly at: number;
  readonly due: number;
  /** Due before long, due and not closed, or so for so long that others see it too. */
  readonly lateness?: "soon" | "overdue" | "escalated";
  /** Until when it lasts; absent: it has ended. */
  readonly until?: number;
  /** Why somebody else has to look at it: one's own doing, or that of somebody whom one reports to (X19). */
  readonly conflict?: "own" | "own-chart" | "of-your-manager";
  /** The relationships that explain it; none: it is unexplained. */
  readonly explanations: readonly ExplanationView[];
  /** Those with the same are alike, and one decision may close them. */
  readonly likeness?: string;
}

/** A relationship of the person with the patient, and when it held. */
export interface ExplanationView {
  readonly type: "on-duty" | "care-team" | "contact" | "on-call" | "arrived-from" | "handover";
  readonly contact?:
    | "appointment"
    | "referral"
    | "consult"
    | "transfer"
    | "order"
    | "patient-transfer"
    | "shared-care";
  /** The ward or service, by name. */
  readonly place?: string;
  readonly from: number;
  readonly to?: number;
}

/** What a review may come to. */
export type ReviewOutcome = "justified" | "policy-gap" | "unjustified";

/** POST console/api/reviews/close: one, or several that are explained and alike; the answer is what is left. */
export interface CloseReviewsRequest {
  readonly reviews: readonly string[];
  readonly outcome: ReviewOutcome;
}

/** GET console/api/proposals: changes that repeated exceptions ask for (X20); the oldest first. */
export interface ProposalsReply {
  readonly proposals: readonly ProposalView[];
  /** One's role includes deciding on them. */
  readonly mayDecide: boolean;
}

/** A proposed change, what it rests on, and what it would have done in the last thirty days. */
export interface ProposalView {
  readonly id: string;
  readonly raisedAt: number;
  readonly change: ChangeView;
  readonly evidence: readonly EvidenceView[];
  /** Absent while the log is still being read back. */
  readonly counts?: { readonly saved: number; readonly exposure: number };
  /** Why somebody else has to decide (X19). */
  readonly conflict?: "own" | "own-chart" | "of-your-manager";
}

/** Whose roster, which role's wards, or which time of a pattern; times in milliseconds. */
export type ChangeView =
  | {
      readonly type: "roster" | "role";
      readonly ward: string;
      readonly people: readonly PersonView[];
    }
  | {
      readonly type: "pattern";
      readonly ward: string;
      readonly pattern: string;
      readonly parameter: "handover-margin-before" | "handover-margin-after" | "tail";
      readonly now: number;
      readonly proposed: number;
    };

/** An exception that the change would have spared. */
export interface EvidenceView {
  readonly who: PersonView;
  /** Absent for access to a whole ward. */
  readonly patient?: PatientView;
  readonly reason: string;
  /** The same, for a screen of another language. */
  readonly said: SaidView;
  readonly at: number;
}

/** POST console/api/proposals/:id/decide; the answer is what is left. */
export interface DecideProposalRequest {
  readonly decision: "accept" | "decline";
}
