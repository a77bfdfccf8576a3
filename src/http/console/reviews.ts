import { conflictOf, type Past, type Relationship } from "../../access/index.ts";
import {
  closeReviews,
  type ExplainedReview,
  explainReview,
  explainReviews,
  latenessOf,
  likenessOf,
  partiesOf,
  reviewersOf,
  unexplained,
} from "../../reviews/index.ts";
import type { Review, Session, World } from "../../world/index.ts";
import { type NameBook, namePlace, withNames } from "../names.ts";
import type {
  CloseReviewsRequest,
  ExplanationView,
  ReviewsReply,
  ReviewView,
} from "../reviews-contract.ts";
import { reasonOf } from "../say-reason.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";

/**
 * What waits for a review, sorted by explanation (X15). Who only takes over what nobody looked at in time sees just that.
 *
 * @throws HttpError `refused`
 */
export async function listReviews(context: Console, session: Session): Promise<ReviewsReply> {
  const all = seesAll(context, session);
  await requireLook(context, session, all ? "review.read" : "review.take-over");
  return openReviews(context, session);
}

/** Whether all reviews are this person's work, or at most those that have escalated. */
function seesAll(context: Console, session: Session): boolean {
  return (
    mayLook(context, session, "review.read").type === "permit" ||
    mayLook(context, session, "review.take-over").type === "deny"
  );
}

/** How many of those that the person is to look at are due before long, or were: by this they are reminded wherever they are. */
export function lateReviews(context: Console, session: Session): number {
  const all = mayLook(context, session, "review.read").type === "permit";
  if (!all && mayLook(context, session, "review.take-over").type === "deny") return 0;
  const { world, at } = sceneNow(context);
  const isLate = (review: Review) => latenessOf(review, at) !== undefined;
  const mine = (review: Review) => all || isForOthers(context, review);
  return toBeClosed(world).filter((review) => isLate(review) && mine(review)).length;
}

/** Whether it is before those who take over: it has waited for long, or nobody whose work it is could close it (X19). */
function isForOthers(context: Console, review: Review): boolean {
  if (review.escalated === true) return true;
  return reviewersOf(sceneNow(context), review, "review.close").length === 0;
}

/** All but those of what would become standing access, which is confirmed or ends by itself (X7). */
function toBeClosed(world: World): readonly Review[] {
  return [...world.reviews.values()].filter(({ type }) => type !== "standing-access");
}

async function openReviews(context: Console, session: Session): Promise<ReviewsReply> {
  const { app } = context.deps;
  const past = await context.past.current();
  const all = seesAll(context, session);
  return withNames(app.side, app.world, (names, world) => {
    const { bundle } = sceneNow(context);
    const open = toBeClosed(world)
      .filter((review) => all || isForOthers(context, review))
      .toSorted((a, b) => a.due - b.due);
    const explained =
      past === undefined ? open.map(unexplained) : explainReviews(past, bundle, open);
    const view = { context, world, names, reviewer: session.person };
    return {
      explaining: past === undefined,
      reviews: explained.map((each) => reviewView(view, each)),
    };
  });
}

interface Viewing {
  readonly context: Console;
  readonly world: World;
  readonly names: NameBook;
  readonly reviewer: string;
}

function reviewView(viewing: Viewing, explained: ExplainedReview): ReviewView {
  const { context, world, names, reviewer } = viewing;
  const { review } = explained;
  const { id, about, due, openedAt, patient, person, ward } = review;
  const { bundle, at } = sceneNow(context);
  const open = world.glasses.get(about) ?? world.emergencies.get(about);
  const lateness = latenessOf(review, at);
  const likeness = likenessOf(explained);
  const conflict = conflictOf(bundle, world, reviewer, partiesOf(world, review), at);
  return {
    id,
    who: names.person(person),
    ...(review.type === "searching" ? { many: true } : {}),
    ...(review.type === "re-proofing" ? { whom: names.person(about) } : {}),
    ...(review.second === undefined ? {} : { second: names.person(review.second) }),
    ...(patient === undefined ? {} : { patient: names.patient(patient) }),
    ...(ward === undefined ? {} : { ward }),
    ...reasonOf(bundle, review),
    at: openedAt,
    due,
    ...(lateness === undefined ? {} : { lateness }),
    ...(open === undefined || open.until <= at ? {} : { until: open.until }),
    ...(conflict === undefined ? {} : { conflict }),
    explanations: explained.relationships.map((each) => explanationView(world, each)),
    ...(likeness === undefined ? {} : { likeness }),
  };
}

function explanationView(
  world: World,
  { contact, from, place, to, type }: Relationship,
): ExplanationView {
  return {
    type,
    from,
    ...(to === undefined || !Number.isFinite(to) ? {} : { to }),
    ...(contact === undefined ? {} : { contact }),
    ...(place === undefined ? {} : { place: namePlace(world, place) }),
  };
}

/**
 * Closes one review, or several that are explained and alike, with what they came to (X13, X15); the answer is what is left.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function closeThem(
  context: Console,
  session: Session,
  { outcome, reviews }: CloseReviewsRequest,
): Promise<ReviewsReply> {
  const { app } = context.deps;
  const onlyEscalated = !seesAll(context, session);
  const past = reviews.length === 1 ? undefined : await context.past.current();
  const { bundle } = sceneNow(context);
  const wish = {
    reviews,
    outcome,
    onlyEscalated,
    actor: { type: "person", id: session.person } as const,
    likeness: (review: ExplainedReview["review"]) => likenessIn(past, bundle, review),
  };
  const closing = closeReviews({ bundles: app.bundles }, wish);
  // In the batch of the permit: what is closed is closed by who may, under the policy in force there.
  await requirePermit(context, session, onlyEscalated ? "review.take-over" : "review.close", {
    also: (handling) => closing.handle(handling).records,
  });
  return openReviews(context, session);
}

function likenessIn(
  past: Past | undefined,
  bundle: Parameters<typeof explainReview>[1],
  review: ExplainedReview["review"],
): string | undefined {
  return past === undefined ? undefined : likenessOf(explainReview(past, bundle, review));
}
