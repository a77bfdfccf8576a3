import { type Bundle, findPattern } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, World } from "../world/index.ts";
import { opened } from "./open-review.ts";

/** What a look-up is recorded from: the batch in which the policy permits it. */
export interface Searching {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
  readonly id: (prefix: string) => string;
}

/** Who looked whom up, and how. */
export interface SearchTold {
  readonly person: string;
  readonly by: "number" | "name";
  /** Whose demographics were shown. */
  readonly shown: readonly string[];
  /** Where they are at work: its pattern says how much is ordinary. */
  readonly ward?: string;
}

/**
 * The records of one look-up (C7): that it was, and, when it is one more than is ordinary, the review that somebody else owes
 * it; one review for each such time, and no more. It never refuses: whoever looks after many patients goes on.
 */
export function searched(
  { bundle, world, at, id }: Searching,
  { person, by, shown, ward }: SearchTold,
): readonly NewRecord[] {
  const told = { by, person, shown };
  const rule = bundle.search;
  const tally = world.searches.get(person);
  const within = rule?.within ?? 0;
  const isReviewed = at - within < (tally?.reviewedAt ?? Number.NEGATIVE_INFINITY);
  if (rule === undefined || isReviewed || !isOverUsual({ bundle, world, at }, person, ward, 1)) {
    return [{ kind: "patient.searched", body: told }];
  }
  const review = id("rev");
  const place = ward === undefined ? {} : { ward };
  const due = at + rule.reviewWithin;
  const wish = {
    about: review,
    due,
    person,
    reason: "searches",
    type: "searching",
    ...place,
  } as const;
  return [{ kind: "patient.searched", body: { by, person, review, shown } }, opened(review, wish)];
}

/** Whether somebody has looked up more patients lately than is ordinary where they work; `more`: what is about to be. */
export function isOverUsual(
  { bundle, world, at }: Pick<Searching, "bundle" | "world" | "at">,
  person: string,
  ward: string | undefined,
  more = 0,
): boolean {
  const { search } = bundle;
  if (search === undefined) return false;
  const pattern = ward === undefined ? undefined : findPattern(bundle, world, ward)?.name;
  const most = search.mostIn.get(pattern ?? "") ?? search.most;
  const times = world.searches.get(person)?.times ?? [];
  return times.filter((time) => time > at - search.within).length + more > most;
}
