import type {
  ChartSection,
  ChartView,
  PasskeyOptionsReply,
  PasskeyRequest,
  PatientView,
  PersonView,
  RefusalView,
  SaidView,
} from "./contract.ts";
import type { EmergencyCallView, EmergencyChoice, SeatEmergencies } from "./emergency-contract.ts";
import type { GrantView } from "./grants-contract.ts";
import type { RosterView, StartView } from "./roster-contract.ts";

/** What the bedside screen and the server say to each other; what every screen shows is in contract.ts. */

/** The chart of an open case, to be read by whoever is in the room while nobody is signed in (S7). */
export interface CaseView extends Pick<ChartView, "patient" | "sections" | "section"> {
  readonly since: number;
  readonly until: number;
  readonly zone: string;
}

/** What an occupied seat says of cases (S7): the one that is open, and whether one can be opened for the patient on the screen. */
export interface CaseAtSeat {
  readonly open?: Pick<CaseView, "patient" | "since" | "until">;
  readonly opens: boolean;
}

/** What is to be witnessed at this screen, and the colleague who has tapped for it, if one has. */
export interface WitnessView {
  readonly action: string;
  /** "Give this controlled drug". */
  readonly label: string;
  /** What the occupant wrote: what is countersigned. */
  readonly text: string;
  readonly since: number;
  readonly until: number;
  readonly colleague?: WitnessColleague;
  readonly demoBadges?: readonly DemoBadge[];
}

/** Somebody who has tapped to witness, and gives their PIN next. */
export interface WitnessColleague {
  /** Which tap is waiting; sent back with the PIN. */
  readonly tap: string;
  readonly who: PersonView;
  readonly why: string;
  /** The same, for a screen of another language. */
  readonly said: SaidView;
  readonly waitUntil?: number;
  readonly badgeLocked?: boolean;
}

/** A demonstration badge to click; only with `--demo`. */
export interface DemoBadge {
  readonly name: string;
  readonly role: string;
  readonly badge: string;
  readonly pin: string;
}

/** The database does not answer (X14): emergency access goes on, by what was seen last. */
export interface DowntimeView {
  /** When that was. */
  readonly since: number;
  /** Until then charts are read as ever; not after `until`, when nothing is permitted any more. */
  readonly readsUntil: number;
  readonly until: number;
}

/**
 * What a seat shows. Sent whole, over the stream, whenever it changes. `position` is that of the
 * world it was made from: a screen that already shows a later one ignores it, so that an answer
 * overtaken by a lock never brings a patient back to a locked screen (S7).
 */
