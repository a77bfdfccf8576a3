import type { Appliers } from "./apply.ts";
import { noteException } from "./exceptions.ts";
import type { Curtailed } from "./standing-access.ts";
import type { Draft } from "./world.ts";

/** Access to one patient that somebody took in an emergency (X10): it ends by itself, and a review stands open for it. */
export interface BrokenGlass extends Curtailed {
  readonly id: string;
  readonly person: string;
  /** It is live only while this is (L1). */
  readonly engagement: string;
  readonly patient: string;
  /** Where the work was; absent for a patient who is on no ward. */
  readonly ward?: string;
  /** A code of break-glass.yaml; in a declared emergency none is asked (X11). */
  readonly reason: string;
  /** The emergency in which it was broken, with which it ends; absent: in none. */
  readonly emergency?: string;
  readonly at: number;
  readonly until: number;
}

/** The bodies of records about broken glass. */
export interface GlassBodies {
  readonly "glass.broken": {
    readonly emergency?: string;
    readonly engagement: string;
    readonly glass: string;
    readonly patient: string;
    readonly person: string;
    readonly reason: string;
    readonly until: number;
    readonly ward?: string;
  };
  /** By one touch, before its end (X11). */
  readonly "glass.renewed": { readonly glass: string; readonly until: number };
  /** It ran out, whoever broke it needs it no more, their engagement ended, or its review found it unjustified (X13). */
  readonly "glass.ended": {
    readonly glass: string;
    readonly reason: "over" | "given-back" | "emergency-over" | "engagement-ended" | "unjustified";
  };
}

/** The fold of records about broken glass. */
export const glassAppliers: Appliers<keyof GlassBodies> = {
  "glass.broken": (draft, { at, body }) => {
    const { glass, ...rest } = body;
    draft.glasses.set(glass, { id: glass, at, ...rest });
    draft.glassesByPerson.add(body.person, glass);
    const { patient, person, reason, ward } = body;
    const place = ward === undefined ? {} : { ward };
    noteException(draft, { id: glass, person, patient, reason, at, ...place });
  },
  "glass.renewed": (draft, { body }) => {
    const glass = draft.glasses.get(body.glass);
    if (glass !== undefined) draft.glasses.set(glass.id, { ...glass, until: body.until });
  },
  "glass.ended": (draft, { body }) => removeGlass(draft, body.glass),
};

function removeGlass(draft: Draft, id: string): void {
  const glass = draft.glasses.get(id);
  if (glass === undefined) return;
  draft.glasses.delete(id);
  draft.glassesByPerson.remove(glass.person, id);
}
