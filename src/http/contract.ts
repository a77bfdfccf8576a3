import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { GrantRequest } from "./grants-contract.ts";

/**
 * What the browser faces and the server say to each other. Imported by `web/` and by `http/bedside`,
 * `http/console`; nothing else may be. All instants are milliseconds since 1970.
 */

/** A person as a screen shows them. */
export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly role: string;
}

/** What identifies a patient on every screen, in the same place with the same shape. */
export interface PatientView {
  readonly id: string;
  /** FAMILY, Given */
  readonly name: string;
  readonly sex: string;
  /** ISO date. */
  readonly birthDate: string;
  /** The hospital's own patient number. */
  readonly number: string;
  /** Name and number are made: it is not known yet who this is (C9). */
  readonly made?: true;
  readonly ward?: string;
  readonly bed?: string;
  /** On leave of absence or elsewhere for the moment; the bed is held. */
  readonly away?: "leave" | "temporary";
  /** Where there is no bed: the service that sees the patient, and when. */
  readonly contact?: { readonly service: string; readonly from: number };
}

/** A way forward that the policy itself has found (D3). */
export type RemedyView =
  /** Give the PIN, or from level 3 on the passkey: the same request is then permitted. */
  | { readonly type: "step-up"; readonly level: 2 | 3 | 4; readonly label: string }
  /** A colleague countersigns at this screen (S10). */
  | { readonly type: "witness"; readonly label: string }
  /** A passkey's ceremony, as the act of signing it (A4). */
  | { readonly type: "sign"; readonly label: string }
  /** Access that was approved already, and only has to be begun (X1): for how many minutes. */
  | {
      readonly type: "start-cover";
      readonly label: string;
      readonly grant: string;
      readonly minutes: number;
    }
  /** The whole request for access that somebody else approves; only the reason has to be chosen. */
  | ({ readonly type: "request-cover"; readonly label: string } & CoverOffer)
  /** Emergency access to this patient (X10): for how many minutes. */
  | ({ readonly type: "break-glass"; readonly label: string } & BreakGlassOffer)
  | ({ readonly type: "start-shift"; readonly label: string } & StartOffer);

/** A shift that the roster does not have (L9): for how many minutes unless it is confirmed. */
export interface StartOffer {
  readonly ward: string;
  readonly role: string;
  readonly minutes: number;
}

/** What would be asked for, and what to choose from: the code is recorded. */
interface CoverOffer {
  /** What gives the least. */
  readonly request: CoverAsk;
  /** What would do too, and gives more. */
  readonly wider: readonly (CoverAsk & {
    /** "nurse in charge": of a role. */
    readonly title?: string;
  })[];
  readonly reasons: readonly { readonly code: string; readonly label: string }[];
}

type CoverAsk = Pick<GrantRequest, "kind" | "patient" | "action" | "role"> & {
  readonly minutes: number;
  readonly ward: string;
};

/** For how many minutes, and what to choose from: the code is recorded. */
interface BreakGlassOffer {
  readonly minutes: number;
  readonly reasons: readonly { readonly code: string; readonly label: string }[];
}

/** Who may open this, or may give it: advice, not a remedy (D3). */
export interface AdviceView {
  readonly said: SaidView;
  readonly type: "ask-whom";
  /** "Ask the nurse in charge of 6A". */
  readonly text: string;
  readonly people: readonly PersonView[];
}

/** What a sentence of the server says, for a screen of another language: its words stand in web/messages, by the code. */
export interface SaidView {
  /** Empty: the sentence is the hospital's own, and is shown as it is. */
  readonly code: string;
  readonly values: Readonly<Record<string, string | { readonly instant: number }>>;
  /** Of its instants. */
  readonly zone: string;
}

/** What a person is told of what they asked for. */
export interface Spoken {
  readonly message: string;
  /** Each of its sentences, for a screen of another language. */
  readonly said?: readonly SaidView[];
}

/** A refusal: what, why in the ward's words, what next. */
export interface RefusalView {
  readonly action: string;
  /** Each of the reasons. */
  readonly said: readonly SaidView[];
  /** "You can't open this chart". */
  readonly title: string;
  /** "She moved to 6A at 01:50, and 4B's access ended with the move." */
  readonly reasons: readonly string[];
  readonly remedies: readonly RemedyView[];
  readonly advice: readonly AdviceView[];
  /** The position of the record of this refusal. */
  readonly position: number;
}

/** One section of an open chart, from FHIR resources. */
export interface ChartSection {
  readonly id: "summary" | "problems" | "allergies" | "medications" | "results" | "notes";
  readonly title: string;
  readonly entries: readonly {
    readonly title: string;
    readonly detail?: string;
    readonly date?: string;
  }[];
}

/** Whether an action could be done now (advice; the act itself is decided and recorded). */
export interface ActionView {
  /** note.write, order.place, ... */
  readonly action: string;
  readonly label: string;
  readonly allowed: boolean;
  /** Allowed once this is given too, when it is done: a colleague who witnesses it here (S10), or a passkey that signs it (A4). */
  readonly asks?: "witness" | "sign";
  /** The occupant records in an emergency: who of those that perform may do it (X18). One of them is named with the act. */
  readonly performers?: readonly PersonView[];
  /** Why not, in words; present when not allowed. */
  readonly reason?: string;
  /** Each part of it, for a screen of another language. */
  readonly said?: readonly SaidView[];
  readonly remedies: readonly RemedyView[];
}

/** A chart on the screen. */
export interface ChartView {
  /** That this chart opens for those named in the patient's care only, and why (C10). */
  readonly care?: string;
  readonly patient: PatientView;
  readonly sections: readonly ChartSection[];
  /** The part that its person looked at last; absent: the first. */
  readonly section?: ChartSection["id"];
  readonly actions: readonly ActionView[];
  /** The earliest moment at which what permits it may lapse (D6). */
  readonly validUntil: number;
  /** Why it may be seen: "Because you are on shift on 4B." */
  readonly because: readonly string[];
  /** Each of these, for a screen of another language. */
  readonly said: readonly SaidView[];
  /** Access that is known to end (a tail, later a grant): since when, until when, and what happens then. */
  readonly ends?: {
    readonly since: number;
    readonly at: number;
    readonly text: string;
    /** The same, for a screen of another language. */
    readonly said: readonly SaidView[];
    /** It is open because the glass was broken (X10); whether more time is offered by now (X11). */
    readonly glass?: { readonly renewable: boolean };
    /** It is open by this grant (X1), which can be given back. */
    readonly grant?: string;
  };
}

/** What a passkey's ceremony begins with, at any screen. */
export interface PasskeyOptionsReply {
  readonly options: PublicKeyCredentialRequestOptionsJSON;
}
/** What the passkey made of it. */
export interface PasskeyRequest {
  readonly response: AuthenticationResponseJSON;
}

/**
 * Every error of the HTTP interfaces of our own screens. The screens know these codes: 401
 * `seat-unknown` (show enrolment), 401 `proof-refused`, 409 `occupant-changed`, 401 `signed-out`
 * (console); any other is shown by its message.
 */
export interface ErrorReply {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Each of its sentences, for a screen of another language; absent: it has none for people, or its code is enough. */
    readonly said?: readonly SaidView[];
    /** With `refused`: a passkey leads to a permit (D3). */
    readonly remedies?: readonly RemedyView[];
  };
}