export type SeatState =
  /** This browser is no seat; an administrator enrols it. */
  | { readonly type: "unknown" }
  /** Free or locked: tells strangers nothing but initials (S7). */
  | {
      readonly type: "locked";
      readonly position: number;
      readonly downtime?: DowntimeView;
      readonly seat: string;
      readonly ward: string;
      readonly wardName: string;
      readonly zone: string;
      readonly parked: readonly { readonly initials: string }[];
      readonly demoBadges?: readonly DemoBadge[];
      readonly case?: CaseView;
      /** Said once to the one who was just here: "Your chart was closed: she moved to 6A." */
      readonly notice?: string;
      /** The same, for a screen of another language. */
      readonly said?: SaidView;
      /** Declared in this ward (X16), this bed's first: nothing of a patient but the bed. */
      readonly calls: readonly EmergencyCallView[];
      /** What anybody may declare here, with a second touch. */
      readonly declare: readonly EmergencyChoice[];
    }
  /** Somebody has tapped and must give the PIN. */
  | {
      readonly type: "pin";
      readonly position: number;
      readonly downtime?: DowntimeView;
      readonly seat: string;
      /** Which tap is waiting; sent back with the PIN, so that one person's PIN is never tried on another's badge. */
      readonly tap: string;
      readonly wardName: string;
      readonly initials: string;
      /** "It's been a while, please enter your PIN." */
      readonly why: string;
      /** The same, for a screen of another language. */
      readonly said: SaidView;
      /** Wrong PINs: no attempt before this instant (A3). */
      readonly waitUntil?: number;
      /** The badge is locked: use a passkey, or ask for a supervised unlock. */
      readonly badgeLocked?: boolean;
      /** The calls here, to each of which whoever tapped may say that they are responding, instead of giving a PIN (X17). */
      readonly calls: readonly EmergencyCallView[];
      /** Off duty: a PIN would open nothing. */
      readonly offDuty?: boolean;
      /** They are off duty: what they may start instead, by their PIN (L9). */
      readonly starts?: readonly StartView[];
      /** They came by a passkey, and start by it too. */
      readonly byPasskey?: true;
      readonly case?: CaseView;
    }
  /** Somebody is in. */
  | ({
      readonly type: "in";
      readonly position: number;
      readonly downtime?: DowntimeView;
      readonly seat: string;
      /** The seat's, as is `wardName`; the person's is in `roleAt`. */
      readonly ward: string;
      readonly wardName: string;
      readonly zone: string;
      readonly who: PersonView;
      /** "Shift on 4B to 07:30". */
      readonly duty: string;
      /** Each part of it, for a screen of another language. */
      readonly duties: readonly SaidView[];
      /** The ward of the shift, "4B", or the service on call, "cardiology", for which `who.role` is held; absent off duty. */
      readonly roleAt?: string;
      /** When the session ends at the latest. */
      readonly until: number;
      /** The idle lock of the pattern, in milliseconds. */
      readonly idleLock: number;
      readonly patients: readonly PatientView[];
      /** The open chart, if one is open and may still be. */
      readonly chart?: ChartView;
      readonly case?: CaseAtSeat;
      /** The screen asks for a witness of this (S10); another person's tap is then a witness's. */
      readonly witness?: WitnessView;
      /** A chart was closed by a change: what happened, once. */
      readonly notice?: string;
      /** Its sentences, for a screen of another language. */
      readonly noticeSaid?: readonly SaidView[];
      /** What the roster does not know, and what waits to be confirmed (L9, S9, L10). */
      readonly roster: RosterView;
      /** Who else has emergency access to a patient of one's ward (X12). */
      readonly emergencies: readonly string[];
      /** Each of these, for a screen of another language. */
      readonly emergenciesSaid: readonly SaidView[];
      /** What the person asked for, or may begin, or has for a time (X1). */
      readonly grants: readonly GrantView[];
      /** Feeds that have not been heard for longer than their limit (C4). */
      readonly stale: readonly string[];
      /** Each of these, for a screen of another language. */
      readonly staleSaid: readonly SaidView[];
    } & SeatEmergencies);

/**
 * Every request made while somebody is in names, in this header, the person whom the screen shows. If
 * somebody else is in by then, or nobody, nothing is done and the answer is 409 `occupant-changed`
 * (S1: an order, or an idle lock, that a tap-over has overtaken is never the newcomer's).
 */
export const occupantHeader = "wardkey-occupant";

/** POST bedside/api/enrol: `{ jwk }` -> which seat this browser is now (in `--demo`, a free one). */
export interface EnrolRequest {
  readonly jwk: {
    readonly kty: string;
    readonly crv: string;
    readonly x: string;
    readonly y: string;
  };
}
export type EnrolReply =
  | { readonly type: "enrolled"; readonly seat: string }
  | { readonly type: "refused"; readonly message: string; readonly said?: readonly SaidView[] };

