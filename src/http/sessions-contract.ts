import type { PatientView, PersonView } from "./contract.ts";

/** What the console and the server say to each other of sessions. All instants are milliseconds since 1970. */

/** GET console/api/sessions?contains=: those that live now, of a ward or of the hospital, as far as one looks after them. */
export interface SessionsReply {
  /** The latest first, and not more than a page can show. */
  readonly sessions: readonly SessionView[];
  /** How many there are that fit. */
  readonly total: number;
}

/** A person on a surface. */
export interface SessionView {
  readonly id: string;
  readonly who: PersonView;
  readonly surface: "seat" | "phone" | "console";
  /** The name of the seat, or what phone it is; absent for a console. */
  readonly place?: string;
  /** The seat's ward. */
  readonly ward?: string;
  readonly level: number;
  readonly since: number;
  /** When it ends by itself, at the latest. */
  readonly ends: number;
  /** It comes back by a tap. */
  readonly parked: boolean;
  /** A chart is open in it. */
  readonly chart: boolean;
  /** Whose chart, for whoever reads the log, where it stands too. */
  readonly patient?: PatientView;
  /** It is the one in which this is asked. */
  readonly here: boolean;
  readonly own: boolean;
  readonly mayEnd: boolean;
}

/** POST console/api/sessions/:id/end; whose the page showed that it was. The answer is what is left. */
export interface EndSessionRequest {
  readonly person: string;
}
