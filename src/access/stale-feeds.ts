import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import type { Duty } from "./duty-of.ts";

/** A feed that has not been heard for longer than the pattern's limit (C4). */
export interface StaleFeed {
  readonly feed: string;
  readonly type: "adt" | "roster";
  /** When it was last heard. */
  readonly since: Instant;
}

/**
 * The feeds that a decision rests on and that are silent: the ADT feeds of the patient's wards (of the
 * duties' when there are none), the rosters of the duties' wards. They are shown, and in the policies'
 * facts; baseline access neither widens nor narrows for it.
 */
export function staleFeeds(
  bundle: Bundle,
  world: World,
  wards: readonly string[],
  duties: readonly Pick<Duty, "ward">[],
  boundaries: Boundaries,
): readonly StaleFeed[] {
  const stale: StaleFeed[] = [];
  for (const { feed, type, since, from } of silencesOf(bundle, world, wards, duties)) {
    note(boundaries, from);
    if (from <= boundaries.at) stale.push({ feed, type, since });
  }
  return stale.sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

/** A feed, and from when it is stale unless it is heard before. */
export interface Silence extends StaleFeed {
  readonly from: Instant;
}

/** The feeds that a decision rests on, as {@link staleFeeds} has them, each from when on it would be silent. */
export function silencesOf(
  bundle: Bundle,
  world: World,
  wards: readonly string[],
  duties: readonly Pick<Duty, "ward">[],
): readonly Silence[] {
  if (world.feeds.size === 0) return none;
  const worked = duties.map(({ ward }) => ward);
  const silences: Silence[] = [];
  for (const { id, type, wards: spokenOf, heardAt } of world.feeds.values()) {
    if (type !== "adt" && type !== "roster") continue;
    const concerned = type === "adt" && wards.length > 0 ? wards : worked;
    const ward = concerned.find((each) => spokenOf === undefined || spokenOf.includes(each));
    const pattern = ward === undefined ? undefined : findPattern(bundle, world, ward);
    if (pattern === undefined) continue;
    const limit = type === "adt" ? pattern.adtStaleAfter : pattern.rosterStaleAfter;
    silences.push({ feed: id, type, since: heardAt, from: heardAt + limit });
  }
  return silences;
}

const none: readonly Silence[] = [];
