import type {
  ConfirmReply,
  NameSearchRequest,
  RegisterArrivalRequest,
  SearchRequest,
} from "../../../http/bedside-contract.ts";
import type { ActionView, PatientView, RefusalView, RemedyView } from "../../../http/contract.ts";
import type { GrantRequest } from "../../../http/grants-contract.ts";

import type { RosterAct } from "../seat/roster-actions.ts";

/** Something that was asked for and may have to be asked again after a step-up (A2). */
export type Attempt =
  | { readonly type: "open"; readonly patient: string }
  /** Access that somebody else approves. */
  | { readonly type: "ask-cover"; readonly request: GrantRequest }
  | { readonly type: "start-cover"; readonly grant: string }
  | ({ readonly type: "register" } & RegisterArrivalRequest)
  | ({ readonly type: "search" } & (SearchRequest | NameSearchRequest))
  | { readonly type: "break-glass"; readonly patient: string; readonly reason?: string }
  /** The occupant signs for what they performed for the patient in an emergency (X18). */
  | { readonly type: "sign-for"; readonly patient: string }
  /** Something about the roster (L9, S9, L10), and what it was in the way of. */
  | ({ readonly type: "roster"; readonly then?: Attempt } & RosterAct)
  /** A case at this screen: opened for the patient on it, or the patient's closed (S7). */
  | { readonly type: "open-case"; readonly patient: string }
  | { readonly type: "close-case"; readonly patient: string }
  | {
      readonly type: "act";
      readonly patient: string;
      readonly action: string;
      readonly text: string;
      readonly key: string;
      /** What the act asks for besides, when it is done. */
      readonly asks?: ActionView["asks"];
      /** Who performs it, where the occupant records (X18). */
      readonly performer?: string;
      /** At another patient's bed: this patient is meant (S8). */
      readonly confirmed?: boolean;
    };

/** The offer to break the glass. */
export type BreakGlassRemedy = Extract<RemedyView, { readonly type: "break-glass" }>;

/** The offer to ask for access. */
export type CoverRemedy = Extract<RemedyView, { readonly type: "request-cover" }>;

export type ActAttempt = Attempt & { readonly type: "act" };

/** What stands beside the patient list, before the chart itself. */
export type Panel =
  | { readonly type: "found"; readonly patient: PatientView }
  /** Somebody without a chart is about to be registered (C9). */
  | { readonly type: "register" }
  /** Those whom a name and a day of birth fit (C7). */
  | { readonly type: "several"; readonly patients: readonly PatientView[]; readonly more: boolean }
  | {
      readonly type: "refused";
      readonly attempt: Attempt;
      readonly patient?: PatientView;
      readonly refusal: RefusalView;
    }
  /** Who waits to be confirmed; which patients are handed over; which shifts are swapped. */
  | { readonly type: "waiting" | "handover" | "swap" }
  /** Why the glass is broken for a patient, before it is (X11). */
  | {
      readonly type: "break-glass";
      readonly patient: string;
      readonly remedy: BreakGlassRemedy;
      readonly before: Panel;
    }
  /** Why access is asked for, before it is. */
  | { readonly type: "cover"; readonly remedy: CoverRemedy; readonly before: Panel }
  /** Why an action of the open chart is not possible now, before it was tried. */
  | { readonly type: "not-now"; readonly action: string }
  /** Whether this patient is meant, at another's bed (S8): the text waits behind it as it is. */
  | {
      readonly type: "confirm";
      readonly attempt: ActAttempt;
      readonly patient: PatientView;
      readonly bed: ConfirmReply["bed"];
    }
  /** Writing the text of an action of the open chart. */
  | { readonly type: "compose"; readonly action: string };

/** A step-up that is being asked for. */
export interface SteppingUp {
  /** The remedy's own words. */
  readonly label: string;
  /** The level to reach: from 3 on by a passkey. */
  readonly level: 2 | 3 | 4;
  /** What is done again afterwards. */
  readonly attempt?: Attempt;
  /** What is shown again afterwards, when there was nothing to do yet. */
  readonly panel?: Panel;
}
