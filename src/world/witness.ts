import type { Appliers } from "./apply.ts";
import { putAsking } from "./sessions.ts";

/** A session's request for a witness at its seat (S10). It is over with its end, a park, or another patient. */
export interface Asking {
  readonly id: string;
  /** What is to be witnessed, for whom. */
  readonly action: string;
  readonly patient: string;
  readonly until: number;
  /** Who proved themselves at the seat for it, last. */
  readonly witness?: Witness;
}

/** A colleague who tapped and gave their PIN at somebody else's seat; they have no session by that. */
export interface Witness {
  readonly person: string;
  readonly badge: string;
  /** When the PIN was given. */
  readonly provedAt: number;
  /** Whether the policy lets them witness, and they have. */
  readonly agreed: boolean;
}

/** The bodies of records about witnesses. */
export interface WitnessBodies {
  readonly "witness.asked": {
    readonly action: string;
    readonly asking: string;
    readonly patient: string;
    readonly session: string;
    readonly until: number;
  };
  /** Cancelled by the one who asked. */
  readonly "witness.withdrawn": { readonly asking: string; readonly session: string };
  /** Somebody else's tap and PIN at the seat; whether they may witness is decided next. */
  readonly "witness.proved": {
    readonly asking: string;
    readonly badge: string;
    readonly person: string;
    readonly session: string;
  };
  readonly "witness.agreed": {
    readonly asking: string;
    readonly person: string;
    readonly session: string;
  };
  /** It was done, once, by `person` with `witness`: in the batch of the permit that says so. */
  readonly "witness.used": {
    readonly action: string;
    readonly asking: string;
    readonly patient: string;
    readonly person: string;
    readonly session: string;
    readonly witness: string;
  };
}

/** The fold of records about witnesses. */
export const witnessAppliers: Appliers<keyof WitnessBodies> = {
  "witness.asked": (draft, { body }) => {
    const { action, asking, patient, session, until } = body;
    putAsking(draft, session, () => ({ id: asking, action, patient, until }));
  },
  "witness.withdrawn": (draft, { body }) => {
    putAsking(draft, body.session, (known) => (known?.id === body.asking ? undefined : known));
  },
  "witness.proved": (draft, { at, body }) => {
    const { asking, badge, person, session } = body;
    const witness = { person, badge, provedAt: at, agreed: false };
    putAsking(draft, session, (known) => (known?.id === asking ? { ...known, witness } : known));
  },
  "witness.agreed": (draft, { body }) => {
    putAsking(draft, body.session, (known) => {
      const isTheirs = known?.id === body.asking && known.witness?.person === body.person;
      if (!isTheirs || known.witness === undefined) return known;
      return { ...known, witness: { ...known.witness, agreed: true } };
    });
  },
  "witness.used": (draft, { body }) => {
    putAsking(draft, body.session, (known) => (known?.id === body.asking ? undefined : known));
  },
};
