import type { SaidView } from "./contract.ts";

/** What the console and the server say to each other of staff passports. All instants are milliseconds since 1970. */

/** POST console/api/people/:person/engagements/:engagement/passport: a request that one wallet may answer, once. */
export interface PassportRequestReply {
  readonly id: string;
  /** What a wallet opens, or reads from a QR code. */
  readonly link: string;
  readonly until: number;
}

/** GET …/passport/:id: what became of it. Over: nobody has answered in time, or it was accepted. */
export type PassportReply =
  | { readonly type: "waiting" | "over" }
  | {
      readonly type: "refused";
      readonly code: string;
      readonly message: string;
      readonly said: readonly SaidView[];
    }
  | { readonly type: "believed"; readonly passport: PassportView };

/** What a believed passport says, to be compared with whoever stands at the desk. */
export interface PassportView {
  readonly name: string;
  /** What the one is called here to whom the engagement is offered, and whether that is the same name. */
  readonly expected: string;
  readonly isSameName: boolean;
  readonly role: string;
  /** Of the issuer. */
  readonly issuer: string;
  readonly level: number;
  readonly method: string;
  readonly by: string;
  readonly at: number;
  readonly until: number;
  readonly registration?: {
    readonly body: string;
    readonly number: string;
    readonly until: number;
  };
}

/** POST …/passport/:id/accept: it is them. Answers the person as they stand after it (PersonReply). */

/** POST console/api/people/:person/engagements/:engagement/passport-offer: a staff passport of this house, for one wallet. */
export interface PassportOfferReply {
  /** What a wallet opens, or reads from a QR code. */
  readonly link: string;
  /** Told to whoever it is for, who types it into the wallet. */
  readonly pin: string;
  readonly until: number;
}
