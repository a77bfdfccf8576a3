import { type Bundles, conflictOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import {
  type Actor,
  type Command,
  idsOf,
  type NewRecord,
  type Review,
  type ReviewOutcome,
  survivorOf,
  type World,
} from "../world/index.ts";
import { ReviewError } from "./errors.ts";
import { incidentOpened } from "./open-incident.ts";

/** What is to be closed, as what, and by whom. */
export interface CloseWish {
  /** Ids, without repetition. */
  readonly reviews: readonly string[];
  readonly outcome: ReviewOutcome;
  readonly actor: Actor;
  /** Only what has escalated may be closed by this actor. */
  readonly onlyEscalated?: boolean;
  /** What makes explained reviews alike; undefined for one that is not explained. */
  likeness(review: Review): string | undefined;
}

/**
 * Closes reviews with what they came to (X13), all or none; one that came to "unjustified" opens an incident. Nobody closes one
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
      checkReviewer({ bundles }, world, at, wish, open);
      if (open.length !== 1) requireAlike(wish, open);
      const records = open.map(
        ({ id: review }): NewRecord => ({ kind: "review.closed", body: { outcome, review } }),
      );
      if (outcome !== "unjustified") return { records, answer: undefined };
      const incidents = open.map((review) => incidentOpened(id("inc"), outcome, review));
      return { records: [...records, ...incidents], answer: undefined };
    },
  };
}

/** Who did what is reviewed and, where the patient is a member of staff, for whom. */
export function partiesOf(
  world: World,
  { patient, person }: Pick<Review, "patient" | "person">,
): readonly string[] {
  const survivor = patient === undefined ? undefined : survivorOf(world, patient);
  const ids = survivor === undefined ? [] : idsOf(world, survivor);
  return [person, ...ids.flatMap((id) => world.sensitivities.get(id)?.person ?? [])];
}

/** Without the policy in force nobody knows who reports to whom, and whose work this is. */
export function policyUnloaded(): ReviewError {
  const what =
    "The policy was changed, and this node has not loaded the new one yet. Nothing was closed: try again in a moment.";
  return new ReviewError("policy-changed", what);
}

function requireReview(world: World, id: string): Review {
  const review = world.reviews.get(id);
  // What would become standing access is confirmed or ends; nothing of it is judged.
  if (review !== undefined && review.type !== "standing-access") return review;
  const what = "There is no such open review. Somebody else may have closed it.";
  throw new ReviewError("review-unknown", what);
}

function checkReviewer(
  { bundles }: { readonly bundles: Bundles },
  world: World,
  at: Instant,
  { actor, onlyEscalated = false }: CloseWish,
  reviews: readonly Review[],
): void {
  const bundle = bundles.current(world);
  if (bundle === undefined) throw policyUnloaded();
  const conflicts = reviews.map((review) => {
    const people = partiesOf(world, review);
    return conflictOf(bundle, world, actor.id, { people, patient: review.patient }, at);
  });
  if (conflicts.includes("own") || conflicts.includes("own-chart")) {
    const what =
      "Nobody reviews what they did themselves, what was done for them, or who looked at their own chart. A colleague has to look at this.";
    throw new ReviewError("own-review", what);
  }
  if (conflicts.includes("of-your-manager")) {
    const what =
      "Nobody reviews what somebody whom they report to did, or had done for them. Another one has to look.";
    throw new ReviewError("managers-review", what);
  }
  if (onlyEscalated && reviews.some(({ escalated }) => escalated === undefined)) {
    const what =
      "This one is still before those whose work it is. It is yours once it is long overdue.";
    throw new ReviewError("not-escalated", what);
  }
}

function requireAlike({ likeness }: CloseWish, reviews: readonly Review[]): void {
  const [first, ...others] = reviews.map(likeness);
  if (first !== undefined && others.every((other) => other === first)) return;
  const what =
    "Only explained reviews that are alike are closed together. Look at each of the others by itself.";
  throw new ReviewError("not-alike", what);
}
