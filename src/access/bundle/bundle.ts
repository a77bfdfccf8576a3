import type { Pdp } from "../../engine/index.ts";
import type { Duration } from "../../ports/index.ts";
import type { AssuranceLevel, GrantKind } from "../../world/index.ts";

/** The set of parameters a ward or service runs under (domain, Defaults); times in milliseconds. */
export interface Pattern {
  readonly name: string;
  /** A bare tap opens a session this long after the last PIN or passkey; undefined: it never does. */
  readonly grace: Duration | undefined;
  readonly idleLock: Duration;
  /** Undefined: nobody walks away there. */
  readonly walkAwayLock: Duration | undefined;
  /** How long a case stays open at a seat at most (S7). Undefined: none is opened there. */
  readonly openCase: Duration | undefined;
  readonly handoverMarginBefore: Duration;
  readonly handoverMarginAfter: Duration;
  /** How long those who contributed keep access after the patient left (C3). */
  readonly tail: Duration;
  /** Appointment, referral, consult: from this long before it to this long after (C5). */
  readonly contactLead: Duration;
  readonly contactTail: Duration;
  readonly breakGlass: Duration;
  readonly grantLongest: Duration;
  readonly stepUpFresh: Duration;
  readonly maxValidity: Duration;
  readonly maxValidityWithStream: Duration;
  readonly adtStaleAfter: Duration;
  readonly rosterStaleAfter: Duration;
  readonly moverOverlap: Duration;
  readonly cutOffLease: Duration;
  readonly dormancy: Duration;
}

/** What a role may do. */
export interface Role {
  readonly name: string;
  /** "nurse in charge": how it is called in a sentence. */
  readonly title: string;
  readonly clinical: boolean;
  /** People are sent to this role when they cannot get further. */
  readonly inCharge: boolean;
  /** Losing it because nobody answered a review could harm a patient (L8). */
  readonly critical: boolean;
  /** Its entitlements: actions, the groups of roles.yaml resolved. */
  readonly may: ReadonlySet<string>;
}

/** How sure we must be that it is this person (A1). */
export interface Assurance {
  readonly level: AssuranceLevel;
  /**
   * How old the last PIN or passkey may be; `fresh`: the pattern's stepUpFresh; `act`: a passkey's ceremony for just this, as
   * the act of signing it (A4); undefined: as old as it is.
   */
  readonly within: Duration | "fresh" | "act" | undefined;
}

/** An action that can be asked about. */
export interface Action {
  readonly name: string;
  /** "open this chart": completes "You can't ...". */
  readonly title: string;
  readonly groups: ReadonlySet<string>;
  /** Whether it concerns a patient. */
  readonly clinical: boolean;
  /** Whether doing it contributes to care (C3). */
  readonly contributes: boolean;
  /** `patient`, `ward`, ... */
  readonly resourceTypes: ReadonlySet<string>;
  /** Who can do it: `person`, `workload`. */
  readonly subjectTypes: ReadonlySet<string>;
  readonly assurance: Assurance;
  /** What is asked instead while the patient is an in-patient. */
  readonly forInPatients: Assurance;
}

/** What a policy says of itself. */
export interface PolicyText {
  readonly id: string;
  readonly effect: "permit" | "forbid";
  /** The rule in plain language. */
  readonly title: string;
  /** The entry of the words' catalogue that explains it in an answer; absent: the title does. */
  readonly says: string | undefined;
  /** What a permit is limited to. */
  readonly limit: "summary" | undefined;
  readonly file: string;
  readonly line: number;
}

/** A way forward that may be offered (D3); `cost` is what it costs the person, in seconds. */
export type RemedyKind =
  | { readonly type: "step-up"; readonly level: 2 | 3 | 4; readonly cost: number }
  | { readonly type: "sign-in"; readonly cost: number }
  | { readonly type: "witness"; readonly cost: number }
  | { readonly type: "sign"; readonly cost: number }
  | { readonly type: "start-cover"; readonly cost: number }
  | { readonly type: "request-cover"; readonly cost: number }
  | { readonly type: "break-glass"; readonly cost: number }
  | { readonly type: "start-shift"; readonly cost: number };

/** How the glass is broken (X10 to X13); without reasons it is not. */
export interface BreakGlass {
  readonly reviewWithin: Duration;
  readonly warnBefore: Duration;
  /** However often it is renewed. */
  readonly longest: Duration;
  /** What people choose from: what each code means. */
  readonly reasons: ReadonlyMap<string, string>;
}