/** POST bedside/api/tap: the number that the reader typed, or (`typed`) a person did. The new state comes with the answer. */
export interface TapRequest {
  readonly badge: string;
  readonly typed?: boolean;
}
/** POST bedside/api/pin. For a step-up there is no tap. */
export interface PinRequest {
  readonly pin: string;
  readonly tap?: string;
}
/** Answer to tap, pin, lock, sign-out, chart/close. */
export interface SeatReply {
  readonly state: SeatState;
  /** Said to the person, when something was refused: one answer for every unknown badge. */
  readonly message?: string;
  readonly said?: readonly SaidView[];
}
/**
 * POST bedside/api/lock, bedside/api/sign-out, bedside/api/chart/close. "cancel" goes back from the
 * PIN pad, a witness's too: that tap is forgotten and nobody is locked.
 */
export interface LockRequest {
  readonly reason: "lock" | "idle" | "tap-out" | "not-me" | "cancel";
  /** What was half-written and not kept yet: kept first. */
  readonly drafts?: readonly DraftsRequest[];
  /** The part of the open chart that was looked at, if that was not kept yet: kept first. */
  readonly section?: SectionRequest;
}

/** GET: the nonce that proofs name, as `DPoP-Nonce` (RFC 9449 section 8), for who has heard none yet. Of any seat, phone or sensor. */
export const noncePath = "/bedside/api/nonce";

/** POST bedside/api/chart/section: the part of the open chart that its person looks at now; it is there again after a lock or a move. */
export interface SectionRequest {
  readonly patient: string;
  readonly section: ChartSection["id"];
}

/** One half-written text, with the key under which it is placed once. */
export interface DraftView {
  readonly action: string;
  readonly text: string;
  readonly key: string;
}

/**
 * POST bedside/api/drafts/save: texts of the occupant on one patient that are half-written; an empty one is so no more. Kept
 * sealed until the session closes, and given to nobody but its person, in its session.
 */
export interface DraftsRequest {
  readonly patient: string;
  readonly texts: readonly DraftView[];
  /** The action whose form is open. */
  readonly form?: string;
}

/** POST bedside/api/drafts/read `{ patient }`: what is kept of the open chart's. */
export type DraftsReply = Omit<DraftsRequest, "patient">;
/** POST bedside/api/chart/open */
export interface OpenChartRequest {
  readonly patient: string;
}
/**
 * POST bedside/api/glass/break: emergency access to a patient, for a reason of the policy's (X10), or for none by a responder to a
 * declared emergency (X11); answers as opening does.
 */
export interface BreakGlassRequest {
  readonly patient: string;
  readonly reason?: string;
}
export type OpenChartReply =
  | { readonly type: "open"; readonly state: SeatState }
  | { readonly type: "refused"; readonly patient?: PatientView; readonly refusal: RefusalView };
/**
 * POST bedside/api/grants/request with a {@link GrantRequest}; grants/start and grants/return with a {@link GrantChoice}: what was
 * asked for waits, or was approved by a rule and is open. grants/return answers with the state.
 */
export type AskCoverReply = OpenChartReply | { readonly type: "asked"; readonly state: SeatState };
/** POST bedside/api/case/open `{ patient }`, bedside/api/case/close: a case for the patient on the screen (S7). */
export type CaseReply =
  | { readonly type: "done"; readonly state: SeatState }
  | { readonly type: "refused"; readonly refusal: RefusalView };
/** POST bedside/api/search: any patient by exact number; recorded (C7). */
export interface SearchRequest {
  readonly number: string;
}
/** POST bedside/api/arrivals/register: somebody whose chart is not here (C9); answers as opening the new chart does. */
export interface RegisterArrivalRequest {
  readonly why: "unknown" | "expected";
  readonly sex?: "F" | "M";
  readonly bed?: string;
}
/** POST bedside/api/search/name: by family name, or its beginning, and day of birth (an ISO date). */
export interface NameSearchRequest {
  readonly family: string;
  readonly birthDate: string;
}
export type SearchReply =
  | ({ readonly type: "found"; readonly patient: PatientView } & Watched)
  /** Who it is, and not where: the first few, and whether there are more. */
  | ({
      readonly type: "several";
      readonly patients: readonly PatientView[];
      readonly more: boolean;
    } & Watched)
  | ({
      readonly type: "none";
      readonly message: string;
      readonly said?: readonly SaidView[];
    } & Watched)
  | { readonly type: "refused"; readonly refusal: RefusalView };
