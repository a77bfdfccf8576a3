import type { Bundles } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Handling,
  NewRecord,
  Review,
  ReviewOutcome,
  World,
} from "../world/index.ts";
import { type Judged, partiesOf, requireNoConflict } from "./conflict.ts";
import { ReviewError } from "./errors.ts";
import { incidentOpened } from "./open-incident.ts";
import { reviewersOf } from "./reviewers-of.ts";

/** What is to be closed, as what, and by whom. */
export interface CloseWish {
  /** Ids, without repetition. */
  readonly reviews: readonly string[];
  readonly outcome: ReviewOutcome;
  readonly actor: Actor;
  /** Only what has escalated, or what nobody whose work it is could close, may be closed by this actor. */
  readonly onlyEscalated?: boolean;
  /** What makes explained reviews alike; undefined for one that is not explained. */
  likeness(review: Review): string | undefined;
}

/**
 * Closes reviews with what they came to (X13), all or none; one that came to "unjustified" opens an incident, and ends the broken glass
 * that it is about, if that is open still. Nobody closes one
 * of their own doing or chart, or of those of somebody whom they report to (X19). Several are closed by one decision only where all
 * of them are explained and alike; what is unexplained is looked at singly (X15). Whether the actor may close any is the caller's to
 * decide.
 *
 * @throws ReviewError `review-unknown`, `own-review`, `managers-review`, `not-escalated`, `not-alike`, `policy-changed`
 */
export function closeReviews(
  { bundles }: { readonly bundles: Bundles },
  wish: CloseWish,
): Command<void> {
  const { actor, outcome, reviews } = wish;
  return {
    name: "review.close",
    actor,
    handle: ({ world, at, id }) => {
      const open = reviews.map((each) => requireReview(world, each));
      for (const review of open)
        requireNoConflict(bundles, { world, at }, actor, judged(world, review));
      if (wish.onlyEscalated === true) requireEscalated({ bundles, world, at }, open);
      if (open.length !== 1) requireAlike(wish, open);
      const records = open.map(
        ({ id: review }): NewRecord => ({ kind: "review.closed", body: { outcome, review } }),
      );
      if (outcome !== "unjustified") return { records, answer: undefined };
      const incidents = open.map((review) => incidentOpened(id("inc"), outcome, review));
      const ended = open.flatMap((review) => glassEnded(world, review, at));
      return { records: [...records, ...incidents, ...ended], answer: undefined };
    },
  };
}

/** What nothing justifies does not run on. */
function glassEnded(world: World, { about, type }: Review, at: Instant): readonly NewRecord[] {
  const glass = type === "break-glass" ? world.glasses.get(about) : undefined;
  if (glass === undefined || glass.until <= at) return [];
  return [{ kind: "glass.ended", body: { glass: glass.id, reason: "unjustified" } }];
}

function requireReview(world: World, id: string): Review {
  const review = world.reviews.get(id);
  // What would become standing access is confirmed or ends; nothing of it is judged.
  if (review !== undefined && review.type !== "standing-access") return review;
  throw new ReviewError("review-unknown");
}

function judged(world: World, review: Review): Judged {
  return {
    parties: partiesOf(world, review),
    own: "own-review",
    ofYourManager: "managers-review",
  };
}

/** It has waited for long, or there is nobody for it to wait for: whose work it is are all parties to it (X19). */
function requireEscalated(
  { bundles, world, at }: { readonly bundles: Bundles } & Pick<Handling, "at" | "world">,
  reviews: readonly Review[],
): void {
  const bundle = bundles.current(world);
  const isNobodys = (review: Review): boolean =>
    bundle !== undefined && reviewersOf({ bundle, world, at }, review, "review.close").length === 0;
  if (reviews.every((review) => review.escalated !== undefined || isNobodys(review))) return;
  throw new ReviewError("not-escalated");
}

function requireAlike({ likeness }: CloseWish, reviews: readonly Review[]): void {
  const [first, ...others] = reviews.map(likeness);
  if (first !== undefined && others.every((other) => other === first)) return;
  throw new ReviewError("not-alike");
}