/** A kind of emergency that may be declared, as emergencies.yaml states it (X16 to X18). */
export interface EmergencyKind {
  readonly name: string;
  /** "Code blue". */
  readonly title: string;
  /** Whether it may be for one patient, and for a whole ward. */
  readonly forPatient: boolean;
  readonly forWard: boolean;
  readonly lasts: Duration;
  /** However often it is renewed. */
  readonly longest: Duration;
  readonly warnBefore: Duration;
  readonly reviewWithin: Duration;
  readonly signWithin: Duration;
  /** Roles that respond while on shift in the ward where it is, or on call for its service. */
  readonly onShift: ReadonlySet<string>;
  readonly onCall: ReadonlySet<string>;
  /** Services whose people on call respond anywhere at their site. */
  readonly teams: ReadonlySet<string>;
  /** What responders may do, of what their role includes. */
  readonly may: ReadonlySet<string>;
}

/** How far somebody's answers reach: the ward they are on shift in or run, those of their service on call, or a whole site. */
export type Reach = "ward" | "service" | "site";

/** Who may ask for a kind of grant, and for what. */
export interface GrantKindRules {
  /** The roles whose holders may. */
  readonly for: ReadonlySet<string>;
  /** How long it is asked for unless somebody says otherwise. */
  readonly usual: Duration;
  /** Of a task, the actions, and of a role, the roles that can be had. */
  readonly of: ReadonlySet<string>;
}

/** A rule that approves by itself (X6). */
export interface GrantRule {
  readonly id: string;
  readonly title: string;
  readonly kind: GrantKind;
  readonly for: ReadonlySet<string>;
  readonly when:
    | "on-call-for-the-specialty"
    | "asked-by-who-may-answer"
    | "visiting-with-an-appointment";
  /** Only for less than this. */
  readonly under: Duration;
}

/** How access is asked for and answered (X1 to X6); without kinds it is not. */
export interface Grants {
  readonly answerWithin: Duration;
  readonly escalateAfter: Duration;
  readonly startWithin: Duration;
  /** The furthest beginning. */
  readonly ahead: Duration;
  readonly approvers: ReadonlyMap<string, Reach>;
  /** Those who are asked as well when nobody answers. */
  readonly escalation: ReadonlyMap<string, Reach>;
  readonly reasons: ReadonlyMap<string, string>;
  readonly kinds: ReadonlyMap<GrantKind, GrantKindRules>;
  readonly rules: readonly GrantRule[];
  /** When access for a time would become standing access (X7); absent: nothing is looked for. */
  readonly standing?: StandingRules;
}

/** When access for a time would become standing access (X7). */
export interface StandingRules {
  /** Had again so often after the first time, in thirty days. */
  readonly renewed: number;
  /** Begun so long ago, and not used since. */
  readonly unusedAfter: Duration;
  /** Somebody else has this long to confirm it. */
  readonly confirmWithin: Duration;
}

/** How patients are looked up (C7). */
export interface FindingPatients {
  /** Look-ups are counted over this long. */
  readonly within: Duration;
  /** So many of one person are ordinary, and in a pattern that is named, so many. */
  readonly most: number;
  readonly mostIn: ReadonlyMap<string, number>;
  /** By name, no more than these are shown. */
  readonly results: number;
  readonly reviewWithin: Duration;
}

/** How it is looked at what access people have (L8). */
export interface AccessReviewRules {
  /** Reviewers have this long. */
  readonly lasts: Duration;
  /** This long before it is due, those who have not decided yet are reminded. */
  readonly remindBefore: Duration;
  /** What nothing was permitted by for so long is looked at by itself. */
  readonly unusedAfter: Duration;
  /** A clinical role that is rostered within so long does not end by silence. */
  readonly rosteredWithin: Duration;
  /** Of fewer who do the same work in the same place nothing is said. */
  readonly peers: number;
  /** What fewer of them have, in percent, is looked at by itself. */
  readonly outlierBelow: number;
  /** What has a person's access reviewed by itself. */
  readonly events: ReadonlySet<AccessReviewEvent>;
}

/** Somebody used an exception that came to "unjustified"; or still has a role in a ward after a move took them away from it. */
export type AccessReviewEvent = "unjustified" | "former-ward";

/** When reviews are chased (X15). */
export interface ReviewTimes {
  /** This long before one is due, those whose work it is are reminded. */
  readonly remindBefore: Duration;
  /** This long after it was due, it is before those who may take it over. */
  readonly escalateAfter: Duration;
  /** Absent: what access people have is not reviewed. */
  readonly access?: AccessReviewRules;
}