/** More look-ups than are usual (C7): nothing is locked, and somebody looks at it. */
export interface Watched {
  readonly watched?: string;
  readonly watchedSaid?: readonly SaidView[];
}
/** POST bedside/api/act: do one of the chart's actions on the open patient; like witness/ask and sign it may ask back (ConfirmReply). */
export interface ActRequest {
  readonly patient: string;
  readonly action: string;
  readonly text: string;
  /** The same key is done once: a repeat after an answer that never came is no second order. */
  readonly key?: string;
  /** At another patient's bed: its author has said that this patient is meant (S8). */
  readonly confirmed?: boolean;
}
/** The screen stands at another patient's bed (S8): nothing was done, until the same request says that it is `confirmed`. */
export interface ConfirmReply {
  readonly type: "confirm";
  readonly patient: PatientView;
  /** Where the screen stands, and who lies there, for those who may see their chart. */
  readonly bed: { readonly ward: string; readonly bed: string; readonly patient?: PatientView };
}
export type ActReply =
  | {
      readonly type: "done";
      readonly state: SeatState;
      readonly message: string;
      readonly said?: readonly SaidView[];
    }
  | { readonly type: "refused"; readonly refusal: RefusalView };
/**
 * POST bedside/api/witness/ask: an ActRequest that needs a witness; then the state asks for one (S10), until the answer to a
 * colleague's PIN says that it is done, or bedside/api/witness/cancel takes it back.
 */
export type AskWitnessReply =
  | { readonly type: "asked"; readonly state: SeatState }
  | ActReply
  | ConfirmReply;

/** POST bedside/api/witness/pin: the PIN of the colleague whose tap is waiting, with `tap`. */
export type WitnessReply =
  | ActReply
  | {
      readonly type: "wrong";
      readonly message: string;
      readonly said?: readonly SaidView[];
      readonly state: SeatState;
      readonly waitUntil?: number;
    }
  /** Not this colleague: the screen goes on asking. */
  | {
      readonly type: "no";
      readonly message: string;
      readonly said?: readonly SaidView[];
      readonly state: SeatState;
    };

/**
 * POST bedside/api/sign/options: an ActRequest that needs to be signed, then bedside/api/sign: the same one with what the passkey
 * made of the options, whose challenge is a hash of it (A4).
 */
export type SignOptionsReply =
  | ({ readonly type: "sign" } & PasskeyOptionsReply)
  | ConfirmReply
  | Extract<ActReply, { readonly type: "refused" }>;
export type SignRequest = ActRequest & PasskeyRequest;

/** POST bedside/api/step-up: the PIN again; then the caller repeats what it was doing (A2). */
export type StepUpReply =
  | { readonly type: "raised" }
  | {
      readonly type: "wrong";
      readonly message: string;
      readonly said?: readonly SaidView[];
      readonly waitUntil?: number;
    };
/**
 * POST bedside/api/passkey/sign-in/options (PasskeyOptionsReply), then bedside/api/passkey/sign-in (PasskeyRequest, SeatReply):
 * whoever has a passkey comes in at a free or locked seat, without a badge.
 */

/**
 * POST bedside/api/passkey/options (PasskeyOptionsReply), then bedside/api/passkey/step-up (PasskeyRequest): the occupant's passkey,
 * instead of the PIN; then the caller repeats what it was doing (A2).
 */

/**
 * GET bedside/api/stream (fetch, server-sent events): event `state` with a SeatState, the present one
 * first, and a comment at least every 15 s. The screen opens the next stream, with a fresh proof,
 * within 60 s, and lets go of the old one when the new one has spoken (S0).
 */
