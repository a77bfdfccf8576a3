import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { SecondPerson } from "./console-contract.ts";
import type { PersonView, Spoken } from "./contract.ts";
import type { EngagementView, RegistrationView } from "./people-contract.ts";

/** What the console and the server say to each other at the locum desk. All instants are milliseconds since 1970. */

/** GET console/api/locums: the wards whose locums the person may see, and who is booked there. */
export interface LocumsReply {
  readonly wards: readonly LocumWard[];
  /** Those who come or are here, the next to begin first. */
  readonly locums: readonly LocumView[];
  /** The professional registers of which something is on record, by their codes. */
  readonly registers: readonly string[];
}
export interface LocumWard {
  readonly id: string;
  readonly name: string;
  readonly may: { readonly book: boolean; readonly proof: boolean; readonly issue: boolean };
  /** What a locum may be booked as there. */
  readonly roles: readonly { readonly name: string; readonly title: string }[];
  /** The times of the ward's own shifts, by its wall clock, the most usual first. */
  readonly patterns: readonly ShiftTimes[];
  /** The day that it is there, as 2026-03-31. */
  readonly today: string;
}
/** From and to as 19:30, by the ward's wall clock; an end that is not after the beginning is on the day after. */
export interface ShiftTimes {
  readonly from: string;
  readonly to: string;
}
/** A locum who is booked for one shift. */
export interface LocumView {
  readonly engagement: string;
  readonly who: PersonView;
  readonly agency?: string;
  readonly ward: string;
  readonly from: number;
  readonly to: number;
  /** When everything ends: the shift's end and its handover margin. */
  readonly until: number;
  readonly state: EngagementView["state"];
  readonly proof?: EngagementView["proof"];
  readonly registrations: readonly RegistrationView[];
  readonly badges: number;
  readonly passkeys: number;
  /** The link for their own phone that was made last, unless it was withdrawn. */
  readonly phone?: {
    readonly state: "sent" | "expired" | "accepted" | "bound" | "failed";
    readonly until: number;
  };
}

/** POST console/api/locums. */
export interface BookLocumRequest {
  readonly ward: string;
  readonly role: string;
  /** The day on which it begins, as 2026-03-31. */
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly agency: string;
  /** One of those of that name who were here before; "new": none of them. */
  readonly person?: string;
}
export type BookLocumReply =
  | { readonly type: "booked"; readonly locum: LocumView }
  /** People of this name were locums on this ward: it has to be said whether it is one of them. */
  | { readonly type: "known"; readonly people: readonly PersonView[] };

/** POST console/api/locums/:engagement/proof: who they are was seen. */
export interface ProofLocumRequest {
  readonly method: "photo-id" | "known-with-witness";
  readonly level: 1 | 2;
  /** The last day on which the evidence counts, as 2026-03-31. */
  readonly until: string;
}

/** POST console/api/locums/:engagement/registration: a professional registration that they have shown (L7). */
export interface LocumRegistrationRequest {
  /** The register, by its code. */
  readonly register: string;
  readonly number: string;
  /** Its last day, as 2026-03-31. */
  readonly last: string;
}
/** POST console/api/locums/:engagement/badge: a badge, and a PIN that they type themselves. */
export interface GiveLocumRequest {
  readonly badge: string;
  readonly pin: string;
  readonly second?: SecondPerson;
}
/** POST console/api/locums/:engagement/passkey/options. */
export interface LocumPasskeyReply {
  readonly options: PublicKeyCredentialCreationOptionsJSON;
}
/** POST console/api/locums/:engagement/passkey. */
export interface LocumPasskeyRequest {
  readonly response: RegistrationResponseJSON;
  readonly second?: SecondPerson;
}
/** POST console/api/locums/:engagement/phone; with an address the link goes there by mail too, and the address is kept no longer. */
export interface LocumPhoneRequest {
  readonly mail?: string;
}
/** A link for the locum's own phone, which is shown this once. */
export interface LocumPhoneReply {
  readonly link: string;
  readonly until: number;
  readonly locum: LocumView;
}
/** POST console/api/locums/:engagement/phone/code: the code that the phone of whoever stands there shows. */
export interface LocumCodeRequest {
  readonly code: string;
  readonly second?: SecondPerson;
}
/** The answer of each act on one booking: as it is now; or what else it takes. */
export type LocumReply =
  | { readonly type: "done"; readonly locum: LocumView }
  | ({ readonly type: "another" | "second" } & Spoken);