/** What holds while the roster is wrong (L9, S9, L10); all zero: nothing of it does. */
export interface Rosters {
  /** A shift that the roster does not have lasts so long unless it is confirmed. */
  readonly unconfirmed: Duration;
  /** And, confirmed, so long at most. */
  readonly longest: Duration;
  /** After one that nobody confirmed, none is started for so long. */
  readonly againAfter: Duration;
  readonly relief: Duration;
  readonly drafts: Duration;
  readonly handoverLasts: Duration;
  readonly reviewWithin: Duration;
}

/** A model of hardware passkeys that count as level 4. */
export interface HardwareModel {
  /** What people call it. */
  readonly title: string;
  /** The maker's root certificates for its attestation, PEM. */
  readonly roots: readonly string[];
}

/** Another organisation whose staff passports are believed, and how far. */
export interface TrustedIssuer {
  /** Its address, which stands in what it issues. */
  readonly issuer: string;
  readonly title: string;
  /** The folder under which its lists of what it revoked are. */
  readonly statusLists: string;
  /** The least level of identity assurance (IAL, NIST SP 800-63A) that is believed. */
  readonly proofing: number;
  /** What somebody may be engaged as by its passports. */
  readonly roles: ReadonlySet<string>;
  /** And for how long at most. */
  readonly longest: Duration;
  /** What care pathways call the organisation, as {@link Passports.knownAs} (C11). */
  readonly knownAs: ReadonlySet<string>;
  /** Its public keys, as JWKs (RFC 7517). */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** What makes a staff passport believed. */
export interface Passports {
  /** The type that it has (`vct`, SD-JWT VC section 2.2.2.1). */
  readonly type: string;
  /** A holder's proof is that old at most. */
  readonly proofWithin: Duration;
  /** So is what is known of revocations. */
  readonly statusWithin: Duration;
  /**
   * What care pathways call this organisation (C11): the identifier of a FHIR Organization as `system|value`, or `Organization/id`
   * of the feed.
   */
  readonly knownAs: ReadonlySet<string>;
  /** By address. */
  readonly issuers: ReadonlyMap<string, TrustedIssuer>;
}

/** What scopes of workloads include. */
export interface WorkloadRules {
  /** Of `system/` scopes, by each of the letters c, r, u, d and s: one action. */
  readonly byLetter: ReadonlyMap<string, string>;
  /** Of each other scope, as it stands. */
  readonly byScope: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A policy set with its schema, roles, patterns, remedies: checked as a whole, named by its hash. */
export interface Bundle {
  /** SHA-256, in hexadecimal, of the files in canonical form. */
  readonly hash: string;
  readonly files: Readonly<Record<string, string>>;
  readonly pdp: Pdp;
  readonly actions: ReadonlyMap<string, Action>;
  readonly policies: ReadonlyMap<string, PolicyText>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly patterns: ReadonlyMap<string, Pattern>;
  /** Cheapest first. */
  readonly remedies: readonly RemedyKind[];
  /** By AAGUID: the models whose attested passkeys are level 4; of any other they are level 3. */
  readonly hardware: ReadonlyMap<string, HardwareModel>;
  readonly passports: Passports;
  readonly breakGlass: BreakGlass;
  /** Without any, none is declared. */
  readonly emergencies: ReadonlyMap<string, EmergencyKind>;
  readonly grants: Grants;
  /** Absent: nobody is found by name, and look-ups are not counted. */
  readonly search?: FindingPatients;
  /** How long a registration at the bedside gives access (C9); absent: nobody is registered there. */
  readonly arrivalLasts?: Duration;
  /** Undefined: nobody is reminded, and nothing escalates. */
  readonly reviews: ReviewTimes | undefined;
  readonly rosters: Rosters;
  /** Undefined in bundles from before it: then the policy decides nothing about workloads. */
  readonly workloads: WorkloadRules | undefined;
  /** What was said of a device is believed for this long after its last check-in (C8). */
  readonly checkIn: Duration;
  /** For so long it is believed where a device was seen (C8); 0: not at all. */
  readonly placeLasts: Duration;
  /** The longest handover margin of any pattern: no duty reaches further. */
  readonly longestMargin: Duration;
  /** The shortest validity of any pattern, for what belongs to no ward. */
  readonly shortestValidity: Duration;
  /** No permit reaches further. */
  readonly longestValidity: Duration;
  readonly longestValidityWithStream: Duration;
}

/** What is wrong with a bundle's file, and where; line and column count from 1. */
export interface BundleProblem {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** The id of the policy that it is about. */
  readonly policy?: string;
  readonly message: string;
}

/** What is wrong, with the id of the policy that it is about, which some messages have already. */
export function problemWords({ policy, message }: BundleProblem): string {
  const has = policy === undefined || message.includes(`\`${policy}\``);
  return has ? message : `policy \`${policy}\`: ${message}`;
}
