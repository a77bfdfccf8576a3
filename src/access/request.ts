/** Who wants to do it. */
export interface Subject {
  readonly type: string;
  readonly id: string;
}

/** What it is done to: `patient`, `ward`, `seat`, `hospital`, by internal id. */
export interface Resource {
  readonly type: string;
  readonly id: string;
}

/** What the request names; the facts about it come from the world, never from the caller. */
export interface RequestContext {
  /** Of a workload: the address that it calls from, as whoever serves it sees it. */
  readonly address?: string;
  /** Of a workload: the kind of data it is about, such as `Observation` (FHIR), with a query for a part of it. */
  readonly data?: string;
  readonly session?: string;
  readonly seat?: string;
  readonly device?: string;
  /** Purpose of use (HL7 v3 PurposeOfUse); TREAT when absent (D4). */
  readonly purpose?: string;
  /** The ceremony by which just this was signed (A4); whether it was, the world says. */
  readonly signature?: string;
  /** Who countersigned at the seat (S10); whether they did, the world says. */
  readonly witness?: string;
  /** The session that asks the subject to witness; what they proved for it, the world says. */
  readonly witnessing?: string;
  /** The session of a colleague who records what the subject performs (X18); whether they may, the world says. */
  readonly recording?: string;
}

/** May `subject` do `action` to `resource`? */
export interface AccessRequest {
  readonly subject: Subject;
  readonly action: string;
  readonly resource: Resource;
  readonly context: RequestContext;
}

/** The hospital as a whole, as the resource of what concerns no ward: the log, the feeds, parked messages. */
export const hospital: Resource = { type: "hospital", id: "hospital" };
