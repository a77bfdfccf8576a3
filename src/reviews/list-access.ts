import { type AccessReviewRules, type Bundle, isPrivileged } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type {
  CampaignScope,
  Exceptional,
  ListedAccess,
  RoleAssignment,
  World,
} from "../world/index.ts";

/** By what it is found out what an access review looks at. */
export interface AccessLooking {
  readonly bundle: Bundle;
  readonly rules: AccessReviewRules;
  readonly world: World;
  readonly at: Instant;
}

/**
 * The roles that people have now and that a review of this scope looks at, each with why it is looked at by itself (M9): it reaches
 * over others' access, it is in a ward that they moved away from, it gives clinical actions that their own role does not, hardly any
 * of those who do the same work in the same place have it, or nothing was permitted by it for long. What is none of these is
 * ordinary. Whoever is suspended is looked at too: they may come back. What ends with an engagement has ended.
 */
export function listAccess(looking: AccessLooking, scope: CampaignScope): readonly ListedAccess[] {
  const had = runningRoles(looking.world, looking.at);
  const judge = judgeOf(looking, had);
  const listed: ListedAccess[] = [];
  for (const role of had) {
    if (!isAskedFor(scope, role)) continue;
    const { because, peers } = judge(role);
    if (scope.type === "risk" && !isRisk(scope, because)) continue;
    const usedAt = looking.world.roleUses.get(role.id)?.at;
    const { engagement, id: assignment, person, role: name, ward } = role;
    const some = peers === undefined ? {} : { peers };
    const used = usedAt === undefined ? {} : { usedAt };
    listed.push({ assignment, because, engagement, ...some, person, role: name, ...used, ward });
  }
  return listed;
}

/** Those that have begun and not ended, of engagements that have not ended either. */
export function runningRoles(world: World, at: Instant): readonly RoleAssignment[] {
  return [...world.roles.values()].filter((role) => isHad(world, role, at));
}

/** Whether somebody has it, or would have it again once they are not suspended any more. */
function isHad(
  world: World,
  { engagement, from, to }: Pick<RoleAssignment, "engagement" | "from" | "to">,
  at: Instant,
): boolean {
  const under = world.engagements.get(engagement);
  if (under === undefined || at < from || to <= at) return false;
  return (under.state === "active" || under.state === "suspended") && at < under.to;
}

/** Whether it is still what was listed: the same role in the same ward, that somebody has. */
export function isAsListed(
  world: World,
  { assignment, person, role, ward }: ListedAccess,
  at: Instant,
): boolean {
  const now = world.roles.get(assignment);
  if (now === undefined || now.role !== role || now.ward !== ward) return false;
  return now.person === person && isHad(world, now, at);
}

function isAskedFor({ of, type }: CampaignScope, { person, role, ward }: RoleAssignment): boolean {
  if (type === "ward") return ward === of;
  if (type === "role") return role === of;
  if (type === "event") return person === of;
  return true;
}

function isRisk({ of }: CampaignScope, because: readonly Exceptional[]): boolean {
  return of === undefined ? because.length > 0 : because.some((one) => one === of);
}

interface Judgement {
  readonly because: readonly Exceptional[];
  readonly peers?: NonNullable<ListedAccess["peers"]>;
}

function judgeOf(
  looking: AccessLooking,
  had: readonly RoleAssignment[],
): (role: RoleAssignment) => Judgement {
  const { bundle, world } = looking;
  const left = (role: RoleAssignment) => isLeft(world, role);
  const peersOf = comparePeers(had, left);
  const gives = clinicalBeyond(bundle);
  return (role) => {
    const { home, peers } = peersOf(role);
    const because: Exceptional[] = [];
    if (isPrivileged(bundle, role.role)) because.push("privileged");
    if (left(role)) because.push("former-ward");
    if (home !== undefined && gives(role.role, home)) because.push("out-of-role");
    const isOutlier = peers !== undefined && isFew(looking.rules, peers);
    if (isOutlier) because.push("outlier");
    if (isUnused(looking, role)) because.push("unused");
    return isOutlier ? { because, peers } : { because };
  };
}

