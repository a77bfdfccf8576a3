import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

/** What the page that a locum's link opens and the server say to each other. All instants are milliseconds since 1970. */

/** POST arrive/api/look, arrive/api/options: the secret of the link, which stands behind the # of its address. */
export interface ArriveRequest {
  readonly link: string;
}
/** What is offered to whoever has the link. */
export interface ArriveReply {
  readonly name: string;
  readonly role: string;
  readonly ward: string;
  /** The ward's own time zone. */
  readonly zone: string;
  readonly from: number;
  readonly to: number;
}
export interface ArriveOptionsReply {
  readonly options: PublicKeyCredentialCreationOptionsJSON;
}
/** POST arrive/api/accept: the offer is taken with the passkey that was made; only both together spend the link. */
export interface ArriveAcceptRequest extends ArriveRequest {
  readonly response: RegistrationResponseJSON;
}
/** The code for the desk: shown this once. */
export interface ArriveAcceptReply {
  readonly code: string;
}
