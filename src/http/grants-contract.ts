import type { PatientView, PersonView, SaidView } from "./contract.ts";

/**
 * Just-in-time grants (X1 to X6), as screens and programs speak of them. Imported by the screens and by `http`; nothing else may
 * be. All instants are milliseconds since 1970.
 */

/** What access is asked for: one patient, the patients of a ward, one action, or a role in a ward. */
export type GrantKind = "patient" | "ward" | "task" | "role";
export type GrantState =
  | "pending"
  | "approved"
  | "active"
  | "returned"
  | "expired"
  | "denied"
  | "lapsed"
  | "revoked";

/** What is asked for. A patient's ward is where they are. */
export interface GrantRequest {
  readonly kind: GrantKind;
  readonly patient?: string;
  readonly ward?: string;
  readonly action?: string;
  readonly role?: string;
  /** A code of grants.yaml. */
  readonly reason: string;
  /** How long; absent: as long as is usual. */
  readonly minutes?: number;
  /** The same in milliseconds, as a remedy says it. */
  readonly lasts?: number;
  /** Not before. */
  readonly from?: number;
  /** In any language: for those who answer, and kept where it can be erased. */
  readonly words?: string;
  /** The grant that this one goes on from. */
  readonly renews?: string;
}

/** One request, as one of those sees it who may. */
export interface GrantView {
  readonly id: string;
  readonly state: GrantState;
  readonly kind: GrantKind;
  /** Who is to have it. */
  readonly who: PersonView;
  /** Who asked, where that is somebody else. */
  readonly askedBy?: PersonView;
  /** Only for those who may see who it is. */
  readonly patient?: PatientView;
  readonly wardName: string;
  /** "acknowledge this result": of a task. */
  readonly task?: string;
  /** The same as the policy's name of the action, for a screen of another language. */
  readonly action?: string;
  /** "nurse in charge": of a role. */
  readonly role?: string;
  readonly reason: string;
  /** The same, for a screen of another language. */
  readonly said: SaidView;
  readonly words?: string;
  readonly askedAt: number;
  readonly minutes: number;
  readonly from?: number;
  /** How many more patients they may see by it, and until when: as if it began now, or at its beginning. */
  readonly more: number;
  readonly until: number;
  readonly answeredBy?: PersonView;
  /** What approved it without anybody (X6). */
  readonly rule?: string;
  /** More people are asked, because nobody has answered. */
  readonly escalated: boolean;
  readonly endedAt?: number;
  /** The viewer's own: to have, or asked for by them. */
  readonly own: boolean;
  /** The viewer may answer it now, or take it back. */
  readonly mayAnswer: boolean;
  /** Its holder may begin it now. */
  readonly mayStart: boolean;
  /** The request for more time, as a new one (X1): its holder's, once the end is as near as an answer may take, and until they have asked. */
  readonly extend?: GrantRequest;
}

/** Any screen's own: what it asked for, and what waits for its person's answer. */
export interface GrantsOnScreen {
  readonly own: readonly GrantView[];
  readonly waiting: readonly GrantView[];
}

/** POST .../grants/answer */
export interface AnswerGrantRequest {
  readonly grant: string;
  readonly answer: "approve" | "deny";
}
/** POST .../grants/start, .../grants/return, .../grants/revoke */
export interface GrantChoice {
  readonly grant: string;
}

/** What can be asked for here, for a form. */
export interface GrantForm {
  readonly kinds: readonly GrantKind[];
  readonly reasons: readonly { readonly code: string; readonly label: string }[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly tasks: readonly { readonly action: string; readonly label: string }[];
  readonly roles: readonly { readonly role: string; readonly label: string }[];
}

/** GET console/api/grants: what waits for the viewer's answer, what runs and they could take back, their own, and what has ended. */
export interface ConsoleGrantsReply extends GrantsOnScreen {
  readonly running: readonly GrantView[];
  /** Of the last thirty days (X5). */
  readonly ended: readonly GrantView[];
  readonly form: GrantForm;
}
/** POST console/api/grants: for oneself, or for somebody else by staff number. */
export interface ConsoleGrantRequest extends GrantRequest {
  /** A staff number; absent: for oneself. */
  readonly staff?: string;
}
