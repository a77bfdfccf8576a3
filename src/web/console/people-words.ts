import type {
  AccessView,
  EndPart,
  EngagementView,
  RegistrationView,
} from "../../http/people-contract.ts";
import type { Messages } from "../messages/en.ts";

/** Words by the codes of the contract: one that has none does not compile. */
interface PeopleWords {
  readonly engagementTypes: Readonly<Record<EngagementView["type"], string>>;
  readonly engagementStates: Readonly<Record<EngagementView["state"], string>>;
  readonly proofMethods: Readonly<Record<NonNullable<EngagementView["proof"]>["method"], string>>;
  readonly proofLost: Readonly<Record<Lost, string>>;
  /** The log's codes: of a newer server there may be others. */
  readonly suspendReasons: Suspended;
  readonly endReasons: Ended;
  readonly grantStates: Readonly<Record<AccessView["grants"][number]["state"], string>>;
  readonly grantKinds: Readonly<Record<AccessView["grants"][number]["kind"], Named>>;
  readonly endParts: Readonly<Record<EndPart["kind"], Counted>>;
  readonly surfaces: Readonly<Record<AccessView["sessions"][number]["surface"], string>>;
}
type Lost = NonNullable<NonNullable<EngagementView["proof"]>["lost"]>["why"];
type Suspended = Readonly<
  Record<"leave" | "concern" | "dormant" | "passport" | "registration" | "other", string>
>;
type Ended = Readonly<
  Record<"over" | "hr" | "left" | "mistaken" | "concern" | "withdrawn", string>
>;
type Named = (ward: string) => string;
type Counted = (count: number) => string;

/** The words for codes of engagements and what hangs on them. */
export function peopleWords(t: Messages): PeopleWords {
  return {
    engagementTypes: {
      employee: t.engagementTypesEmployee,
      locum: t.engagementTypesLocum,
      contractor: t.engagementTypesContractor,
      student: t.engagementTypesStudent,
      visiting: t.engagementTypesVisiting,
    },
    engagementStates: {
      offered: t.engagementStatesOffered,
      proofed: t.engagementStatesProofed,
      coming: t.engagementStatesComing,
      active: t.engagementStatesActive,
      suspended: t.engagementStatesSuspended,
      over: t.engagementStatesOver,
      ended: t.engagementStatesEnded,
    },
    proofMethods: {
      "photo-id": t.proofMethodsPhotoId,
      "known-with-witness": t.proofMethodsKnownWithWitness,
      "staff-passport": t.proofMethodsStaffPassport,
    },
    proofLost: proofLost(t),
    suspendReasons: {
      leave: t.suspendReasonsLeave,
      concern: t.suspendReasonsConcern,
      dormant: t.suspendReasonsDormant,
      passport: t.suspendReasonsPassport,
      registration: t.suspendReasonsRegistration,
      other: t.suspendReasonsOther,
    },
    endReasons: {
      over: t.endReasonsOver,
      hr: t.endReasonsHr,
      left: t.endReasonsLeft,
      mistaken: t.endReasonsMistaken,
      concern: t.endReasonsConcern,
      withdrawn: t.endReasonsWithdrawn,
    },
    grantStates: {
      pending: t.grantStatesPending,
      approved: t.grantStatesApproved,
      active: t.grantStatesActive,
    },
    grantKinds: {
      patient: t.grantKindsPatient,
      ward: t.grantKindsWard,
      task: t.grantKindsTask,
      role: t.grantKindsRole,
    },
    surfaces: { seat: t.surfacesSeat, phone: t.surfacesPhone, console: t.surfacesConsole },
    endParts: {
      sessions: t.endPartsSessions,
      connections: t.endPartsConnections,
      logouts: t.endPartsLogouts,
      badges: t.endPartsBadges,
      passkeys: t.endPartsPasskeys,
      devices: t.endPartsDevices,
      roles: t.endPartsRoles,
      shifts: t.endPartsShifts,
      onCalls: t.endPartsOnCalls,
      grants: t.endPartsGrants,
      glasses: t.endPartsGlasses,
      duties: t.endPartsDuties,
      reliefs: t.endPartsReliefs,
      swaps: t.endPartsSwaps,
      workloads: t.endPartsWorkloads,
    },
  };
}

/** Why evidence counts no more. */
function proofLost(t: Messages): PeopleWords["proofLost"] {
  return {
    revoked: t.proofLostRevoked,
    suspended: t.proofLostSuspended,
    "untrusted-issuer": t.proofLostIssuer,
    "proofing-too-low": t.proofLostLevel,
    "role-not-theirs": t.proofLostRole,
    "too-long": t.proofLostLong,
  };
}

/** How registrations with professional registers stand. */
export function registrationStates(
  t: Messages,
): Readonly<Record<RegistrationView["state"], string>> {
  return {
    registered: t.registrationStateRegistered,
    over: t.registrationStateOver,
    unknown: t.registrationStateUnknown,
    expired: t.registrationStateExpired,
    "struck-off": t.registrationStateStruckOff,
    suspended: t.registrationStateSuspended,
  };
}
