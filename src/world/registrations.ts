import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** Why a registration counts no more: its end came, or the register has taken the person off, for good or for a time. */
export type RegistrationLost = "expired" | "struck-off" | "suspended";

/** Who takes over in a ward from whoever may work there no more. */
export interface TakeOver {
  readonly ward: string;
  readonly person: string;
}

/** A person's registration with a professional register (L7); its number stands beside the log. */
export interface Registration {
  /** {@link registrationId} */
  readonly id: string;
  readonly person: string;
  /** The register, by its code. */
  readonly register: string;
  /** When it expires, as far as is known. */
  readonly until: number;
  /** When HR last said something of it that was new. */
  readonly statedAt: number;
  /** When the register itself last said something of it that is on record. */
  readonly toldAt?: number;
  /** Since when the register does not know the number. */
  readonly unknownSince?: number;
  readonly lapsed?: {
    readonly why: RegistrationLost;
    readonly at: number;
    /** When it takes effect: at the end of the shift that was running. */
    readonly effect: number;
    readonly takeOver: readonly TakeOver[];
  };
}

/** A professional register, as it was last asked. */
export interface Register {
  readonly id: string;
  /** When it last answered, about some or about everybody; and when it was last on record that it does not. */
  readonly answeredAt?: number;
  readonly wholeAt?: number;
  readonly failedAt?: number;
  /** Since when it does not answer. */
  readonly failingSince?: number;
  /** When so many lapses at once were last not believed. */
  readonly stoppedAt?: number;
  /** Somebody has said that so many are meant, until then. */
  readonly released?: { readonly lapses: number; readonly until: number };
}

interface Lapses {
  readonly register: string;
  /** Those of the day before included. */
  readonly lapses: number;
  /** Registrations with it before the first of them. */
  readonly live: number;
}

/** The bodies of records about professional registrations. */
export interface RegistrationBodies {
  /** HR says that somebody is registered, and until when. */
  readonly "registration.recorded": {
    readonly person: string;
    readonly register: string;
    readonly until: number;
  };
  /** The register says until when: it was renewed, given back, or was said otherwise here. */
  readonly "registration.confirmed": {
    readonly person: string;
    readonly register: string;
    readonly until: number;
  };
  /** The register does not know the number: somebody looks at it, and nobody is suspended by that. */
  readonly "registration.unknown": { readonly person: string; readonly register: string };
  /** It counts no more; `effect` is when that suspends. */
  readonly "registration.lapsed": {
    readonly person: string;
    readonly register: string;
    readonly why: RegistrationLost;
    readonly effect: number;
    readonly takeOver: readonly TakeOver[];
  };
  /** A register was asked, and answered: about everybody who is registered with it, where it is `whole`. */
  readonly "register.answered": {
    readonly register: string;
    readonly asked: number;
    readonly whole: boolean;
    readonly unknown: number;
  };
  /** It does not answer; it suspends nobody as long. */
  readonly "register.failed": { readonly register: string; readonly asked: number };
  /** So many lapses at once were not believed: somebody is asked. */
  readonly "registrations.stopped": Lapses;
  /** Somebody said that just so many are meant. */
  readonly "registrations.released": {
    readonly register: string;
    readonly lapses: number;
    readonly until: number;
  };
}

/** By which a person's registration with a register is known. */
export function registrationId(person: string, register: string): string {
  return `${person}|${register}`;
}

/** The fold of records about professional registrations. */
export const registrationAppliers: Appliers<keyof RegistrationBodies> = {
  // HR's word gives back what has expired, and nothing that the register took.
  "registration.recorded": (draft, { at, body: { person, register, until } }) => {
    const { lapsed } = draft.registrations.get(registrationId(person, register)) ?? {};
    const stays = lapsed !== undefined && (lapsed.why !== "expired" || until <= at);
    put(draft, { person, register, statedAt: at, until, ...(stays ? { lapsed } : {}) });
  },
  "registration.confirmed": (draft, { at, body }) => {
    const known = draft.registrations.get(registrationId(body.person, body.register));
    put(draft, { ...body, statedAt: known?.statedAt ?? at, toldAt: at });
  },
  "registration.unknown": (draft, { at, body: { person, register } }) => {
    const known = draft.registrations.get(registrationId(person, register));
    if (known === undefined) return;
    draft.registrations.set(known.id, { ...known, toldAt: at, unknownSince: at });
  },
  "registration.lapsed": (draft, { at, body: { person, register, ...lapse } }) => {
    const known = draft.registrations.get(registrationId(person, register));
    if (known === undefined) return;
    draft.registrations.set(known.id, { ...known, lapsed: { ...lapse, at } });
  },
  "register.answered": (draft, { at, body: { register, whole } }) => {
    const { failingSince: _over, failedAt: _told, ...known } = registerOf(draft, register);
    draft.registers.set(register, {
      ...known,
      answeredAt: at,
      ...(whole ? { wholeAt: at } : {}),
    });
  },
  "register.failed": (draft, { at, body: { register } }) => {
    const { failingSince = at, ...known } = registerOf(draft, register);
    draft.registers.set(register, { ...known, failedAt: at, failingSince });
  },
  "registrations.stopped": (draft, { at, body: { register } }) =>
    draft.registers.set(register, { ...registerOf(draft, register), stoppedAt: at }),
  "registrations.released": (draft, { body: { register, ...released } }) =>
    draft.registers.set(register, { ...registerOf(draft, register), released }),
};

function registerOf(draft: Draft, id: string): Register {
  return draft.registers.get(id) ?? { id };
}

function put(draft: Draft, said: Omit<Registration, "id">): void {
  const id = registrationId(said.person, said.register);
  draft.registrations.set(id, { id, ...said });
  draft.registrationsByPerson.add(said.person, id);
}
