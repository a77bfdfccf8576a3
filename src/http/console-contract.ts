import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { PasskeyRequest, PersonView, SaidView } from "./contract.ts";
import type { EndPhoneRequest, PhoneView } from "./pocket-contract.ts";

/**
 * What the console and the server say to each other. Imported by `web/console` and by `http/console`; nothing else may be.
 * All instants are milliseconds since 1970.
 */

/** POST console/api/sign-in: badge number and PIN. */
export interface ConsoleSignInRequest {
  readonly badge: string;
  readonly pin: string;
}
export type ConsoleSignInReply =
  | { readonly type: "in"; readonly who: PersonView }
  | { readonly type: "refused"; readonly message: string; readonly said?: readonly SaidView[] };

/**
 * POST console/api/passkey/options, then console/api/passkey/sign-in with a {@link PasskeyRequest}: signs in by a
 * passkey. POST console/api/step-up/options and console/api/step-up: whoever is signed in, again by a passkey (A2).
 */

/** POST console/api/desk/begin: badge number and PIN of the one who stands at the desk. */
export type DeskReply =
  | {
      readonly type: "present";
      readonly who: PersonView;
      readonly passkeys: readonly PasskeyView[];
      /** They were given a passkey before: for another one what was checked must be said. */
      readonly isRecovery: boolean;
      /** They may do what the supervisor may not: a colleague has to vouch for them too. */
      readonly needsSecond: boolean;
      readonly options: PublicKeyCredentialCreationOptionsJSON;
    }
  | { readonly type: "refused"; readonly message: string; readonly said?: readonly SaidView[] };
export interface PasskeyView {
  readonly id: string;
  readonly enrolledAt: number;
  readonly usedAt?: number;
  readonly level: 3 | 4;
  /** Its counter went back: it opens nothing any more. */
  readonly locked: boolean;
}
/** A colleague who vouches beside the supervisor for whoever may do more than the supervisor: their own badge and PIN, or passkey. */
export type SecondPerson = SecondByBadge | SecondByPasskey;
export interface SecondByBadge {
  readonly badge: string;
  readonly pin: string;
}
export interface SecondByPasskey {
  /** For whom it was used: for nobody else it counts. */
  readonly person: string;
  readonly response: AuthenticationResponseJSON;
}
/** POST console/api/vouch/options, answered by a {@link PasskeyOptionsReply}: a colleague vouches for this person by their passkey. */
export interface VouchOptionsRequest {
  readonly person: string;
}
/** POST console/api/desk/enrol: what the browser made with those options. */
export interface DeskEnrolRequest {
  readonly second?: SecondPerson;
  readonly checked?: "photo-id" | "known-with-witness" | "staff-passport";
  readonly response: RegistrationResponseJSON;
}
export type DeskEnrolReply =
  /** The new one's id. */
  | { readonly type: "made"; readonly passkey: string }
  /** It takes a colleague, or it was not one: what was made can be sent again with their badge and PIN. */
  | { readonly type: "second"; readonly message: string; readonly said?: readonly SaidView[] };
/** POST console/api/passkeys/:id/remove: lost, replaced, handed back. */
export interface RemovePasskeyRequest {
  readonly reason: "lost" | "replaced" | "handed-back";
}

/** GET console/api/wards: the wards whose screens this person may watch. */
export interface WardsReply {
  readonly wards: readonly { readonly id: string; readonly name: string }[];
}

/** GET console/api/wards/:ward: the ward now. No patient is named, and nothing of what is on a screen. */
export interface WardReply {
  readonly ward: string;
  /** Whether one may lend badges of the ward's pool (A3). */
  readonly mayLend: boolean;
  readonly seats: readonly WatchedSeat[];
  readonly people: readonly WatchedPerson[];
}

/** A screen of the ward, who is in, and whose sessions a tap there would bring back. */
export interface WatchedSeat {
  readonly id: string;
  readonly name: string;
  readonly bed?: string;
  /** A browser is this seat. */
  readonly enrolled: boolean;
  readonly sensor: boolean;
  readonly occupant?: {
    readonly session: string;
    readonly who: PersonView;
    readonly level: number;
    readonly since: number;
  };
  readonly parked: readonly PersonView[];
}

