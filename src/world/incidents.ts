import type { Appliers } from "./apply.ts";
import { outcomeKnown } from "./exceptions.ts";
import type { ReviewType } from "./reviews.ts";

/** What made it one. */
export type IncidentCause =
  /** A review came to "unjustified" (X13). */
  | "unjustified"
  /** A node that was cut off permitted something after what it rested on had ended (X14). */
  | "after-engagement-ended"
  | "after-badge-ended"
  | "after-role-ended"
  /** What a node did while it was cut off does not go into the log: it is kept in that node's data directory (X14). */
  | "not-merged";

/** What an incident came to. */
export type IncidentOutcome =
  /** It was justified after all. */
  | "mistaken"
  /** The hospital has dealt with it. */
  | "dealt-with"
  /** Whoever had to be was told: the patient, the authority. */
  | "notified";

/** Something that should not have been, until a person has closed it. */
export interface Incident {
  readonly id: string;
  readonly cause: IncidentCause;
  /** What it is about: the id of the broken glass, of the emergency, of the act, of the shift; of a re-proofing the person to whom it was done. */
  readonly about: string;
  /** Whose doing it was. */
  readonly person: string;
  /** Absent where it is about no one patient. */
  readonly patient?: string;
  /** Who vouched beside whoever did it: of a re-proofing. */
  readonly second?: string;
  readonly ward?: string;
  /** What `reason` is a code of. */
  readonly type: ReviewType;
  /** A code: why they said they did it. */
  readonly reason: string;
  /** When they did it. */
  readonly happenedAt: number;
  readonly openedAt: number;
}

/** The bodies of records about incidents. */
export interface IncidentBodies {
  /** Its actor is who found it; the system where nobody had to. */
  readonly "incident.opened": {
    readonly about: string;
    readonly cause: IncidentCause;
    readonly happenedAt: number;
    readonly incident: string;
    readonly patient?: string;
    readonly person: string;
    readonly reason: string;
    readonly second?: string;
    readonly type: ReviewType;
    readonly ward?: string;
  };
  /** Its actor is who closed it. */
  readonly "incident.closed": { readonly incident: string; readonly outcome: IncidentOutcome };
}

/** The fold of records about incidents. */
export const incidentAppliers: Appliers<keyof IncidentBodies> = {
  "incident.opened": (draft, { at, body }) => {
    const { incident, ...rest } = body;
    draft.incidents.set(incident, { id: incident, openedAt: at, ...rest });
  },
  "incident.closed": (draft, { body }) => {
    const about = draft.incidents.get(body.incident)?.about;
    // What was justified after all is counted like any other exception (X20).
    if (body.outcome === "mistaken") outcomeKnown(draft, about, "justified");
    draft.incidents.delete(body.incident);
  },
};
