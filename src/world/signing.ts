import type { Appliers } from "./apply.ts";
import { putSignature } from "./sessions.ts";

/** A passkey's ceremony by which a session's person signed one act (A4). It is over with a park, or another patient. */
export interface Signature {
  readonly id: string;
  /** What was signed, for whom. */
  readonly action: string;
  readonly patient: string;
  readonly passkey: string;
  readonly at: number;
}

/** The bodies of records about signing acts. */
export interface SigningBodies {
  /**
   * `digest` is the ceremony's challenge, in base64url: a hash, salted with a nonce that is kept with what was signed and
   * erased with it (U3).
   */
  readonly "signature.given": {
    readonly action: string;
    readonly digest: string;
    readonly passkey: string;
    readonly patient: string;
    readonly session: string;
    readonly signature: string;
  };
  /** It signed one act, once: in the batch of the permit that rests on it. */
  readonly "signature.used": { readonly session: string; readonly signature: string };
}

/** The fold of records about signing acts. */
export const signingAppliers: Appliers<keyof SigningBodies> = {
  "signature.given": (draft, { at, body }) => {
    const { action, passkey, patient, session, signature } = body;
    putSignature(draft, session, { id: signature, action, patient, passkey, at });
  },
  "signature.used": (draft, { body }) => putSignature(draft, body.session, undefined),
};