/** Somebody on duty in the ward or for its service, or in at one of its seats. */
export interface WatchedPerson {
  readonly who: PersonView;
  /** The end of their duty here; absent for somebody who has none. */
  readonly until?: number;
  /** By that they are on call, and may be anywhere. */
  readonly onCall?: true;
  /** Badges that are not ended. */
  readonly badges: number;
  /** One of them is locked by wrong PINs until somebody unlocks it (A3): at the screens, or at consoles only; absent: none. */
  readonly locked?: "bedside" | "console";
  /** Where sessions are that end with the badges: names of seats, and "console". */
  readonly ending: readonly string[];
}

/** POST console/api/seats/:seat/lock: the session that the map showed. The screen locks at once. */
export interface LockSeatRequest {
  readonly session: string;
}
/** POST console/api/wards/:ward/badge-lost, and console/api/badges/end for anybody: every badge of the person ends, with what was entered by it. */
export interface BadgeLostRequest {
  readonly person: string;
}
/** POST console/api/wards/:ward/badge-unlock: the person is there, and somebody in charge has seen them (A3). */
export interface BadgeUnlockRequest {
  readonly person: string;
}
export interface BadgeUnlockReply {
  readonly badges: number;
}
/** POST console/api/wards/:ward/badge-lend: a badge of the ward's pool, for this duty (A3). */
export interface LendBadgeRequest {
  readonly person: string;
  readonly badge: string;
}
export type LendBadgeReply =
  | { readonly type: "lent"; readonly until: number }
  /** It is somebody's own badge: another one will do. */
  | { readonly type: "another"; readonly message: string; readonly said?: readonly SaidView[] };
/** POST console/api/badges/find: whose badge it is to be, by staff number. */
export interface FindStaffRequest {
  readonly number: string;
}
export type FindStaffReply =
  | {
      readonly type: "found";
      readonly who: PersonView;
      /** Live badges, and whether there is a PIN. */
      readonly badges: number;
      readonly hasPin: boolean;
      /** When the last live engagement ends; absent: there is none, and nothing can be given. */
      readonly until?: number;
    }
  | { readonly type: "unknown" };
/** POST console/api/badges/give: a badge, a PIN of their own choice, or both. Empty texts mean no change. */
export interface GiveBadgeRequest {
  readonly person: string;
  readonly badge: string;
  readonly pin: string;
  /** What was checked; needed where they had a badge or PIN before. */
  readonly checked?: "photo-id" | "known-with-witness" | "staff-passport";
  readonly second?: SecondPerson;
}
export type GiveBadgeReply =
  | {
      readonly type: "given";
      readonly given: "badge" | "pin" | "both";
      /** Until when the badge lasts. */
      readonly until?: number;
    }
  /** The PIN is one that anybody would try, the badge is somebody else's, or it was not said what was checked. */
  | { readonly type: "another"; readonly message: string; readonly said?: readonly SaidView[] }
  /** They may do what the supervisor may not: it takes a colleague, or it was not one. */
  | { readonly type: "second"; readonly message: string; readonly said?: readonly SaidView[] };
export interface BadgeLostReply {
  readonly badges: number;
}

/** GET console/api/phones: one's own, and everybody's for whoever may end them. */
export interface ConsolePhonesReply {
  readonly phones: readonly ConsolePhone[];
  /** These are everybody's. */
  readonly all: boolean;
}
export interface ConsolePhone extends PhoneView {
  /** Absent for one that is shared. */
  readonly owner?: PersonView;
  readonly own: boolean;
  /** Somebody's session is on it: it ends with the phone. */
  readonly signedIn: boolean;
}
/** POST console/api/phones/:id/end; the answer is the phones that are left. */
export type EndConsolePhoneRequest = Pick<EndPhoneRequest, "why">;

