import type { CedarRecord } from "../engine/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import {
  type BrokenGlass,
  type Emergency,
  type Grant,
  lastProof,
  type Session,
  type World,
} from "../world/index.ts";
import { approves } from "./approvers.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Action, Assurance, Bundle, Pattern } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import { type Duty, dutiesAt, isLive } from "./duty-of.ts";
import { emergencyFacts, isInByTapAlone, isTapEnough } from "./emergency-facts.ts";
import type { Expected } from "./expected-of.ts";
import { grantFor, type Holder } from "./grants.ts";
import { entitles, type HeldRole, heldRoles, holdsRole } from "./held-roles.ts";
import type { LateDuty } from "./late.ts";
import type { Pathway } from "./pathway-of.ts";
import { type Presence, presenceOf } from "./present-session.ts";
import { type Relations, relationsOf, workWardOf } from "./relations.ts";
import type { AccessRequest } from "./request.ts";
import { staleRosters } from "./roster-facts.ts";
import { type Sensitive, sensitiveOf } from "./sensitivity.ts";
import { isSigned } from "./signature.ts";
import { type StaleFeed, staleFeeds } from "./stale-feeds.ts";
import { type Whereabouts, whereaboutsOf } from "./whereabouts.ts";
import { isWitnessed } from "./witness.ts";

/** The facts as the policies see them: type `Facts` of schema.cedarschema, which says what each means. */
export interface PolicyFacts {
  readonly engaged: boolean;
  readonly locum: boolean;
  readonly booked: boolean;
  readonly onDuty: boolean;
  readonly roles: readonly string[];
  readonly entitled: boolean;
  readonly onWard: boolean;
  readonly onCall: boolean;
  readonly careTeam: boolean;
  readonly finishing: boolean;
  readonly afterDischarge: boolean;
  readonly expected: boolean;
  readonly pathway: boolean;
  readonly glassBroken: boolean;
  readonly responding: boolean;
  readonly inEmergency: boolean;
  readonly owesSignature: boolean;
  readonly own: boolean;
  readonly colleague: boolean;
  readonly vip: boolean;
  readonly sealed: boolean;
  readonly assigned: boolean;
  readonly granted: boolean;
  readonly manages: boolean;
  readonly approves: boolean;
  readonly ownWard: boolean;
  readonly service: boolean;
  readonly unconfirmed: boolean;
  readonly declared: boolean;
  readonly relief: boolean;
  readonly draft: boolean;
  readonly late: boolean;
  readonly wards: readonly string[];
  readonly signedIn: boolean;
  readonly here: boolean;
  readonly level: number;
  readonly assured: boolean;
  readonly witnessed: boolean;
  readonly managed: boolean;
  readonly onSite: boolean;
  readonly purpose: string;
  readonly stale: readonly string[];
}

/** Everything about a request that holds at one instant, derived from the world: for the policies, and for saying why. */
export interface Facts {
  readonly forPolicies: PolicyFacts;
  /** In force, of live engagements. */
  readonly duties: readonly Duty[];
  /** The duties through which `onWard` and `onCall` hold. */
  readonly shift: Duty | undefined;
  readonly onCall: Duty | undefined;
  /** The ward that the patient has left, and until when its work may be finished. */
  readonly finishing: { readonly ward: string; readonly until: Instant } | undefined;
  /** The contact with the patient that gives access, or the next that will (C5). */
  readonly expected: Expected | undefined;
  /** The care pathway that lets the person's team in, or the next that will (C11). */
  readonly pathway: Pathway | undefined;
  /** What the person broke the glass for, while it lasts (X10). */
  readonly glass: BrokenGlass | undefined;
  /** The emergency through which `responding` holds. */
  readonly emergency: Emergency | undefined;
  /** The grant that covers just this, while it runs (X1). */
  readonly grant: Grant | undefined;
  readonly holder: Holder;
  /** What keeps the person past their shift, and opens this (S9). */
  readonly late: LateDuty | undefined;
  readonly whereabouts: Whereabouts | undefined;
  readonly session: Session | undefined;
  /** See {@link Presence}. */
  readonly several: readonly Session[];
  /** What the action asks for. */
  readonly need: Assurance;
  readonly stale: readonly StaleFeed[];
  /** The wards that it is about: the patient's, or the one asked about. */
  readonly wards: readonly string[];
  /** The ward in which the work is: that of the shift, or where the patient is, or that the patient has left. */
  readonly workWard: string | undefined;
  readonly pattern: Pattern | undefined;
}

/** What facts are derived from. */
export interface Situation {
  readonly bundle: Bundle;
  readonly world: World;
  readonly request: AccessRequest;
  readonly action: Action;
  /** A duty that is assumed, for a remedy that would bring it about (D3). */
  readonly assumed?: Duty;
}

