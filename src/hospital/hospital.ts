import type { Instant } from "../ports/index.ts";
import type {
  AdtEvent,
  CareTeam,
  Contact,
  Device,
  Engagement,
  Mark,
  OnCall,
  RegisteredWorkload,
  RoleAssignment,
  Seat,
  Shift,
  Site,
  Ward,
} from "../world/index.ts";
import type { Name, Sex } from "./names.ts";

/** A planned contact with a service and one of its consultants. */
export type Appointment = Required<Omit<Contact, "type" | "told" | "teams">>;

/** How large a hospital is. */
export interface HospitalSize {
  /** People with an engagement. */
  readonly staff: number;
  /** Wards with beds, services not counted. With twelve or more all six patterns occur. */
  readonly wards: number;
  /** Patients in a bed at the instant of generation. */
  readonly inPatients: number;
  readonly seats: number;
  /** Patients discharged within the 30 days before. */
  readonly discharged: number;
  /** Planned contacts with a service within a week before or after. */
  readonly appointments: number;
  /** Patients of earlier years, known by number and name only. They are made one by one, when they are asked for. */
  readonly strangers: number;
  /** Rosters are made from two days before the instant of generation to this many days after it. */
  readonly rosterDays: number;
}

/** What a hospital is made from: the same three give the same bytes. */
export interface HospitalPlan {
  readonly seed: string;
  /** The instant that everything is arranged around. */
  readonly now: Instant;
  /** What differs from {@link hospitalSizes}.demonstration. */
  readonly size?: Partial<HospitalSize>;
}

/** A ward or service and, for a ward, its beds. */
export interface HospitalWard extends Ward {
  /** Bed numbers as PV1-3.3 names them, unique in the ward; none in a service. */
  readonly beds: readonly string[];
}

/** The engagement of a member of staff. */
export interface StaffEngagement extends Omit<Engagement, "state"> {
  /** HR's number for it. */
  readonly number: string;
  /** Whether HR or the agency asserts it again and again, so that it does not run out while the demonstration runs. */
  readonly renewed: boolean;
}

/** Which cycle of days and nights somebody works, and where in it they are. */
export interface Rota {
  readonly cycle: CycleName;
  /** Added to the day count before the cycle is looked up. */
  readonly offset: number;
}

/** The cycles; what each is stands in `cycles.ts`. */
export type CycleName =
  | "ward-12h"
  | "ward-12h-part-time"
  | "ward-8h"
  | "ward-8h-part-time"
  | "doctor-12h"
  | "consultant"
  | "office"
  | "manager"
  | "clinic"
  | "placement";

/** A member of staff: one person with one engagement. */
export interface StaffMember {
  readonly person: string;
  /** The number that HR and HL7 messages use. */
  readonly staffNumber: string;
  readonly name: Name;
  /** What they call themselves: "Registrar". */
  readonly jobTitle: string;
  readonly role: string;
  /** The ward or service they are rostered in. */
  readonly ward: string;
  readonly engagement: StaffEngagement;
  readonly assignments: readonly RoleAssignment[];
  readonly badge: { readonly id: string; readonly number: string; readonly until: Instant };
  /** Four digits. Loaded for the demonstration people only. */
  readonly pin: string;
  /** Absent for people who are not rostered. */
  readonly rota?: Rota;
}

/** The people who are on call for a service, a day each in turn. */
export interface OnCallTeam {
  readonly service: string;
  readonly role: string;
  readonly zone: string;
  readonly members: readonly { readonly person: string; readonly engagement: string }[];
}

/** A shift with the number that the roster feed knows it by. */
export interface RosteredShift extends Shift {
  readonly uid: string;
}

/** An on-call period with the number that the roster feed knows it by. */
export interface RosteredOnCall extends OnCall {
  readonly uid: string;
}

/** Shifts and on-call periods of a window. */
export interface Roster {
  readonly shifts: readonly RosteredShift[];
  readonly onCalls: readonly RosteredOnCall[];
}

/** A patient and what a wristband says. */
export interface HospitalPatient {
  readonly id: string;
  /** The hospital's own patient number, which ends in its check digit. */
  readonly number: string;
  readonly name: Name;
  readonly sex: Sex;
  /** ISO date. */
  readonly birthDate: string;
}

/** An ADT event before its message number is hashed. */
export interface HospitalEvent extends Omit<AdtEvent, "control"> {
  /** MSH-10. */
  readonly message: string;
}

/** A visit: its events, oldest first. */
export interface HospitalEncounter {
  readonly id: string;
  /** PV1-19. */
  readonly visit: string;
  readonly patient: string;
  readonly feed: string;
  readonly events: readonly HospitalEvent[];
}

/** Somebody wrote for a patient who has left the ward since (C3). */
export interface HospitalContribution {
  readonly person: string;
  readonly patient: string;
  readonly ward: string;
}

/** A chart that needs care, and why (C10). */
export interface SensitiveChart {
  readonly patient: string;
  readonly marks: readonly Mark[];
  /** The member of staff whose own it is. */
  readonly person?: string;
}

/** A feed before anything was heard from it. */
export interface HospitalFeed {
  readonly id: string;
  readonly type: "adt" | "roster" | "staff" | "fhir";
  readonly wards?: readonly string[];
}

/** A synthetic hospital: everything in it is made up, and all of it comes from the plan. */
export interface Hospital {
  readonly seed: string;
  readonly now: Instant;
  readonly size: HospitalSize;
  readonly sites: readonly Site[];
  /** Wards first, then services. */
  readonly wards: readonly HospitalWard[];
  readonly seats: readonly Seat[];
  readonly devices: readonly Device[];
  readonly feeds: readonly HospitalFeed[];
  readonly workloads: readonly RegisteredWorkload[];
  readonly staff: readonly StaffMember[];
  readonly onCallTeams: readonly OnCallTeam[];
  readonly roster: Roster;
  /** In-patients, then the discharged, then those with an appointment only, then numbers that were merged away. */
  readonly patients: readonly HospitalPatient[];
  readonly encounters: readonly HospitalEncounter[];
  readonly careTeams: readonly CareTeam[];
  readonly contributions: readonly HospitalContribution[];
  readonly appointments: readonly Appointment[];
  /** Patient numbers that turned out to mean a patient known under another. */
  readonly merges: readonly {
    readonly patient: string;
    readonly into: string;
    readonly feed: string;
  }[];
  readonly sensitive: readonly SensitiveChart[];
}

/** Sizes with a purpose. */
export const hospitalSizes: Readonly<
  Record<"demonstration" | "rehearsal" | "benchmark", HospitalSize>
> = {
  demonstration: {
    staff: 316,
    wards: 12,
    inPatients: 250,
    seats: 40,
    discharged: 60,
    appointments: 24,
    strangers: 0,
    rosterDays: 14,
  },
  rehearsal: {
    staff: 2_000,
    wards: 40,
    inPatients: 720,
    seats: 240,
    discharged: 1_500,
    appointments: 200,
    strangers: 0,
    rosterDays: 14,
  },
  benchmark: {
    staff: 20_000,
    wards: 240,
    inPatients: 5_000,
    seats: 2_000,
    discharged: 30_000,
    appointments: 500,
    strangers: 1_000_000,
    rosterDays: 5,
  },
};
