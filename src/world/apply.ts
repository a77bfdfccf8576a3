import { applicationAppliers } from "./applications.ts";
import { campaignAppliers } from "./campaigns.ts";
import { caseAppliers } from "./cases.ts";
import { contactAppliers } from "./contacts.ts";
import { databaseRoleAppliers } from "./database-roles.ts";
import { deviceAppliers } from "./devices.ts";
import { takesEffect } from "./downtime.ts";
import { emergencyAppliers } from "./emergencies.ts";
import { engagementAppliers } from "./engagements.ts";
import { findingAppliers } from "./findings.ts";
import { glassAppliers } from "./glass.ts";
import { grantAppliers } from "./grants.ts";
import { incidentAppliers } from "./incidents.ts";
import { invitationAppliers } from "./invitations.ts";
import { mergeAppliers } from "./merges.ts";
import { passkeyAppliers } from "./passkeys.ts";
import { patientAppliers } from "./patients.ts";
import { peopleAppliers } from "./people.ts";
import { placeAppliers } from "./places.ts";
import { presenceAppliers } from "./presence.ts";
import { proposalAppliers } from "./proposals.ts";
import type { Bodies, Kind, LogRecord, RecordOf } from "./records.ts";
import { looks } from "./records.ts";
import { registrationAppliers } from "./registrations.ts";
import { reviewAppliers } from "./reviews.ts";
import { roleUseAppliers } from "./role-uses.ts";
import { rosterAppliers } from "./rosters.ts";
import { searchAppliers } from "./searches.ts";
import { sensitivityAppliers } from "./sensitivity.ts";
import { sessionAppliers } from "./sessions.ts";
import { signalAppliers } from "./signals.ts";
import { signingAppliers } from "./signing.ts";
import { warningAppliers } from "./warnings.ts";
import { witnessAppliers } from "./witness.ts";
import { workloadCredentialAppliers } from "./workload-credentials.ts";
import { traced } from "./workload-traces.ts";
import { workloadAppliers } from "./workloads.ts";
import type { Draft } from "./world.ts";

/** For each kind, what a record of it does to the world. */
export type Appliers<K extends Kind> = {
  readonly [P in K]: (draft: Draft, record: RecordOf<P>) => void;
};

const skip = (): void => undefined;

const appliers: Appliers<keyof Bodies> = {
  ...placeAppliers,
  ...traced({ ...workloadAppliers, ...workloadCredentialAppliers }),
  ...findingAppliers,
  ...databaseRoleAppliers,
  ...deviceAppliers,
  ...peopleAppliers,
  ...engagementAppliers,
  ...invitationAppliers,
  ...warningAppliers,
  ...registrationAppliers,
  ...passkeyAppliers,
  ...patientAppliers,
  ...mergeAppliers,
  ...sensitivityAppliers,
  ...searchAppliers,
  ...contactAppliers,
  ...sessionAppliers,
  ...presenceAppliers,
  ...caseAppliers,
  ...witnessAppliers,
  ...signingAppliers,
  ...applicationAppliers,
  ...signalAppliers,
  ...glassAppliers,
  ...emergencyAppliers,
  ...grantAppliers,
  ...reviewAppliers,
  ...campaignAppliers,
  ...roleUseAppliers,
  ...incidentAppliers,
  ...proposalAppliers,
  ...rosterAppliers,
  "policy.activated": (draft, { body }) => {
    draft.policy = { hash: body.hash, decider: body.decider };
  },
  "log.resumed": skip,
  "log.read": skip,
  "downtime.begun": skip,
  "downtime.ended": skip,
  "decider.differed": skip,
  "decision.permitted": skip,
  "decision.denied": skip,
};

/** A map: a kind that was just read is a new string, which a map finds sooner than an object does. */
const byKind = new Map(Object.entries(appliers)) as ReadonlyMap<
  string,
  (draft: Draft, record: LogRecord) => void
>;

/** A record that this version does not know; the fold stops rather than guess. */
export class UnknownRecordError extends Error {
  readonly code = "unknown-record";
  readonly position: number;

  constructor(position: number, kind: string) {
    super(
      `The record at position ${position} is of kind "${kind}", which this version does not know. Start a version that does; where there is none, the log is damaged: run "wardkey verify".`,
    );
    this.name = "UnknownRecordError";
    this.position = position;
  }
}

/** Folds one record into the world. Throws {@link UnknownRecordError} for a kind it does not know. */
export function apply(draft: Draft, record: LogRecord): void {
  const applier = byKind.get(record.kind);
  if (applier === undefined) throw new UnknownRecordError(record.position, record.kind);
  // What was done offline happened when it did, as far as it counts by now (X14).
  if (record.offline === undefined) applier(draft, record);
  else if (takesEffect(draft, record)) {
    applier(draft, { ...record, at: record.occurredAt ?? record.at });
  }
  draft.next = record.position + 1;
  draft.at = record.at;
}

/** Whether the fold needs records of this kind. */
export function changesState(kind: Kind): boolean {
  return !looks.has(kind);
}