/** GET console/api/applications: what is connected, by name. */
export interface ConsoleApplicationsReply {
  readonly applications: readonly ConsoleApplication[];
  /** Of one that was just ended: the sign-outs that it is not told of any more. */
  readonly untold?: number;
  readonly mayRegister: boolean;
  readonly mayEnd: boolean;
}
/** An application that people sign in to, or a workload that calls with a key of its own. */
export interface ConsoleApplication {
  /** Also its `client_id`. */
  readonly id: string;
  readonly name: string;
  /** How far Wardkey's word reaches in it. */
  readonly kind: "decides-here" | "signs-in-here" | "only-told";
  readonly type: "application" | "workload";
  /** Where people come back to it, and what it serves. */
  readonly addresses: readonly string[];
  readonly scopes: readonly string[];
  /** Which roles it gives where by SCIM: nurse@4B. */
  readonly gives: readonly string[];
  /** A seat can open it. */
  readonly atSeats: boolean;
  /** Connections whose tokens are good now, and those that wait for their session to come back. */
  readonly live: number;
  readonly suspended: number;
  /** The newest of them. */
  readonly connections: readonly ConsoleConnection[];
  /** A workload's end. */
  readonly until?: number;
}
export interface ConsoleConnection {
  readonly id: string;
  readonly who: PersonView;
  /** By name; absent at a console. */
  readonly seat?: string;
  readonly at: number;
  readonly live: boolean;
}
/**
 * POST console/api/applications: the file of `wardkey application register`.
 * POST console/api/applications/:id/end; the answer is what is left.
 */
export interface RegisterApplicationReply {
  /** Its `client_id`. */
  readonly application: string;
}

/** The pages of the console. */
export type ConsolePage =
  | "records"
  | "feeds"
  | "parked"
  | "grants"
  | "reviews"
  | "access"
  | "notices"
  | "rosters"
  | "wards"
  | "sessions"
  | "applications"
  | "workloads"
  | "charts"
  | "locums"
  | "people"
  | "held"
  | "badges"
  | "desk"
  | "phones"
  | "rehearsals"
  | "observed";

/** GET console/api/me: who is signed in, or 401. POST console/api/sign-out. */
export interface ConsoleMe {
  readonly who: PersonView;
  /** The pages that this person may open now. It only spares them the others: opening one is decided and recorded. */
  readonly pages: readonly ConsolePage[];
  /** Why the other pages are not theirs, and whom to ask; absent when all but the desk are. */
  readonly refusal?: { readonly reasons: readonly string[]; readonly advice: readonly string[] };
  /** Reviews of theirs that are due before long, or were; absent: none. */
  readonly lateReviews?: number;
  /** Access reviews that are due before long, or were, and in which something is theirs to decide; absent: none. */
  readonly lateAccess?: number;
  /** The time zone that the console's times are shown in. */
  readonly zone: string;
}

/** GET console/api/records?before=&kind=: newest first; and as events `record` on console/api/stream. */
export interface RecordView {
  readonly position: number;
  readonly at: number;
  readonly kind: string;
  readonly actor: string;
  readonly seat?: string;
  /** One sentence in words: "Ben Okafor opened the chart of KOWALSKI, Anna". */
  readonly summary: string;
  readonly body: unknown;
}
export interface RecordsPage {
  readonly records: readonly RecordView[];
  /** Pass as `before` for older ones; absent on the last page. */
  readonly next?: number;
  /** Every kind of record there is, for the filter. */
  readonly kinds?: readonly string[];
}

/** GET console/api/feeds */
export interface FeedView {
  readonly id: string;
  readonly type: string;
  readonly heardAt: number;
  readonly staleAfter: number;
  readonly stale: boolean;
  readonly wards: readonly string[];
}

/** POST console/api/parked/:id */
export interface ClearParkedRequest {
  readonly outcome: "dismissed" | "retried";
}

/** What became of it: with `still-parked` the reason in words. */
export interface ClearParkedReply {
  readonly type: "done" | "still-parked";
  readonly reason?: string;
}

/** GET console/api/parked; POST console/api/parked/:id with a {@link ClearParkedRequest} */
export interface ParkedView {
  readonly id: string;
  readonly feed: string;
  readonly at: number;
  readonly reason: string;
  /** The message's type and control id; its text only to those who may see it. */
  readonly title: string;
  readonly text: string;
}

/** GET console/api/feeds and console/api/parked answer with a list: `{ feeds }` and `{ parked }`. */
export interface FeedsReply {
  readonly feeds: readonly FeedView[];
}
export interface ParkedReply {
  readonly parked: readonly ParkedView[];
}
