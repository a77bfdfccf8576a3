import type { Appliers } from "./apply.ts";
import type { Proofing } from "./people.ts";

/**
 * A passkey of a person (WebAuthn Level 3). Its credential id and public key are only in the table
 * `credentials`. One that was removed has left the world.
 */
export interface Passkey {
  readonly id: string;
  readonly person: string;
  /** It was enrolled under this engagement and is live only while that is (L3). */
  readonly engagement: string;
  /** The sign counter of its last use; 0 from authenticators that do not count (section 6.1.1). */
  readonly counter: number;
  /** Its authenticator may copy the key to other devices (section 6.1.3). */
  readonly synced: boolean;
  /** The model (AAGUID) that its maker's certificate attested at enrolment. */
  readonly model?: string;
  /** Its counter went back: there may be a copy of it, so it opens nothing any more. */
  readonly locked: boolean;
  readonly enrolledAt: number;
  readonly usedAt?: number;
}

/** Why a passkey that signed rightly was refused all the same. */
export type PasskeyRefusal =
  /** Its counter went back earlier. */
  | "locked"
  /** The engagement that it was enrolled under has ended (L1, L3). */
  | "not-engaged"
  /** It is not the passkey of the one who is signed in. */
  | "other-person"
  /** The authenticator did not verify its user: no PIN, finger or face. */
  | "not-verified"
  /** The policy does not let its person in at that seat (A1). */
  | "policy";

/** The bodies of records about passkeys. */
export interface PasskeyBodies {
  /**
   * Enrolled at a supervised desk: the actor supervised, and `badge` with its PIN proved the person; where they were given a
   * passkey before, `checked` is what the actor checked besides; `second` vouched for them, by badge and PIN. One that was made on their
   * own phone before they came has no badge, but an `invitation`.
   */
  readonly "passkey.enrolled": {
    readonly passkey: string;
    readonly person: string;
    readonly engagement: string;
    readonly badge?: string;
    readonly checked?: Proofing;
    readonly counter: number;
    readonly invitation?: string;
    readonly synced: boolean;
    readonly model?: string;
    readonly second?: string;
  };
  readonly "passkey.used": { readonly passkey: string; readonly counter: number };
  /** A use whose sign counter, `counter`, was not above the last one: refused, and the passkey locked. */
  readonly "passkey.locked": {
    readonly passkey: string;
    readonly counter: number;
    readonly why: "counter-went-back";
  };
  readonly "passkey.refused": {
    readonly passkey: string;
    readonly why: PasskeyRefusal;
    /** Those that refused it, where the policy did. */
    readonly policies?: readonly string[];
  };
  readonly "passkey.removed": { readonly passkey: string; readonly reason: string };
}

/** The fold of records about passkeys. */
export const passkeyAppliers: Appliers<keyof PasskeyBodies> = {
  "passkey.enrolled": (draft, { at, body }) => {
    const { counter, engagement, model, passkey, person, synced } = body;
    const attested = model === undefined ? {} : { model };
    const rest = { person, engagement, counter, synced, ...attested };
    draft.passkeys.set(passkey, { id: passkey, ...rest, locked: false, enrolledAt: at });
    draft.passkeysByPerson.add(body.person, passkey);
  },
  "passkey.used": (draft, { at, body }) => {
    const passkey = draft.passkeys.get(body.passkey);
    if (passkey === undefined) return;
    draft.passkeys.set(passkey.id, { ...passkey, counter: body.counter, usedAt: at });
  },
  "passkey.locked": (draft, { body }) => {
    const passkey = draft.passkeys.get(body.passkey);
    if (passkey !== undefined) draft.passkeys.set(passkey.id, { ...passkey, locked: true });
  },
  "passkey.refused": () => undefined,
  "passkey.removed": (draft, { body }) => {
    const passkey = draft.passkeys.get(body.passkey);
    if (passkey === undefined) return;
    draft.passkeys.delete(passkey.id);
    draft.passkeysByPerson.remove(passkey.person, passkey.id);
  },
};
