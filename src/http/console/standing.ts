import { answering, conflictOf } from "../../access/index.ts";
import { mayAnswer, revokeGrant } from "../../exceptions/index.ts";
import {
  confirmStanding,
  isRunning,
  requireStanding,
  standingParties,
} from "../../reviews/index.ts";
import { type Scene, sayWard, sceneOf } from "../../sessions/index.ts";
import type { BrokenGlass, Grant, Review, Session } from "../../world/index.ts";
import { grantView, readWords, type Viewer, type Words } from "../grants/grant-view.ts";
import { type NameBook, withNames } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import type { StandingReply, StandingView } from "../standing-contract.ts";
import { type Console, mayLook, requireLook, requirePermit } from "./console-context.ts";

/**
 * Access for a time that would become standing access (X7): what this person answers for, their own, and all of it for whoever
 * reviews, whose look is recorded.
 *
 * @throws HttpError `refused`
 */
export async function listStanding(context: Console, session: Session): Promise<StandingReply> {
  const reviews = mayLook(context, session, "review.read").type === "permit";
  if (reviews) await requireLook(context, session, "review.read");
  return showStanding(context, session, reviews);
}

async function showStanding(
  context: Console,
  session: Session,
  reviews: boolean,
): Promise<StandingReply> {
  const { app } = context.deps;
  const closes = mayLook(context, session, "review.close").type === "permit";
  const viewer = { person: session.person, context: { session: session.id }, reviews };
  const words = await readWords(app.side, app.world());
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneOf({ bundles: app.bundles }, world, app.now());
    const looking = { scene, viewer, closes, names, words };
    const listed = [...world.reviews.values()].filter(
      (review) => review.type === "standing-access" && isRunning(world, review, scene.at),
    );
    return {
      standing: listed
        .flatMap((review) => viewOf(looking, review))
        .toSorted((a, b) => a.ends - b.ends),
    };
  });
}

interface Looking {
  readonly scene: Scene;
  readonly viewer: Viewer;
  /** Their role includes closing reviews: they answer for broken glass. */
  readonly closes: boolean;
  readonly names: NameBook;
  readonly words: Words;
}

function viewOf(looking: Looking, review: Review): readonly StandingView[] {
  const { scene, viewer } = looking;
  const own = standingParties(scene.world, review).people.includes(viewer.person);
  const grant = scene.world.grants.get(review.about);
  const glass = scene.world.glasses.get(review.about);
  const view =
    grant !== undefined
      ? ofGrant(looking, grant)
      : glass !== undefined
        ? ofGlass(looking, review, glass, own)
        : undefined;
  const answers = view?.mayConfirm === true || view?.mayEnd === true;
  if (view === undefined || !(own || answers || viewer.reviews === true)) return [];
  const { id, person, reason } = review;
  const because = reason as StandingView["because"];
  return [{ id, who: looking.names.person(person), because, own, ...view }];
}

type Particulars = Omit<StandingView, "id" | "who" | "because" | "own">;

function ofGrant({ scene, viewer, names, words }: Looking, grant: Grant): Particulars {
  const { activatedAt = scene.at, until = scene.at, confirmedUntil = until } = grant;
  const answers = mayAnswer(scene, viewer, grant);
  return {
    grant: grantView(scene, viewer, grant, names, words),
    since: activatedAt,
    ends: until,
    confirmedUntil,
    // One that ends as early by itself needs nobody's word.
    mayConfirm: answers && confirmedUntil > until,
    mayEnd: answers,
  };
}

function ofGlass(
  { scene, viewer, closes, names }: Looking,
  review: Review,
  { at: since, patient, until, ward, confirmedUntil = until }: BrokenGlass,
  own: boolean,
): Particulars {
  const { bundle, world, at } = scene;
  const conflict = conflictOf(bundle, world, viewer.person, standingParties(world, review), at);
  const isShown = own || viewer.reviews === true;
  return {
    ...(isShown ? { patient: names.patient(patient) } : {}),
    ...(ward === undefined ? {} : { wardName: sayWard(world, ward) }),
    since,
    ends: until,
    confirmedUntil,
    mayConfirm: closes && conflict === undefined,
    mayEnd: false,
  };
}

/**
 * Confirms that it is needed for as long as it was to last (X7), by one who answers for it: for a grant, whoever answers for its
 * ward; for broken glass, whoever closes reviews.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function confirmOne(
  context: Console,
  session: Session,
  review: string,
): Promise<StandingReply> {
  const { app } = context.deps;
  const { about } = requireStanding(app.world(), review, app.now());
  const ward = app.world().grants.get(about)?.ward;
  const [action, options] =
    ward === undefined
      ? (["review.close", {}] as const)
      : ([answering, { resource: { type: "ward", id: ward } }] as const);
  const actor = { type: "person", id: session.person } as const;
  const confirming = confirmStanding({ bundles: app.bundles }, { review, actor });
  await requirePermit(context, session, action, {
    ...options,
    also: (handling) => confirming.handle(handling).records,
  });
  return showStanding(context, session, false);
}

/**
 * Ends a grant at once that would become standing access, with the charts that are open by it (X4, X7). Emergency access ends by
 * itself: nobody takes it away from who is at a bedside.
 *
 * @throws HttpError `refused`, `not-found`; ReviewError; ExceptionError
 */
export async function endOne(
  context: Console,
  session: Session,
  review: string,
): Promise<StandingReply> {
  const { app } = context.deps;
  const { about } = requireStanding(app.world(), review, app.now());
  const grant = app.world().grants.get(about);
  if (grant === undefined) {
    throw refusedBy("not-found", "standing.glass");
  }
  const approver = session.person;
  await requirePermit(context, session, answering, {
    resource: { type: "ward", id: grant.ward },
    also: ({ world, at }) => {
      const { bundle } = sceneOf({ bundles: app.bundles }, world, at);
      return revokeGrant({ bundle, world, at }, { grant: about, approver });
    },
  });
  return showStanding(context, session, false);
}
