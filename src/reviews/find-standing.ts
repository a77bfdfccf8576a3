import { type Bundle, grantLongest, grantState, type StandingRules } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import {
  type BrokenGlass,
  exceptionsKept,
  type Grant,
  inEmergency,
  type StandingBecause,
  survivorOf,
  type World,
} from "../world/index.ts";

/** Access for a time that would become standing access, and when it should end. */
export interface StandingAccess {
  /** The id of the grant or the broken glass. */
  readonly about: string;
  readonly person: string;
  readonly patient?: string;
  readonly ward?: string;
  readonly because: StandingBecause;
  /** The recommended end: never later than it ends anyway. */
  readonly end: Instant;
}

/** What somebody has, or asks for: two with the same are the same access had again. */
export type Scope = Pick<Grant, "action" | "kind" | "patient" | "person" | "role" | "ward">;

/**
 * The running exceptions that would become standing access and are not listed yet (X7): had again and again by one person,
 * longer with what they go on from than the ward's pattern lets a grant last, or begun and not used. Once somebody has confirmed
 * one, it is not found again. Broken glass is found only for being broken again and again, and never cut shorter than it is: it is
 * not renewed. What was broken in a declared emergency is not counted.
 */
export function findStanding(bundle: Bundle, world: World, at: Instant): readonly StandingAccess[] {
  const rules = bundle.grants.standing;
  if (rules === undefined) return [];
  const looking: Looking = { bundle, rules, world, at, begun: begunByPerson(world, at) };
  return [
    ...[...world.grants.values()].flatMap((grant) => standingGrant(looking, grant)),
    ...[...world.glasses.values()].flatMap((glass) => standingGlass(looking, glass)),
  ];
}

/** Whether the same access has been had so often that it needs somebody to look, whatever a rule would approve (X6, X7). */
export function isHadTooOften(bundle: Bundle, world: World, scope: Scope, at: Instant): boolean {
  const { standing } = bundle.grants;
  if (standing === undefined) return false;
  const begun = begunByPerson(world, at).get(scope.person) ?? [];
  return likeOf(world, begun, scope).length > standing.renewed;
}

interface Looking {
  readonly bundle: Bundle;
  readonly rules: StandingRules;
  readonly world: World;
  readonly at: Instant;
  readonly begun: ReadonlyMap<string, readonly Grant[]>;
}

function standingGrant(looking: Looking, grant: Grant): readonly StandingAccess[] {
  const { bundle, rules, world, at } = looking;
  if (grantState(grant, at) !== "active" || isLookedAt(grant)) return [];
  const { id: about, activatedAt = at, patient, person, until = at, usedAt, ward } = grant;
  const like = likeOf(world, looking.begun.get(person) ?? [], grant);
  const soon = at + rules.confirmWithin;
  const found = (because: StandingBecause, end: Instant): readonly StandingAccess[] => {
    const whom = patient === undefined ? {} : { patient };
    return [{ about, person, ...whom, ward, because, end: Math.min(until, end) }];
  };
  if (like.length > rules.renewed) return found("renewed", soon);
  const limit = firstBegun(like, grant, at) + grantLongest(bundle, world, ward);
  if (until > limit) return found("too-long", Math.max(limit, soon));
  const isUnused = usedAt === undefined && activatedAt + rules.unusedAfter <= at;
  return isUnused ? found("unused", soon) : [];
}

function standingGlass(
  { rules, world, at }: Looking,
  glass: BrokenGlass,
): readonly StandingAccess[] {
  const { id: about, patient, person, reason, until, ward } = glass;
  if (until <= at || reason === inEmergency || isLookedAt(glass)) return [];
  const whose = survivorOf(world, patient);
  const like = [...world.pastExceptions.values()].filter(
    (past) =>
      past.person === person &&
      past.patient !== undefined &&
      survivorOf(world, past.patient) === whose &&
      past.reason !== inEmergency &&
      past.at > at - exceptionsKept &&
      // A grant is kept no shorter than it is counted.
      !world.grants.has(past.id) &&
      !world.endedGrants.has(past.id),
  );
  if (like.length <= rules.renewed) return [];
  const place = ward === undefined ? {} : { ward };
  return [{ about, person, patient, ...place, because: "renewed", end: until }];
}

/** It is listed already, or somebody has confirmed it. */
function isLookedAt({ confirmed, confirmedUntil }: Grant | BrokenGlass): boolean {
  return confirmed === true || confirmedUntil !== undefined;
}

/** Each person's grants that were begun in the last thirty days, over or not. */
function begunByPerson(world: World, at: Instant): ReadonlyMap<string, readonly Grant[]> {
  const begun = [...world.grants.values(), ...world.endedGrants.values()].filter(
    ({ activatedAt }) => activatedAt !== undefined && activatedAt > at - exceptionsKept,
  );
  return Map.groupBy(begun, ({ person }) => person);
}

function likeOf(world: World, begun: readonly Grant[], scope: Scope): readonly Grant[] {
  const key = keyOf(world, scope);
  return begun.filter((grant) => keyOf(world, grant) === key);
}

/** Whether two are the same access, whoever's. */
export function isSameScope(world: World, one: Scope, other: Scope): boolean {
  return keyOf(world, one) === keyOf(world, other);
}

/** A patient's is the same wherever they are. */
function keyOf(world: World, { action = "", kind, patient, role = "", ward }: Scope): string {
  const where = patient === undefined ? ward : survivorOf(world, patient);
  return [kind, where, action, role].join("|");
}

/** When the access began that this one goes on from: by name, or because it took over before the other had ended. */
function firstBegun(like: readonly Grant[], grant: Grant, at: Instant): Instant {
  const begunAt = (one: Grant): Instant => one.activatedAt ?? at;
  const before = (one: Grant): Grant | undefined =>
    like.find(
      (other) =>
        begunAt(other) < begunAt(one) &&
        (other.id === one.renews || (other.endedAt ?? other.until ?? at) >= begunAt(one)),
    );
  let first = grant;
  for (let one = before(first); one !== undefined; one = before(one)) first = one;
  return begunAt(first);
}
