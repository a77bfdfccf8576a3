import type { Instant, Position } from "../ports/index.ts";
import type { ApplicationBodies } from "./applications.ts";
import type { CampaignBodies } from "./campaigns.ts";
import type { CaseBodies } from "./cases.ts";
import type { ContactBodies } from "./contacts.ts";
import type { DatabaseRoleBodies } from "./database-roles.ts";
import type { DeviceBodies } from "./devices.ts";
import type { DowntimeBodies } from "./downtime.ts";
import type { EmergencyBodies } from "./emergencies.ts";
import type { EngagementBodies } from "./engagements.ts";
import type { FindingBodies } from "./findings.ts";
import type { GlassBodies } from "./glass.ts";
import type { GrantBodies } from "./grants.ts";
import type { IncidentBodies } from "./incidents.ts";
import type { InvitationBodies } from "./invitations.ts";
import type { MergeBodies } from "./merges.ts";
import type { PasskeyBodies } from "./passkeys.ts";
import type { PatientBodies } from "./patients.ts";
import type { PeopleBodies } from "./people.ts";
import type { PlaceBodies } from "./places.ts";
import type { PresenceBodies } from "./presence.ts";
import type { ProposalBodies } from "./proposals.ts";
import type { RegistrationBodies } from "./registrations.ts";
import type { ReviewBodies } from "./reviews.ts";
import type { RoleUseBodies } from "./role-uses.ts";
import type { RosterBodies } from "./rosters.ts";
import type { SearchBodies } from "./searches.ts";
import type { SensitivityBodies } from "./sensitivity.ts";
import type { SessionBodies } from "./sessions.ts";
import type { SignalBodies } from "./signals.ts";
import type { SigningBodies } from "./signing.ts";
import type { WarningBodies } from "./warnings.ts";
import type { WitnessBodies } from "./witness.ts";
import type { WorkloadCredentialBodies } from "./workload-credentials.ts";
import type { WorkloadBodies } from "./workloads.ts";

/** Who did it: a person, a workload, a feed, or the system itself. */
export interface Actor {
  readonly type: "person" | "workload" | "feed" | "system";
  readonly id: string;
  readonly onBehalfOf?: string;
}

/** The bodies of records about the system itself. */
export interface SystemBodies {
  /** A bundle of policies took effect; its files are in the table `bundles` under `hash`. */
  readonly "policy.activated": { readonly hash: string; readonly decider: number };
  /** The server started again; `gap` is the time since the last record, in milliseconds. */
  readonly "log.resumed": { readonly gap: number };
  /** Of a sample of `checked` decisions under a bundle, so many were answered otherwise by Cedar's own evaluator. */
  readonly "decider.differed": {
    readonly bundle: string;
    readonly checked: number;
    readonly differed: number;
  };
  /** Somebody looked into the audit trail (U4). */
  readonly "log.read": { readonly what: string };
}

/** The bodies of recorded decisions; the fold skips them. */
export interface DecisionBodies {
  readonly "decision.permitted": DecisionBody;
  readonly "decision.denied": DecisionBody & { readonly repeats?: number };
}

/** What is kept of a decision so that it can be replayed at its position. */
export interface DecisionBody {
  readonly subject: { readonly type: string; readonly id: string };
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly context: {
    /** Of a workload: which of its blocks of addresses it called from; `elsewhere` for none of them. */
    readonly address?: string;
    /** Of a workload: the kind of data (FHIR) it was about. */
    readonly data?: string;
    readonly session?: string;
    readonly seat?: string;
    readonly device?: string;
    readonly purpose: string;
    /** The ceremony by which just this was signed (A4). */
    readonly signature?: string;
    /** Who countersigned, for what needs a witness (S10): both names stand in one record. */
    readonly witness?: string;
    /** The session that asked the subject to be its witness. */
    readonly witnessing?: string;
    /** The session in which somebody else recorded it for the subject, in an emergency (X18). */
    readonly recording?: string;
  };
  /** The policies that determined the answer, sorted by id. */
  readonly policies: readonly string[];
  /** A code for why there was no policy to name: `no-policy`, `error`, ... */
  readonly cause?: string;
  /** Codes of the reasons that were said (entries of the words' catalogue), of a denial. */
  readonly reasons?: readonly string[];
  readonly validUntil?: Instant;
  readonly bundle: string;
  readonly decider: number;
}

/** Every kind of record and its body. The union is closed: an unknown kind stops the fold. */
export interface Bodies
  extends PlaceBodies,
    WorkloadBodies,
    WorkloadCredentialBodies,
    FindingBodies,
    DatabaseRoleBodies,
    DeviceBodies,
    PeopleBodies,
    EngagementBodies,
    InvitationBodies,
    WarningBodies,
    RegistrationBodies,
    PasskeyBodies,
    PatientBodies,
    MergeBodies,
    SensitivityBodies,
    SearchBodies,
    ContactBodies,
    SessionBodies,
    PresenceBodies,
    CaseBodies,
    WitnessBodies,
    SigningBodies,
    ApplicationBodies,
    SignalBodies,
    GlassBodies,
    EmergencyBodies,
    GrantBodies,
    ReviewBodies,
    CampaignBodies,
    RoleUseBodies,
    IncidentBodies,
    ProposalBodies,
    RosterBodies,
    SystemBodies,
    DowntimeBodies,
    DecisionBodies {}

/** noun.pastParticiple */
export type Kind = keyof Bodies;

/** A record before it has its place in the log. */
export type NewRecord = {
  readonly [K in Kind]: {
    readonly kind: K;
    readonly body: Bodies[K];
    readonly actor?: Actor;
    readonly seat?: string;
    readonly causedBy?: string;
    readonly occurredAt?: Instant;
    readonly offline?: Position;
    /** Drawn while handling (`rec`), where a later record of the same batch may be caused by this one; else it gets one. */
    readonly id?: string;
  };
}[Kind];

/** A record in the log. */
export type LogRecord = {
  readonly [K in Kind]: RecordOf<K>;
}[Kind];

/** A record of one kind. */
export interface RecordOf<K extends Kind> {
  readonly position: Position;
  /** The authority clock when it was appended; never goes back along the log. */
  readonly at: Instant;
  /** When it really happened, where that is known to differ (feeds, offline journals). */
  readonly occurredAt?: Instant;
  /** A node made it that was cut off from the log: the position of the world that it rests on (X14). */
  readonly offline?: Position;
  readonly id: string;
  readonly batch: string;
  readonly kind: K;
  readonly v: number;
  readonly actor: Actor;
  readonly seat?: string;
  /** The id of the record that led to this one. */
  readonly causedBy?: string;
  readonly body: Bodies[K];
}

/** The kinds that the fold skips: they change no state. */
export const looks: ReadonlySet<Kind> = new Set<Kind>([
  "decision.permitted",
  "decision.denied",
  "decider.differed",
  "log.read",
  "downtime.begun",
  "downtime.ended",
  "badge.refused",
  "brake.stopped",
  "brake.released",
  "passkey.refused",
  "passport.refused",
  "stream.created",
  "stream.changed",
  "stream.deleted",
  "follower.moved",
]);

/** The current version of every kind; older ones are lifted when read. */
export const currentVersion = 1;