/** Derives the facts at the boundaries' instant, noting when any of them begins or lapses. By indexes only. */
export function factsAt(situation: Situation, boundaries: Boundaries): Facts {
  const { bundle, world, request, action } = situation;
  const person = request.subject.id;
  const holder = holderOf(situation, boundaries);
  const { held, duties, entitling, whereabouts, wards } = holder;
  const presence = presenceOf(situation, boundaries);
  const pattern = patternFor(situation, presence.ward ?? wards[0] ?? duties[0]?.ward);
  const need = whereabouts?.inPatient === true ? action.forInPatients : action.assurance;
  const stale = action.clinical
    ? staleFeeds(bundle, world, wards, duties, boundaries)
    : staleRosters(situation, wards, boundaries);
  const related = relationsOf(situation, { ...holder, need }, boundaries);
  const { shift, called, finishing, expected, pathway, glass, emergency, staying } = related;
  const grant = grantFor(situation, holder, boundaries);
  const roles = rolesOf(action, held, duties);
  const calls = emergencyFacts(world, person, emergency, whereabouts, presence, boundaries);
  const byTap = isTapEnough(calls, action.name, glass);
  const parts: FactParts = {
    engagement: engagementFacts(world, person, boundaries),
    roles,
    isEntitled: entitling.length > 0 || isEntitledAlone(situation, roles, duties),
    related,
    calls,
    sensitive: sensitiveOf(world, whereabouts?.patient ?? "", person, boundaries),
    isGranted: grant !== undefined,
    approves: isAboutAWard(request) && approves(bundle, world, request.resource.id, holder),
    presence: presenceFacts(situation, presence, { need, byTap }, pattern, boundaries),
    purpose: request.context.purpose ?? "TREAT",
    stale,
  };
  return {
    forPolicies: inOneShape(holder, parts),
    duties,
    shift,
    onCall: called?.duty,
    finishing,
    expected,
    pathway,
    glass,
    emergency,
    grant,
    holder,
    late: staying.late,
    whereabouts,
    session: presence.session,
    several: presence.several,
    need,
    stale,
    wards,
    workWard: workWardOf(related, wards),
    pattern,
  };
}

/** What the person holds and does, and where what was asked about is. */
function holderOf(situation: Situation, boundaries: Boundaries): Holder {
  const { bundle, world, request, action } = situation;
  const held = heldRoles(world, request.subject.id, boundaries);
  const duties = dutiesOf(situation, boundaries);
  const entitling = duties.filter(
    (duty) => entitles(bundle, duty.role, action) && holdsRole(held, duty),
  );
  const whereabouts = patientOf(situation, boundaries);
  const wards = whereabouts?.wards ?? wardsAskedAbout(situation);
  return { held, duties, entitling, whereabouts, wards };
}

function dutiesOf({ bundle, world, request, assumed }: Situation, boundaries: Boundaries) {
  const duties = dutiesAt(bundle, world, request.subject.id, boundaries);
  return assumed === undefined ? duties : [...duties, assumed];
}

function isAboutAWard({ resource }: AccessRequest): boolean {
  return resource.type === "ward";
}

/** What the facts for policies are put together from. */
interface FactParts {
  readonly engagement: Pick<PolicyFacts, "engaged" | "locum">;
  readonly roles: readonly string[];
  readonly isEntitled: boolean;
  readonly related: Relations;
  readonly calls: Pick<PolicyFacts, "responding" | "inEmergency" | "owesSignature">;
  readonly sensitive: Sensitive;
  readonly isGranted: boolean;
  readonly approves: boolean;
  readonly presence: PresenceFacts;
  readonly purpose: string;
  readonly stale: readonly StaleFeed[];
}

/** Member by member: as objects of one shape they are made, and read by the policies, in a fraction of the time. */
function inOneShape({ duties, entitling, wards }: Holder, parts: FactParts): PolicyFacts {
  const { calls, engagement, presence, related, sensitive, stale } = parts;
  const { care, called, finishing, glass, manages, shift, staying } = related;
  return {
    engaged: engagement.engaged,
    locum: engagement.locum,
    booked: duties.some(({ type, declared }) => type === "shift" && declared === undefined),
    onDuty: duties.length > 0,
    roles: parts.roles,
    entitled: parts.isEntitled,
    onWard: shift !== undefined,
    onCall: called !== undefined,
    careTeam: care.careTeam,
    finishing: finishing !== undefined,
    afterDischarge: care.afterDischarge,
    expected: care.expected,
    pathway: care.pathway,
    glassBroken: glass !== undefined && entitling.length > 0,
    responding: calls.responding,
    inEmergency: calls.inEmergency,
    owesSignature: calls.owesSignature,
    assigned: care.assigned,
    own: sensitive.own,
    colleague: sensitive.colleague,
    vip: sensitive.vip,
    sealed: sensitive.sealed,
    granted: parts.isGranted,
    manages,
    approves: parts.approves,
    ownWard: staying.facts.ownWard,
    wards,
    service: staying.facts.service,
    declared: staying.facts.declared,
    unconfirmed: staying.facts.unconfirmed,
    relief: staying.facts.relief,
    draft: staying.facts.draft,
    late: staying.facts.late,
    signedIn: presence.signedIn,
    here: presence.here,
    level: presence.level,
    assured: presence.assured,
    witnessed: presence.witnessed,
    managed: presence.managed,
    onSite: presence.onSite,
    purpose: parts.purpose,
    stale: [...new Set(stale.map(({ type }) => type))],
  };
}

