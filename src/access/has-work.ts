import type { Duration, Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { isOnDuty } from "./duty-of.ts";
import { lateAt } from "./late.ts";

/** Whether somebody had work, and from when until when nothing of it begins or lapses by itself. */
interface Found {
  readonly has: boolean;
  readonly from: Instant;
  readonly until: Instant;
}

/** What was found while the roster, and what else work rests on, was the same. */
interface Known {
  readonly stamp: object;
  readonly found: Map<string, Found>;
}

/** So far it is looked ahead. */
const ahead: Duration = 60 * 60_000;

/** By the very bundle: another one, or one that was altered, is another policy. */
const known = new WeakMap<Bundle, Known>();

/**
 * Whether somebody has any work to be in at a seat for: a duty, or what keeps them past one. Each session is looked at for it again
 * and again, so what was found is kept until the roster changes, or something of it begins or ends.
 */
export function hasWork(bundle: Bundle, world: World, person: string, at: Instant): boolean {
  const { stamp } = world.grounds.staff;
  let here = known.get(bundle);
  if (here?.stamp !== stamp) {
    here = { stamp, found: new Map() };
    known.set(bundle, here);
  }
  const before = here.found.get(person);
  if (before !== undefined && before.from <= at && at < before.until) return before.has;
  const boundaries: Boundaries = { at, until: at + ahead, found: [] };
  const has =
    isOnDuty(bundle, world, person, boundaries) ||
    lateAt(bundle, world, person, boundaries).length > 0;
  here.found.set(person, { has, from: at, until: Math.min(at + ahead, ...boundaries.found) });
  return has;
}
