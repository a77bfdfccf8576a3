import type { Instant } from "../ports/index.ts";

/** Collects the instants after `at` and before `until` at which some fact begins or lapses. */
export interface Boundaries {
  readonly at: Instant;
  readonly until: Instant;
  readonly found: Instant[];
}

/** Nothing is collected: for a decision whose validity nobody asks. */
export function noBoundaries(at: Instant): Boundaries {
  return { at, until: at, found: [] };
}

/** Notes that a fact begins or lapses at `instant`. */
export function note(boundaries: Boundaries, instant: Instant): void {
  if (instant > boundaries.at && instant < boundaries.until) boundaries.found.push(instant);
}

/** Whether a period holds at the instant: from its first moment to before its last. Notes both. */
export function holds(
  boundaries: Boundaries,
  { from, to }: { readonly from: Instant; readonly to?: Instant },
): boolean {
  note(boundaries, from);
  if (to !== undefined) note(boundaries, to);
  return from <= boundaries.at && (to === undefined || boundaries.at < to);
}
