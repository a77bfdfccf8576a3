import type { PersonView, SaidView } from "./contract.ts";

/** What the console and the server say to each other of the people who work here. All instants are milliseconds since 1970. */

/** POST console/api/people/find: a staff number, or the beginnings of names. */
export interface FindPeopleRequest {
  readonly text: string;
}
export interface FindPeopleReply {
  readonly people: readonly FoundPerson[];
  /** There are more than are listed. */
  readonly more: boolean;
}
/** Somebody of whom the one who asks may see why they are here. */
export interface FoundPerson {
  readonly who: PersonView;
  /** Where their engagements that have not ended give a role. */
  readonly wards: readonly string[];
  readonly state: EngagementView["state"];
}

/** GET console/api/people/:person, and the answer of each act on one of their engagements. */
export interface PersonReply {
  readonly who: PersonView;
  /** Those that run first, the ended ones last. */
  readonly engagements: readonly EngagementView[];
  readonly access: AccessView;
  /** With professional registers, by the register's code. */
  readonly registrations: readonly RegistrationView[];
}

/** A registration with a professional register, and what ends by it (L7). */
export interface RegistrationView {
  /** The register, by its code. */
  readonly register: string;
  /** Absent where it was erased. */
  readonly number?: string;
  /** `over`: its last day has passed, and the register has not said that it was not renewed. */
  readonly state: "registered" | "over" | "unknown" | "expired" | "struck-off" | "suspended";
  /** After its last day. */
  readonly until: number;
  /** Whether the register itself is asked; else the day counts that is on record. */
  readonly asked: boolean;
  /** When it last said something of this number. */
  readonly lookedAt?: number;
  /** Since when the register does not answer. */
  readonly silentSince?: number;
  /** When it lapsed, and when that suspends the clinical work that rests on it. */
  readonly lapsed?: { readonly at: number; readonly effect: number };
}

/** Why they are here, from when to when, and what may be done about it. */
export interface EngagementView {
  readonly id: string;
  readonly type: "employee" | "locum" | "contractor" | "student" | "visiting";
  /** `coming`: active, and not begun; `over`: its end has come, and is about to be recorded. */
  readonly state: "offered" | "proofed" | "coming" | "active" | "suspended" | "over" | "ended";
  readonly from: number;
  readonly to: number;
  readonly sponsor?: PersonView;
  readonly manager?: PersonView;
  readonly agency?: string;
  readonly proof?: {
    readonly method: "photo-id" | "known-with-witness" | "staff-passport";
    readonly level: number;
    readonly by: string;
    readonly until: number;
    /** Of the staff passport that it rests on: who issued it. */
    readonly issuer?: string;
    /** It counts no more. */
    readonly lost?: {
      readonly at: number;
      readonly why:
        | "revoked"
        | "suspended"
        | "untrusted-issuer"
        | "proofing-too-low"
        | "role-not-theirs"
        | "too-long";
    };
    /** Since when its issuer cannot be asked whether it still counts. */
    readonly unsureSince?: number;
  };
  readonly roles: readonly RoleView[];
  readonly suspended?: { readonly at: number; readonly reason: string };
  /** Until when it stays though nobody signs in by it. */
  readonly exempt?: number;
  readonly ended?: {
    readonly at: number;
    readonly reason: string;
    readonly by: string;
    /** There is a receipt of it. */
    readonly receipt: boolean;
  };
  readonly may: {
    readonly proof: boolean;
    /** Give them a staff passport of this house. */
    readonly passport: boolean;
    readonly extend: boolean;
    readonly move: boolean;
    readonly suspend: boolean;
    readonly resume: boolean;
    readonly end: boolean;
    readonly reinstate: boolean;
  };
}

/** A role that an engagement gives, and what it lets them do: while on duty, where it concerns patients. */
export interface RoleView {
  readonly id: string;
  readonly title: string;
  readonly ward: string;
  readonly from: number;
  readonly to: number;
  /** By the policy's names and titles. */
  readonly actions: readonly { readonly name: string; readonly title: string }[];
}

/** What is open to them now, and why. */
export interface AccessView {
  /** They have a live engagement; else nothing is open to them, whatever stands below (L1). */
  readonly live: boolean;
  /** "Shift on 4B to 19:30" */
  readonly duties: readonly {
    readonly text: string;
    readonly said: SaidView;
    readonly until: number;
  }[];
  readonly sessions: readonly {
    readonly where: string;
    readonly surface: "seat" | "phone" | "console";
    readonly open: boolean;
    readonly since: number;
    readonly level: number;
  }[];
  readonly grants: readonly {
    readonly id: string;
    readonly kind: "patient" | "ward" | "task" | "role";
    readonly ward: string;
    readonly state: "pending" | "approved" | "active";
    readonly until?: number;
  }[];
  /** Until when each broken glass lasts; for whom is for those who review it. */
  readonly glasses: readonly number[];
  readonly badges: number;
  readonly passkeys: number;
  readonly phones: number;
}

/** GET console/api/people/:person/engagements/:engagement/end: what would end with it now. Nothing happens. */
export interface EndPreview {
  readonly parts: readonly EndPart[];
  /** Other engagements of theirs that go on. */
  readonly others: readonly Pick<EngagementView, "id" | "type" | "to">[];
}
export interface EndPart {
  readonly kind:
    | "sessions"
    | "connections"
    | "logouts"
    | "passkeys"
    | "badges"
    | "devices"
    | "grants"
    | "glasses"
    | "roles"
    | "shifts"
    | "onCalls"
    | "duties"
    | "reliefs"
    | "swaps"
    | "workloads";
  readonly count: number;
  /** Where or what they are, by name, where there is a name. */
  readonly names: readonly string[];
}

/** POST …/end, …/extend, …/suspend; POST …/resume and …/reinstate with nothing. */
export interface EndEngagementRequest {
  readonly reason: "left" | "mistaken" | "concern" | "withdrawn";
}
export interface ExtendEngagementRequest {
  /** The last day of it, as YYYY-MM-DD, in the console's zone. */
  readonly last: string;
}
/** POST …/exempt: it stays though nobody signs in by it. */
export interface ExemptEngagementRequest {
  /** The last day of that, as YYYY-MM-DD, in the console's zone. */
  readonly last: string;
}
export interface SuspendEngagementRequest {
  readonly reason: "leave" | "concern" | "registration" | "other";
}

/** GET …/move: to what the one who asks may move them. */
export interface MoveChoices {
  readonly roles: readonly { readonly name: string; readonly title: string }[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
}

/** POST …/move, and POST …/move/difference, which shows what it would change. */
export interface MoveEngagementRequest {
  readonly role: string;
  readonly ward: string;
  /** The first day, as YYYY-MM-DD, in the ward's zone; absent: at once. */
  readonly first?: string;
}
/** What is gained, what is lost, and until when both hold (L4). */
export interface MoveDifference {
  readonly gained: RoleInWard & {
    readonly from: number;
    readonly to: number;
    readonly actions: RoleView["actions"];
  };
  readonly lost: readonly (RoleInWard & { readonly until: number })[];
  readonly lostActions: RoleView["actions"];
  readonly overlap?: { readonly from: number; readonly until: number };
  /** So many shifts and on-call periods are taken out of the roster, or cut short. */
  readonly unrostered: number;
}
interface RoleInWard {
  readonly role: string;
  readonly title: string;
  readonly ward: string;
}

/** GET …/receipt: a file that `wardkey verify --receipt` checks; 409 `unsigned` while the log is still being signed. */
export type ReceiptReply = { readonly type: string };
