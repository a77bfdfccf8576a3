import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import type { Remedy } from "./answer.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Bundle, Pattern } from "./bundle/bundle.ts";
import { seenCounts } from "./bundle/seen-counts.ts";
import type { PolicyFacts } from "./facts.ts";
import { breaking } from "./glass.ts";

/** What may be done offline without more: it shows who somebody is, or is what everything else needs. */
const always: readonly string[] = [breaking, "patient.search"];
/** What broken glass opens offline, and the lease anybody who may. */
const reading = "chart.open";

/** Until when a node that is cut off lets people read by what it saw last: the lease of a pattern, or of the strictest (X14). */
export function leaseEnds(bundle: Bundle, world: World, pattern: Pattern | undefined): Instant {
  const { downtime } = world;
  if (downtime === undefined) return Number.POSITIVE_INFINITY;
  const strictest = Math.min(...[...bundle.patterns.values()].map((each) => each.cutOffLease));
  return downtime.since + (pattern?.cutOffLease ?? strictest);
}

/** Why nothing is permitted that the policy would permit. */
export type Withheld = "database-away" | "database-away.reads" | "database-away.too-long";

/** Whether a node may permit something under facts, by what it last saw; undefined: the policy alone says. */
export type Withholds = (facts: Pick<PolicyFacts, "glassBroken">) => Withheld | undefined;

/**
 * What a node that is cut off withholds of what the policy permits (X14): everything once what it saw is too old; of the rest all
 * but looking somebody up, breaking the glass, and reading, for its lease or under broken glass. Notes when that changes.
 */
export function withholding(
  { bundle, world }: { readonly bundle: Bundle; readonly world: World },
  action: string,
  pattern: Pattern | undefined,
  boundaries: Boundaries,
): Withholds {
  const { downtime } = world;
  if (downtime === undefined) return () => undefined;
  const tooLong = downtime.since + seenCounts;
  const lease = leaseEnds(bundle, world, pattern);
  note(boundaries, tooLong);
  note(boundaries, lease);
  return ({ glassBroken }) => {
    if (boundaries.at >= tooLong) return "database-away.too-long";
    if (always.includes(action)) return undefined;
    // Nobody is sent to break glass that opens no more, or is broken already.
    if (action !== reading) return "database-away.reads";
    return glassBroken || boundaries.at < lease ? undefined : "database-away";
  };
}

/** Whether a way forward can be gone without the database: a PIN and broken glass can. */
export function isOpenOffline({ and, ...remedy }: Remedy): boolean {
  const here = remedy.type === "break-glass" || (remedy.type === "step-up" && remedy.level === 2);
  return here && (and === undefined || isOpenOffline(and));
}
