import type {
  ChartSection,
  ChartView,
  PasskeyRequest,
  PatientView,
  PersonView,
  RefusalView,
  SaidView,
} from "./contract.ts";
import type { EmergencyView } from "./emergency-contract.ts";
import type { GrantsOnScreen } from "./grants-contract.ts";

import type { StartView, WaitingView } from "./roster-contract.ts";

/**
 * What a phone and the server say to each other. Imported by `web/pocket` and `web/shared`, and by `http/pocket` and what
 * ends phones elsewhere; nothing else may be. Every request carries a DPoP proof of the phone's key, and once somebody is
 * in it names, in the header `wardkey-occupant`, the person whom the phone shows. All instants are milliseconds since 1970.
 */

/** A phone as its person sees it. */
export interface PhoneView {
  readonly id: string;
  /** What it runs, as it said itself. */
  readonly platform: string;
  /** It counts as managed now (C8). */
  readonly managed: boolean;
  /** When it last checked in with the management of devices; absent: never. */
  readonly checkedInAt?: number;
}

/** A chart that is open on a phone. */
export interface PhoneChart {
  readonly patient: PatientView;
  readonly sections: readonly ChartSection[];
  readonly because: readonly string[];
  /** Each of these, for a screen of another language. */
  readonly said: readonly SaidView[];
  /** It is open for a time: by broken glass (X10) or a grant (X1). */
  readonly ends?: ChartView["ends"];
  /** The phone shows it no longer than this without asking again (D6). */
  readonly validUntil: number;
}

/** What a phone shows. */
export type PhoneState =
  /** This browser is no phone of ours; `ended`: it was one. */
  | { readonly type: "unknown"; readonly ended: boolean }
  | { readonly type: "out"; readonly phone: PhoneView }
  | {
      readonly type: "in";
      readonly phone: PhoneView;
      readonly who: PersonView;
      /** The site that it is at, by name: on its network, or seen there lately; absent: it is at none of ours. */
      readonly site?: string;
      /** The ward in which a beacon saw it lately, by name. */
      readonly near?: string;
      /** "Shift on 4B to 07:30"; empty off duty. */
      readonly duty: string;
      /** Each part of it, for a screen of another language. */
      readonly duties: readonly SaidView[];
      readonly zone: string;
      /** When the session ends at the latest. */
      readonly until: number;
      /** Of one's wards and care teams. */
      readonly patients: readonly PatientView[];
      /** Of the services one is on call for. */
      readonly onCall: readonly PatientView[];
      readonly chart?: PhoneChart;
      /** A chart was closed by a change: why. */
      readonly notice?: string;
      /** Its sentences, for a screen of another language. */
      readonly noticeSaid?: readonly SaidView[];
      /** Feeds that have not been heard for longer than their limit (C4). */
      readonly stale: readonly string[];
      /** Each of these, for a screen of another language. */
      readonly staleSaid: readonly SaidView[];
      /** Off duty: what may be started though the roster does not have it (L9). */
      readonly starts: readonly StartView[];
      /** Who waits for one's word, for those in charge. */
      readonly waiting: readonly WaitingView[];
      /** What waits for the person's answer, and what they asked for (X1). */
      readonly grants: GrantsOnScreen;
      /** The emergencies that the person responds to, then those that they are rostered for or that are in a ward of theirs. */
      readonly declared: readonly EmergencyView[];
      /** What they may declare (X16): for the open chart, and for the wards that they are at work for. */
      readonly declare: readonly PhoneEmergencyChoice[];
      /** The person's other phones. */
      readonly others: readonly PhoneView[];
    };

/** POST pocket/api/state; pocket/api/sign-out and pocket/api/chart/close answer with the state that follows. */
export interface PhoneReply {
  readonly state: PhoneState;
}

/**
 * POST pocket/api/register/options, then pocket/api/register: this browser becomes a phone of the passkey's person, who is
 * signed in. POST pocket/api/sign-in/options, then pocket/api/sign-in with a {@link PasskeyRequest}: signs in on it.
 */
export interface RegisterPhoneRequest extends PasskeyRequest {
  readonly platform: string;
}

/** POST pocket/api/chart/open */
export type OpenOnPhoneReply =
  | { readonly type: "open"; readonly state: PhoneState }
  | { readonly type: "refused"; readonly patient?: PatientView; readonly refusal: RefusalView };

/** POST pocket/api/note: about the patient whose chart is open; `key` is the text's, and makes one note of what is sent twice. */
export interface NoteRequest {
  readonly patient: string;
  readonly text: string;
  readonly key: string;
}
export type NoteOnPhoneReply =
  | {
      readonly type: "done";
      readonly state: PhoneState;
      readonly message: string;
      readonly said?: readonly SaidView[];
    }
  | { readonly type: "refused"; readonly refusal: RefusalView };

/**
 * POST pocket/api/grants/request, grants/answer; grants/start may answer as chart/open does; grants/return answers with the
 * state.
 */
export type GrantOnPhoneReply =
  | { readonly type: "done"; readonly state: PhoneState }
  | { readonly type: "refused"; readonly refusal: RefusalView };

/**
 * POST pocket/api/glass/break, as at the bedside, where a passkey of just now is the proof (X11); answers as chart/open does.
 * POST pocket/api/glass/renew, glass/return: of the open chart; each answers with the state.
 */

/** What can be declared on a phone, with the second of two touches. */
export interface PhoneEmergencyChoice {
  readonly type: string;
  /** "Code blue". */
  readonly title: string;
  readonly whom: "chart" | "ward";
  /** Of an open chart the patient's name, else the ward's. */
  readonly where: string;
  readonly ward: string;
}
/** POST pocket/api/emergency/declare: answers with the state, on the patient's chart for who responds by declaring. */
export interface DeclareOnPhoneRequest {
  readonly type: string;
  readonly whom: PhoneEmergencyChoice["whom"];
  readonly ward: string;
}
/**
 * POST pocket/api/emergency/respond, by the roster; /renew, /stand-down, of a responder: an EmergencyRequest each; answers with
 * the state.
 */

/** POST pocket/api/phones/end, bedside/api/phones/end: a phone of one's own is lost or handed back: it ends for good. */
export interface EndPhoneRequest {
  readonly device: string;
  readonly why: "lost" | "handed-back";
}
/** POST bedside/api/phones; the answer to bedside/api/phones/end too. */
export interface PhonesReply {
  readonly phones: readonly PhoneView[];
}
