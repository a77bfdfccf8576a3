import type { Instant } from "../ports/index.ts";
import { type Grant, survivorOf, type World } from "../world/index.ts";
import { type Boundaries, noBoundaries, note } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { type Duty, isLive } from "./duty-of.ts";
import type { Situation } from "./facts.ts";
import { breaking } from "./glass.ts";
import { answering, requesting } from "./grant-actions.ts";
import { entitles, type HeldRole, holdsRole } from "./held-roles.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** What of a person and of what is asked about a grant is held against. */
export interface Holder {
  readonly held: readonly HeldRole[];
  readonly duties: readonly Duty[];
  /** Of the duties, those whose role includes the action. */
  readonly entitling: readonly Duty[];
  readonly whereabouts: Whereabouts | undefined;
  /** The wards where the patient is, or the ward asked about. */
  readonly wards: readonly string[];
}

/** No grant gives these: what is an exception is no way to a further one. */
const never: readonly string[] = [breaking, requesting, answering];

/**
 * The person's grant in this state that covers just this request: its clock runs, or it could be started now, or it waits for
 * an answer. Only while the engagement lives that it was asked under (L1), and while its holder is on duty in a role that may
 * have it: who has become ineligible has nothing by it (X3).
 */
export function grantFor(
  situation: Situation,
  holder: Holder,
  boundaries: Boundaries,
  state: "pending" | "approved" | "active" = "active",
  except?: string,
): Grant | undefined {
  const { world, request } = situation;
  for (const id of world.grantsByPerson.get(request.subject.id)) {
    const grant = world.grants.get(id);
    if (grant === undefined || id === except || !isInTime(grant, state, boundaries)) continue;
    if (!isLive(world.engagements.get(grant.engagement), boundaries)) continue;
    if (coversRequest(situation, holder, grant)) return grant;
  }
  return undefined;
}

function isInTime(grant: Grant, state: Grant["state"], boundaries: Boundaries): boolean {
  const { at } = boundaries;
  if (grant.state !== state) return false;
  if (state === "pending") return at < grant.answerBy;
  if (state === "approved") return at >= (grant.from ?? at) && at < (grant.startBy ?? at);
  note(boundaries, grant.until ?? at);
  return at < (grant.until ?? at);
}

/** The ids of a person's grants that run, noting when each ends. */
export function runningGrants(
  world: World,
  person: string,
  boundaries: Boundaries,
): readonly string[] {
  return world.grantsByPerson.get(person).filter((id) => {
    const grant = world.grants.get(id);
    if (grant === undefined || !isInTime(grant, "active", boundaries)) return false;
    return isLive(world.engagements.get(grant.engagement), boundaries);
  });
}

/** Exactly what it names, and never more. */
export function coversRequest(
  situation: Situation,
  holder: Holder,
  grant: Pick<Grant, "action" | "kind" | "patient" | "role" | "ward">,
): boolean {
  const { bundle, request, action } = situation;
  const { held, duties, entitling, whereabouts } = holder;
  const rules = bundle.grants.kinds.get(grant.kind);
  if (rules === undefined || never.includes(action.name)) return false;
  if (!isWithin(situation.world, holder, grant)) return false;
  const isFor = ({ role }: Duty) => rules.for.has(role);
  switch (grant.kind) {
    case "patient":
    case "ward":
      return whereabouts !== undefined && entitling.some(isFor);
    case "task": {
      const isTask = action.name === grant.action && rules.of.has(action.name);
      return isTask && whereabouts !== undefined && onDutyFor(held, duties, isFor);
    }
    case "role": {
      const role = grant.role ?? "";
      const gives = rules.of.has(role) && entitles(bundle, role, action);
      return gives && isPlaced(request.resource.type) && onDutyFor(held, duties, isFor);
    }
  }
}

/** Whether what is asked about is what the grant is for: its patient, whatever was merged since (C2), or who is on its ward. */
export function isWithin(
  world: World,
  { whereabouts, wards }: Pick<Holder, "wards" | "whereabouts">,
  { patient, ward }: Pick<Grant, "patient" | "ward">,
): boolean {
  if (patient === undefined) return wards.includes(ward);
  return whereabouts !== undefined && survivorOf(world, patient) === whereabouts.patient;
}

function isPlaced(type: string): boolean {
  return type === "patient" || type === "ward";
}

function onDutyFor(
  held: readonly HeldRole[],
  duties: readonly Duty[],
  isFor: (duty: Duty) => boolean,
): boolean {
  return duties.some((duty) => isFor(duty) && holdsRole(held, duty));
}

/** A grant's state at an instant, whatever the ticker has recorded yet. */
export function grantState(grant: Grant, at: Instant): Grant["state"] {
  const { state, answerBy, startBy = at, until = at } = grant;
  if (state === "pending") return at < answerBy ? state : "lapsed";
  if (state === "approved") return at < startBy ? state : "lapsed";
  return state === "active" && at >= until ? "expired" : state;
}

/**
 * Whether somebody may (still) have a grant (X3): their engagement lives, and it gives a role that the kind is for.
 */
export function isEligible(
  bundle: Bundle,
  world: World,
  grant: Pick<Grant, "engagement" | "kind" | "person">,
  at: Instant,
): boolean {
  const now = noBoundaries(at);
  const rules = bundle.grants.kinds.get(grant.kind);
  if (rules === undefined || !isLive(world.engagements.get(grant.engagement), now)) return false;
  return world.rolesByPerson.get(grant.person).some((id) => {
    const role = world.roles.get(id);
    if (role === undefined || !rules.for.has(role.role)) return false;
    return role.engagement === grant.engagement && role.from <= at && at < role.to;
  });
}

/** The engagement under which a person could have a grant of this kind now. */
export function engagementFor(
  bundle: Bundle,
  world: World,
  { person, kind }: Pick<Grant, "person" | "kind">,
  at: Instant,
): string | undefined {
  return world.engagementsByPerson
    .get(person)
    .find((engagement) => isEligible(bundle, world, { engagement, kind, person }, at));
}
