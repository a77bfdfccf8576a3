import type { PatientView, PersonView } from "./contract.ts";

/**
 * Declared emergencies (X16 to X18), as the bedside screens and the server speak of them: imported by `web/` and by
 * `http/bedside`.
 */

/** What can be declared here, with the second of two touches. */
export interface EmergencyChoice {
  /** A kind of the policy's: code-blue. */
  readonly type: string;
  /** "Code blue". */
  readonly title: string;
  /** For the patient in the screen's bed, for the one whose chart is open, or for the whole ward. */
  readonly whom: "bed" | "chart" | "ward";
  /** "4B, bed 3"; of an open chart the patient's name. */
  readonly where: string;
}

/** A declared emergency as a locked screen may show it: nothing of a patient but the bed. */
export interface EmergencyCallView {
  readonly id: string;
  /** A kind of the policy's: code-blue. */
  readonly type: string;
  readonly title: string;
  /** "4B, bed 3". */
  readonly where: string;
  readonly since: number;
  readonly until: number;
}

/** Who performs, or records what others perform (X18). */
export type EmergencyTask = "performs" | "records";

/** A declared emergency as somebody who is in sees it. */
export interface EmergencyView extends EmergencyCallView {
  /** What the occupant does in it; absent: they do not respond. */
  readonly task?: EmergencyTask;
  /** They may say that they respond: by the roster, or because they are at its ward (X17). */
  readonly mayRespond: boolean;
  /** More time is offered by now. */
  readonly renewable: boolean;
  readonly responders: readonly {
    readonly who: PersonView;
    readonly task: EmergencyTask;
    /** They only said so, and whoever is in may say that they are not needed. */
    readonly maySendAway?: true;
  }[];
  /** Whose chart a responder opens; absent: those in the ward, or not yet a responder. */
  readonly patient?: string;
}

/** Something that the occupant performed and has to sign for (X18). */
export interface UnsignedActView {
  readonly id: string;
  /** "Place this order". */
  readonly label: string;
  readonly patient: PatientView;
  readonly at: number;
  readonly due: number;
  /** Who recorded it; absent: they themselves. */
  readonly recordedBy?: string;
}

/** POST bedside/api/emergency/declare: signed in or not (X16); answers with the state. */
export interface DeclareRequest {
  readonly type: string;
  readonly whom: EmergencyChoice["whom"];
}
/**
 * POST bedside/api/emergency/respond: "I am responding" (X17), by the occupant, or with `tap` by whoever has tapped and is asked
 * for a PIN; answers with the state, on the patient's chart if it is for one.
 */
export interface RespondRequest {
  readonly emergency: string;
  readonly tap?: string;
}
/** POST bedside/api/emergency/task, /renew, /stand-down: of a responder; each answers with the state. */
export interface EmergencyRequest {
  readonly emergency: string;
}
/** POST bedside/api/emergency/send-away: somebody who only said that they respond is not needed (X17); answers with the state. */
export interface SendAwayRequest extends EmergencyRequest {
  readonly person: string;
}
export interface TaskRequest extends EmergencyRequest {
  readonly task: EmergencyTask;
}
/** POST bedside/api/emergency/act: an ActRequest that `performer` performs and the occupant records (X18); answers as it does. */
export interface RecordActRequest {
  readonly patient: string;
  readonly action: string;
  readonly text: string;
  readonly performer: string;
  readonly confirmed?: boolean;
}
/** POST bedside/api/emergency/sign: the occupant signs for all that they performed for a patient (X18). */
export interface SignForRequest {
  readonly patient: string;
}

/** What a seat's state says of emergencies. */
export interface SeatEmergencies {
  /** Those that the occupant responds to, then the others here, and those that they are rostered for or have declared. */
  readonly declared: readonly EmergencyView[];
  readonly declare: readonly EmergencyChoice[];
  readonly unsigned: readonly UnsignedActView[];
}