/** In a ward that a move took them away from (L4). */
function isLeft(world: World, { engagement, role, ward }: RoleAssignment): boolean {
  const left = world.engagements.get(engagement)?.left ?? [];
  return left.some((one) => one.role === role && one.ward === ward);
}

const placeOf = ({ role, ward }: Pick<RoleAssignment, "role" | "ward">): string =>
  `${role}|${ward}`;

interface Compared {
  /** The role of their usual place. */
  readonly home: string | undefined;
  /** Absent: this is their usual place. */
  readonly peers?: NonNullable<ListedAccess["peers"]>;
}

/**
 * Somebody's usual place is, of the roles in wards that they have and have not moved away from, the one that most people have. Peers
 * are those of the same usual place.
 */
function comparePeers(
  had: readonly RoleAssignment[],
  isGone: (role: RoleAssignment) => boolean,
): (role: RoleAssignment) => Compared {
  const by = (keyOf: (role: RoleAssignment) => string, ofWhom: readonly RoleAssignment[]) => {
    const sets = new Map<string, Set<string>>();
    for (const role of ofWhom) {
      const key = keyOf(role);
      const known = sets.get(key);
      if (known === undefined) sets.set(key, new Set([role.person]));
      else known.add(role.person);
    }
    return sets;
  };
  const people = by(placeOf, had);
  const homes = new Map<string, RoleAssignment>();
  for (const role of had) {
    if (isGone(role)) continue;
    const known = homes.get(role.person);
    if (known === undefined || isBefore(role, known, people)) homes.set(role.person, role);
  }
  const homeOf = (person: string): string | undefined => {
    const home = homes.get(person);
    return home === undefined ? undefined : placeOf(home);
  };
  const atHome = by(placeOf, [...homes.values()]);
  const have = by((role) => `${homeOf(role.person) ?? ""}|${placeOf(role)}`, had);
  return (role) => {
    const home = homeOf(role.person);
    const of = home === undefined ? 0 : (atHome.get(home)?.size ?? 0) - 1;
    const same = have.get(`${home ?? ""}|${placeOf(role)}`)?.size ?? 1;
    const isHome = home === placeOf(role);
    const peers = isHome ? {} : { peers: { have: same - 1, of } };
    return { home: homes.get(role.person)?.role, ...peers };
  };
}

/** The one that more people have; of two as usual, the same one each time. */
function isBefore(
  one: RoleAssignment,
  other: RoleAssignment,
  people: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  const more = (people.get(a)?.size ?? 0) - (people.get(b)?.size ?? 0);
  return more === 0 ? a < b : more > 0;
}

/** Whether the first role gives clinical actions that the second does not. */
function clinicalBeyond({
  actions,
  roles,
}: Pick<Bundle, "actions" | "roles">): (role: string, home: string) => boolean {
  const known = new Map<string, boolean>();
  return (role, home) => {
    if (role === home) return false;
    const key = `${role}|${home}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const own = roles.get(home)?.may;
    const beyond = [...(roles.get(role)?.may ?? [])].some(
      (action) => actions.get(action)?.clinical === true && own?.has(action) !== true,
    );
    known.set(key, beyond);
    return beyond;
  };
}

function isFew(
  { outlierBelow, peers: least }: AccessReviewRules,
  { have, of }: NonNullable<ListedAccess["peers"]>,
): boolean {
  return of >= least && have * 100 < outlierBelow * of;
}

/** What was not counted yet, nobody knows: it is taken for unused only after so long a time in which it was. */
function isUnused({ at, rules, world }: AccessLooking, { from, id }: RoleAssignment): boolean {
  const since = world.useCounts.get("roles")?.since;
  if (since === undefined) return false;
  const last = world.roleUses.get(id)?.at ?? Math.max(since, from);
  return last + rules.unusedAfter <= at;
}
