import type { CedarRecord } from "../engine/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import {
  type BrokenGlass,
  contributionOf,
  type Emergency,
  type Grant,
  idsOf,
  type Session,
  type World,
} from "../world/index.ts";
import { approves } from "./approvers.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Action, Assurance, Bundle, Pattern } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import { type Duty, dutiesAt, isLive } from "./duty-of.ts";
import { emergencyFacts, emergencyFor } from "./emergency-facts.ts";
import { type Expected, expectedOf } from "./expected-of.ts";
import { glassOf } from "./glass.ts";
import { grantFor, type Holder } from "./grants.ts";
import { covers, entitles, type HeldRole, heldRoles, holdsRole, running } from "./held-roles.ts";
import { type Presence, presenceOf } from "./present-session.ts";
import type { AccessRequest } from "./request.ts";
import { sensitiveOf } from "./sensitivity.ts";
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
  /** What the person broke the glass for, while it lasts (X10). */
  readonly glass: BrokenGlass | undefined;
  /** The emergency through which `responding` holds. */
  readonly emergency: Emergency | undefined;
  /** The grant that covers just this, while it runs (X1). */
  readonly grant: Grant | undefined;
  readonly holder: Holder;
  readonly whereabouts: Whereabouts | undefined;
  readonly session: Session | undefined;
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
  const stale = action.clinical ? staleFeeds(bundle, world, wards, duties, boundaries) : [];
  const shift = entitling.find((duty) => duty.type === "shift" && wards.includes(duty.ward));
  const called = onCallOf(world, wards, entitling);
  const finishing = finishingOf(situation, whereabouts, entitling, boundaries);
  const expected = contactOf(situation, whereabouts, held, entitling, boundaries);
  const glass = whereabouts && glassOf(world, person, whereabouts.patient, boundaries);
  const emergency = emergencyFor(situation, whereabouts, need, boundaries);
  const grant = grantFor(situation, holder, boundaries);
  const manages = held.some(
    ({ role, ward }) => wards.includes(ward) && bundle.roles.get(role)?.may.has(running) === true,
  );
  const care = careFacts(whereabouts, expected, entitling);
  const roles = rolesOf(action, held, duties);
  return {
    forPolicies: {
      ...engagementFacts(world, person, boundaries),
      booked: duties.some(({ type }) => type === "shift"),
      onDuty: duties.length > 0,
      roles,
      entitled: entitling.length > 0 || isEntitledAlone(situation, roles, duties),
      onWard: shift !== undefined,
      onCall: called !== undefined,
      ...care,
      finishing: finishing !== undefined,
      glassBroken: glass !== undefined && entitling.length > 0,
      ...emergencyFacts(world, person, emergency, whereabouts, boundaries),
      ...sensitiveOf(world, whereabouts?.patient ?? "", person, boundaries),
      granted: grant !== undefined,
      manages,
      approves: isAboutAWard(request) && approves(bundle, world, request.resource.id, holder),
      wards,
      ...presenceFacts(situation, presence, need, pattern, boundaries),
      purpose: request.context.purpose ?? "TREAT",
      stale: [...new Set(stale.map(({ type }) => type))],
    },
    duties,
    shift,
    onCall: called?.duty,
    finishing,
    expected,
    glass,
    emergency,
    grant,
    holder,
    whereabouts,
    session: presence.session,
    need,
    stale,
    wards,
    workWard: shift?.ward ?? called?.ward ?? workOf(care.careTeam, finishing, expected, wards),
    pattern,
  };
}

/** What somebody has to do with a patient wherever they are, and whether they are named in it (C10). */
function careFacts(
  whereabouts: Whereabouts | undefined,
  expected: Expected | undefined,
  entitling: readonly Duty[],
): Pick<PolicyFacts, "careTeam" | "afterDischarge" | "expected" | "assigned"> {
  const careTeam = whereabouts?.cares === true && entitling.length > 0;
  const afterDischarge = whereabouts?.responsibleAt !== undefined && entitling.length > 0;
  const holds = expected?.holds === true;
  const assigned = careTeam || afterDischarge || (holds && expected.named);
  return { careTeam, afterDischarge, expected: holds, assigned };
}