/** As the engine takes them. */
export function asContext(facts: PolicyFacts): CedarRecord {
  return facts as unknown as CedarRecord;
}

function engagementFacts(
  world: World,
  person: string,
  boundaries: Boundaries,
): { readonly engaged: boolean; readonly locum: boolean } {
  let engaged = false;
  let locum = true;
  for (const id of world.engagementsByPerson.get(person)) {
    const engagement = world.engagements.get(id);
    if (engagement === undefined || !isLive(engagement, boundaries)) continue;
    engaged = true;
    if (engagement.type !== "locum") locum = false;
  }
  return { engaged, locum: engaged && locum };
}

/** Whether the role suffices without a duty: for what concerns no patient, and to say "off duty" rather than "not your role". */
function standsAlone(action: Action, duties: readonly Duty[]): boolean {
  return !action.clinical || duties.length === 0;
}

function isEntitledAlone(
  { bundle, action }: Situation,
  roles: readonly string[],
  duties: readonly Duty[],
): boolean {
  return standsAlone(action, duties) && roles.some((role) => entitles(bundle, role, action));
}

function rolesOf(
  action: Action,
  held: readonly HeldRole[],
  duties: readonly Duty[],
): readonly string[] {
  const roles: string[] = [];
  const add = (role: string) => {
    if (!roles.includes(role)) roles.push(role);
  };
  if (standsAlone(action, duties)) for (const { role } of held) add(role);
  else for (const duty of duties) if (holdsRole(held, duty)) add(duty.role);
  return roles;
}

function patientOf({ world, request }: Situation, boundaries: Boundaries): Whereabouts | undefined {
  if (request.resource.type !== "patient") return undefined;
  return whereaboutsOf(world, request.resource.id, request.subject.id, boundaries);
}

function wardsAskedAbout({ world, request }: Situation): readonly string[] {
  const { type, id } = request.resource;
  if (type === "ward") return world.wards.has(id) ? [id] : [];
  const seat = type === "seat" ? world.seats.get(id) : undefined;
  return seat === undefined ? [] : [seat.ward];
}

function patternFor({ bundle, world }: Situation, ward: string | undefined): Pattern | undefined {
  return ward === undefined ? undefined : findPattern(bundle, world, ward);
}

type PresenceFacts = Pick<
  PolicyFacts,
  "signedIn" | "here" | "level" | "assured" | "witnessed" | "managed" | "onSite"
>;

function presenceFacts(
  situation: Situation,
  { session, here, managed, onSite }: Presence,
  { need, byTap }: { readonly need: Assurance; readonly byTap: boolean },
  pattern: Pattern | undefined,
  boundaries: Boundaries,
): PresenceFacts {
  const level = session?.level ?? 0;
  const assured =
    need.level === 0 ||
    (session !== undefined &&
      (byTap || !isInByTapAlone(situation.world, session)) &&
      isAssured(situation, session, need, pattern, boundaries));
  const witnessed = isWitnessed(situation, session, boundaries);
  return { signedIn: session !== undefined, here, level, assured, witnessed, managed, onSite };
}

/** How old a PIN or passkey may be for this need; undefined: as old as it is. For an act of signing none is of use. */
export function freshness(need: Assurance, pattern: Pattern | undefined): Duration | undefined {
  if (need.within === "act") return 0;
  return need.within === "fresh" ? (pattern?.stepUpFresh ?? 0) : need.within;
}

function isAssured(
  situation: Situation,
  session: Session,
  need: Assurance,
  pattern: Pattern | undefined,
  boundaries: Boundaries,
): boolean {
  if (need.within === "act") return isSigned(situation, session, need.level, pattern, boundaries);
  const proof = lastProof(session, need.level);
  if (proof === undefined) return false;
  const within = freshness(need, pattern);
  if (within === undefined) return true;
  note(boundaries, proof.at + within);
  return boundaries.at < proof.at + within;
}
