import type { TrustedIssuer } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";

/** Why a staff passport is not believed; each is another thing for the desk to do. */
export type PassportFault =
  | "unreadable"
  | "wrong-type"
  | "untrusted-issuer"
  | "forged"
  | "not-yet"
  | "expired"
  | "no-holder-proof"
  | "wrong-holder"
  | "wrong-audience"
  | "replayed"
  | "stale-proof"
  | "revoked"
  | "suspended"
  | "status-unknown"
  | "proofing-too-low"
  | "role-not-theirs"
  | "incomplete"
  | "declined";

/** Why, in a sentence for whoever stands at the desk, and what to do. */
export const faultWords: Readonly<Record<PassportFault, string>> = {
  unreadable: "This is no staff passport, or not the whole of one. Have it presented again.",
  "wrong-type": "This is a credential, but no staff passport. Ask for the staff passport.",
  "untrusted-issuer":
    "Whoever issued it is not believed here, or not any more. Check who they are by their documents.",
  forged: "It was changed, or its issuer did not sign it. Do not accept it, and tell security.",
  "not-yet": "It is not good yet. Look at the date from which it is.",
  expired: "It has expired. Ask for a new one, or check who they are by their documents.",
  "no-holder-proof":
    "It was shown without the proof that it is the holder's own: a copy, perhaps. Have it presented from their own phone.",
  "wrong-holder":
    "The proof is by another key than the passport's, or about another passport. Do not accept it.",
  "wrong-audience": "It was presented to somebody else. Have it presented here.",
  replayed: "This was an answer to another request. Ask anew, and have it presented again.",
  "stale-proof": "The proof is too old. Have it presented again.",
  revoked: "Its issuer has revoked it. Do not accept it; their staff bank says why.",
  suspended: "Its issuer has suspended it. Do not accept it now; their staff bank says why.",
  "status-unknown":
    "Whether it was revoked cannot be found out now. Try again, or check who they are by their documents.",
  "proofing-too-low":
    "Who they are was checked less well than is asked of this issuer. Check it by their documents.",
  "role-not-theirs": "Its issuer is not believed for this role here.",
  incomplete: "It does not say all that a staff passport has to, or not all was disclosed.",
  declined:
    "Nothing was presented: they did not want to, or their wallet has no staff passport. Ask anew, or check who they are by their documents.",
};

/** A staff passport that is not believed. Nothing of it is in the message. */
export class PassportError extends Error {
  readonly code: PassportFault;

  constructor(code: PassportFault) {
    super(code);
    this.name = "PassportError";
    this.code = code;
  }
}

/** What issuers and holders sign with. */
export const signatureAlgorithms: string[] = ["ES256", "ES384", "EdDSA"];

/** The members of a JSON object that somebody outside made. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a believed passport says, and where that can be asked again. */
export interface Passport {
  readonly issuer: TrustedIssuer;
  /** Who it is, by the issuer's name for them (`sub`). */
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  /** Proofing as it was done by or for the issuer (L7): level (IAL), method, by whom and when. */
  readonly proofing: {
    readonly level: number;
    readonly method: string;
    readonly by: string;
    readonly at: Instant;
  };
  /** With a professional register, where the profession has one. */
  readonly registration?: {
    readonly body: string;
    readonly number: string;
    readonly until: Instant;
  };
  /** When it stops being good; the issuer may revoke it before. */
  readonly until: Instant;
  readonly status: StatusReference;
  /** RFC 7638 thumbprint of the holder's key. */
  readonly holder: string;
}

/** Where a passport stands in its issuer's list of what was revoked (Token Status List, section 6.2). */
export interface StatusReference {
  readonly uri: string;
  readonly index: number;
}