/** What the person holds and does, and where what was asked about is. */
function holderOf(situation: Situation, boundaries: Boundaries): Holder {
  const { bundle, world, request, action } = situation;
  const held = heldRoles(world, request.subject.id, boundaries);
  const duties = dutiesAt(bundle, world, request.subject.id, boundaries);
  const entitling = duties.filter(
    (duty) => entitles(bundle, duty.role, action) && holdsRole(held, duty),
  );
  const whereabouts = patientOf(situation, boundaries);
  const wards = whereabouts?.wards ?? wardsAskedAbout(situation);
  return { held, duties, entitling, whereabouts, wards };
}

function isAboutAWard({ resource }: AccessRequest): boolean {
  return resource.type === "ward";
}

/** Where the work is for a patient who is on no ward of the person's: that which was left, or where they are expected. */
function workOf(
  careTeam: boolean,
  finishing: Facts["finishing"],
  expected: Facts["expected"],
  wards: readonly string[],
): string | undefined {
  if (careTeam) return wards[0];
  return finishing?.ward ?? (expected?.holds === true ? expected.ward : undefined) ?? wards[0];
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

/** The on-call period that covers one of the wards: it is for the ward's service, at its site or at all. */
function onCallOf(
  world: World,
  wards: readonly string[],
  duties: readonly Duty[],
): { readonly duty: Duty; readonly ward: string } | undefined {
  for (const duty of duties) {
    if (duty.type !== "on-call") continue;
    const ward = wards.find((id) => covers(world, duty, id));
    if (ward !== undefined) return { duty, ward };
  }
  return undefined;
}

/** C5: of the contacts of the patient, the one that matters. */
function contactOf(
  { bundle, world, request, action }: Situation,
  whereabouts: Whereabouts | undefined,
  held: readonly HeldRole[],
  duties: readonly Duty[],
  boundaries: Boundaries,
): Expected | undefined {
  if (whereabouts === undefined || duties.length === 0) return undefined;
  const belongsTo = (service: string) =>
    held.some(({ role, ward }) => ward === service && entitles(bundle, role, action));
  const { patient } = whereabouts;
  const person = request.subject.id;
  return expectedOf({ bundle, world, patient, person, duties, belongsTo }, boundaries);
}

/** C3: who contributed in a ward since their present duty began may finish there within its tail. */
function finishingOf(
  { bundle, world, request }: Situation,
  whereabouts: Whereabouts | undefined,
  duties: readonly Duty[],
  boundaries: Boundaries,
): Facts["finishing"] {
  if (whereabouts === undefined || duties.length === 0) return undefined;
  let found: Facts["finishing"];
  for (const { ward, at } of whereabouts.left) {
    const contributed = contributedAt(world, request.subject.id, whereabouts.patient, ward);
    const tail = findPattern(bundle, world, ward)?.tail;
    if (contributed === undefined || tail === undefined) continue;
    const until = at + tail;
    note(boundaries, until);
    if (until <= boundaries.at) continue;
    const since = duties.some(({ from, marginBefore }) => contributed >= from - marginBefore);
    if (since && until > (found?.until ?? 0)) found = { ward, until };
  }
  return found;
}

/** When somebody last did something for a patient in a ward, under whichever of the patient's ids. */
function contributedAt(
  world: World,
  person: string,
  patient: string,
  ward: string,
): Instant | undefined {
  const times = idsOf(world, patient).flatMap(
    (id) => world.contributions.get(contributionOf(person, id, ward))?.at ?? [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

function presenceFacts(
  situation: Situation,
  { session, here, managed, onSite }: Presence,
  need: Assurance,
  pattern: Pattern | undefined,
  boundaries: Boundaries,
): Pick<
  PolicyFacts,
  "signedIn" | "here" | "level" | "assured" | "witnessed" | "managed" | "onSite"
> {
  const level = session?.level ?? 0;
  const assured = session !== undefined && isAssured(situation, session, need, pattern, boundaries);
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
  if (session.level < need.level) return false;
  const within = freshness(need, pattern);
  if (within === undefined) return true;
  note(boundaries, session.provedAt + within);
  return boundaries.at < session.provedAt + within;
}
