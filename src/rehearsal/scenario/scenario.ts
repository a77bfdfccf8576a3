import type { Duration, Instant } from "../../ports/index.ts";
import type { Contact, EngagementType, PathwayTeams } from "../../world/index.ts";
import type { Act } from "../vocabulary/acts.ts";
import type { remedies } from "./shapes.ts";

/** A clinical task: who and what there is, what happens, and what must come of it. Names are the file's own. */
export interface Scenario {
  readonly file: string;
  readonly task: string;
  /** The IANA zone of all times in the file. */
  readonly zone: string;
  readonly given: Given;
  /** In order; never empty. */
  readonly steps: readonly Step[];
  readonly budget: Budget;
}

/** The hospital as it is when the task begins. */
export interface Given {
  readonly sites: readonly GivenSite[];
  readonly wards: readonly GivenWard[];
  readonly seats: readonly GivenSeat[];
  readonly staff: readonly GivenPerson[];
  readonly patients: readonly GivenPatient[];
  readonly careTeams: readonly GivenCareTeam[];
  readonly contacts: readonly GivenContact[];
  readonly devices: readonly GivenDevice[];
  readonly feeds: readonly GivenFeed[];
  readonly workloads: readonly GivenWorkload[];
}

/** A site, in the file's zone unless it has one of its own. */
export interface GivenSite {
  readonly id: string;
  readonly zone: string;
}

/** A ward, or a clinical service. */
export interface GivenWard {
  readonly id: string;
  readonly type: "ward" | "service";
  readonly site: string;
  readonly pattern: string;
  readonly service?: string;
}

/** A shared workstation. */
export interface GivenSeat {
  readonly id: string;
  readonly ward: string;
  readonly bed?: string;
}

/** An appointment, or what a service is asked for. */
export interface GivenContact {
  readonly type: Contact["type"];
  readonly patient: string;
  readonly service: string;
  readonly person?: string;
  readonly teams?: PathwayTeams;
  readonly from: Instant;
  readonly to: Instant;
}

/** Somebody with a badge and a PIN. */
export interface GivenPerson {
  readonly id: string;
  readonly role: string;
  /** Other roles that they hold in the same places. */
  readonly also: readonly string[];
  /** The ward and the service in which the role is held; never empty. */
  readonly holdsAt: readonly string[];
  /** These, and wherever else the roster has them. */
  readonly places: readonly string[];
  readonly engagement: {
    readonly type: EngagementType;
    /** Absent: since long before, and long after. */
    readonly from?: Instant;
    readonly to?: Instant;
  };
  /** The organisation whose staff passport showed who they are. */
  readonly passport?: string;
  /** When their professional registration expires. */
  readonly registered?: Instant;
  readonly shifts: readonly GivenPeriod[];
  readonly onCalls: readonly GivenPeriod[];
}

/** A rostered period. */
export interface GivenPeriod {
  /** The ward of a shift, the service of an on-call period. */
  readonly place: string;
  /** Of an on-call period: only at this site. */
  readonly site?: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** A patient; without a ward one who is known here and not in the house. */
export interface GivenPatient {
  readonly id: string;
  readonly ward?: string;
  readonly bed?: string;
  /** HL7 table 0004: I in-patient, O out-patient, E emergency. */
  readonly class: "I" | "O" | "E";
  /** When they came; absent: the day before. */
  readonly since?: Instant;
  readonly attending: readonly string[];
  readonly consulting: readonly string[];
  /** What makes the chart one that needs care (C10). */
  readonly marks: readonly ("sealed" | "vip" | "colleague")[];
  /** The member of staff whose own chart it is. */
  readonly staff?: string;
  /** Somebody has to register them first (C9): their chart is not here. */
  readonly unknown: boolean;
}

/** People who care for a patient, wherever the patient is. */
export interface GivenCareTeam {
  readonly patient: string;
  readonly members: readonly string[];
}

/** A person's phone or tablet and its posture. */
export interface GivenDevice {
  readonly id: string;
  readonly person: string;
  readonly managed: boolean;
  readonly encrypted: boolean;
  readonly onSite: boolean;
}

/** A program that somebody approved (N8); what is absent narrows nothing. */
export interface GivenWorkload {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly wards?: readonly string[];
  readonly purposes?: readonly string[];
  /** By the clock of the file's zone. */
  readonly hours?: { readonly from: string; readonly to: string };
  readonly networks?: readonly string[];
  readonly until?: Instant;
}

/** Something that tells the hospital facts. */
export interface GivenFeed {
  readonly id: string;
  readonly type: "adt" | "roster";
  readonly wards?: readonly string[];
}

/** One thing that somebody does, and what must come of it. */
export interface Step {
  readonly line: number;
  /** The stated time; absent: right after the step before. */
  readonly at?: Instant;
  /** A person, a patient or a feed. */
  readonly actor: string;
  /** As it was written. */
  readonly sentence: string;
  readonly act: Act;
  readonly expect: Expectation;
}

/** What must come of a step. A step that says nothing must be permitted. */
export interface Expectation {
  readonly outcome: "permit" | "refused";
  readonly prompts?: number;
  /** The most time that it may cost the person. */
  readonly within?: Duration;
  /** A way forward that must have been offered, or that none was. */
  readonly remedy?: (typeof remedies)[number];
  readonly advice?: "ask-whom" | "wait" | "none";
  /** In whose name it must be recorded. */
  readonly attributedTo?: string;
  /** Part of what the person is told. */
  readonly says?: string;
  /** What the person must not be told. */
  readonly saysNot?: string;
  /** How long the permit may be relied on, to the second. */
  readonly validity?: Duration;
  /** The only people who could open the patient's chart after it. */
  readonly visibleTo?: readonly string[];
  /** The most that the person's access to the patient outlives its reason, from here to the end. */
  readonly residual?: Duration;
}

/** The most that the task may cost and leave open; what is absent is not bounded. */
export interface Budget {
  readonly friction?: Duration;
  readonly deadEnds?: number;
  readonly residual?: Duration;
  readonly unattributed?: number;
  readonly unattended?: Duration;
}
