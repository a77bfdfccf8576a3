import type { Instant, SideKey } from "../ports/index.ts";
import type { Badge, BadgeRefusal, Handling, NewRecord, Session, World } from "../world/index.ts";
import { isEngaged } from "./liveness.ts";

/** Where the badge behind a number's keyed hash is kept. */
export function badgeKey(hash: string): SideKey {
  return { table: "credentials", key: `badge|${hash}` };
}

/** A badge that may be used now, or why not. */
export type FoundBadge =
  | { readonly type: "live"; readonly badge: Badge }
  | { readonly type: "refused"; readonly why: BadgeRefusal; readonly id?: string };

/** The badge with this id, as it stands beside the log, if it is live. */
export function liveBadge(world: World, id: unknown, at: Instant): Badge | undefined {
  const badge = typeof id === "string" ? world.badges.get(id) : undefined;
  return badge !== undefined && badge.until > at ? badge : undefined;
}

/** Whether a refusal of this badge, or of a number that is none of ours, is to be recorded. */
export type RecordsRefusal = (badge: string | undefined) => boolean;

/** The record of a badge that led to nothing, unless there were too many of them (S4). */
export function badgeRefused(
  why: BadgeRefusal,
  badge: string | undefined,
  isRecorded: RecordsRefusal = () => true,
  policies?: readonly string[],
): readonly NewRecord[] {
  if (!isRecorded(badge)) return [];
  const named = badge === undefined ? {} : { badge };
  const by = policies === undefined ? {} : { policies };
  return [{ kind: "badge.refused", body: { ...named, ...by, why } }];
}

/** The badge behind a number's keyed hash. */
export function findBadge(handling: Handling, hash: string): FoundBadge {
  const id = handling.side(badgeKey(hash));
  if (typeof id !== "string") return { type: "refused", why: "unknown" };
  const badge = handling.world.badges.get(id);
  if (badge === undefined || badge.until <= handling.at) {
    return { type: "refused", why: "ended", id };
  }
  if (engagementsOf(handling.world, badge.person, handling.at).length === 0) {
    return { type: "refused", why: "not-engaged", id };
  }
  return { type: "live", badge };
}

/** The badge that a session's PINs count for (A3): the one it was entered with; for one entered by a passkey, any of its person's. */
export function pinBadge(world: World, { badge, person }: Session, at: number): Badge | undefined {
  const ids = badge === undefined ? world.badgesByPerson.get(person) : [badge];
  return ids
    .map((id) => world.badges.get(id))
    .filter((known) => known !== undefined)
    .find(({ until }) => at < until);
}

/** The ids of a person's running engagements (L1). */
export function engagementsOf(world: World, person: string, at: number): readonly string[] {
  return world.engagementsByPerson.get(person).filter((id) => isEngaged(world, id, at));
}
