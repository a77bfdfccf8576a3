import type { PatientView, PersonView, SaidView } from "./contract.ts";

/** What the console and the server say to each other of incidents. All instants are milliseconds since 1970. */

/** GET console/api/incidents: those that are open (X13); the oldest first. */
export interface IncidentsReply {
  readonly incidents: readonly IncidentView[];
  /** One's role includes closing them. */
  readonly mayClose: boolean;
}

/** Something that should not have been, until somebody has closed it. */
export interface IncidentView {
  readonly id: string;
  readonly cause:
    | "unjustified"
    | "after-engagement-ended"
    | "after-badge-ended"
    | "after-role-ended"
    | "not-merged";
  readonly who: PersonView;
  /** Absent where it is about no one patient. */
  readonly patient?: PatientView;
  /** To whom of the staff it was done. */
  readonly whom?: PersonView;
  readonly ward?: string;
  /** Why they said they needed it. */
  readonly reason: string;
  /** The same, for a screen of another language. */
  readonly said: SaidView;
  /** When they did it, and when it was found. */
  readonly at: number;
  readonly openedAt: number;
  /** Why somebody else has to close it (X19). */
  readonly conflict?: "own" | "own-chart" | "of-your-manager";
}

/** What an incident may come to: justified after all; dealt with in the hospital; those told who have to be. */
export type IncidentOutcome = "mistaken" | "dealt-with" | "notified";

/** POST console/api/incidents/:id/close; the answer is what is left. */
export interface CloseIncidentRequest {
  readonly outcome: IncidentOutcome;
}
