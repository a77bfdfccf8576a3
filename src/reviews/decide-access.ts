import type { Bundles } from "../access/index.ts";
import type { Duration } from "../ports/index.ts";
import type {
  Actor,
  Campaign,
  CampaignPart,
  Command,
  Handling,
  NewRecord,
  ReviewedAccess,
  World,
} from "../world/index.ts";
import {
  type AccessScene,
  isForSuccessors,
  mayJudge,
  type ReviewingAs,
  reviewersIn,
  reviewsWard,
} from "./access-reviewers.ts";
import { requireNoConflict } from "./conflict.ts";
import { ReviewError } from "./errors.ts";
import { isAsListed } from "./list-access.ts";

/** Who decides, as what, and how long their page says they looked; it cannot be longer than there was to look. */
export interface Deciding {
  readonly actor: Actor;
  readonly as: ReviewingAs;
  readonly spent: Duration;
}

/** What is confirmed in one act. */
export interface OrdinaryWish extends Deciding {
  readonly campaign: string;
  readonly ward: string;
}

/**
 * Confirms in one act all that is ordinary in a ward (M9): what is listed as exceptional, what has changed since, and what is the
 * actor's own or their manager's stays to be decided. Answers how many were confirmed. Whether the actor may decide is the caller's
 * to say.
 *
 * @throws ReviewError `campaign-unknown`, `not-before-you`, `policy-changed`
 */
export function confirmOrdinary(
  { bundles }: { readonly bundles: Bundles },
  wish: OrdinaryWish,
): Command<number> {
  return {
    name: "campaign.confirm",
    actor: wish.actor,
    handle: ({ at, world }) => {
      const campaign = requireCampaign(world, wish.campaign);
      const scene = sceneOf(bundles, { at, world });
      const parts = partsOf(world, campaign).filter(({ ward }) => ward === wish.ward);
      if (parts.length === 0) throw new ReviewError("campaign-unknown");
      const spent = timeOf(campaign, wish, at);
      let confirmed = 0;
      const records = parts.flatMap((part): readonly NewRecord[] => {
        if (wish.as !== "successor") requireTheirs(scene, part, wish);
        const reviewers = reviewersIn(scene, part);
        const isTheirs = (item: ReviewedAccess) => isBefore(scene, part, item, wish, reviewers);
        const assignments = part.items
          .filter((item) => isOrdinary(world, item, at) && isTheirs(item))
          .map(({ assignment }) => assignment);
        if (assignments.length === 0) return [];
        // Of a ward in several parts the time is counted once.
        const time = confirmed === 0 ? spent : 0;
        confirmed += assignments.length;
        const body = { assignments, how: "together", part: part.id, spent: time } as const;
        return [{ kind: "campaign.confirmed", body }];
      });
      return { records, answer: confirmed };
    },
  };
}

/** One that is decided by itself. */
export interface AccessWish extends Deciding {
  readonly assignment: string;
  readonly outcome: "confirmed" | "ended";
  readonly part: string;
}

/**
 * Confirms one role that somebody has, or ends it at once (L8): neither one's own nor that of somebody whom one reports to (X19).
 * Whether the actor may decide is the caller's to say.
 *
 * @throws ReviewError `campaign-unknown`, `access-decided`, `own-access`, `managers-access`, `not-before-you`, `policy-changed`
 */
export function decideAccess(
  { bundles }: { readonly bundles: Bundles },
  wish: AccessWish,
): Command<void> {
  const { actor, assignment, outcome, part: id } = wish;
  return {
    name: "campaign.decide",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const part = world.campaignParts.get(id);
      if (part === undefined) throw new ReviewError("campaign-unknown");
      const campaign = requireCampaign(world, part.campaign);
      const scene = sceneOf(bundles, handling);
      const item = part.items.find((each) => each.assignment === assignment);
      if (item === undefined || item.decision !== undefined || !isAsListed(world, item, at)) {
        throw new ReviewError("access-decided");
      }
      if (wish.as !== "successor") requireTheirs(scene, part, wish);
      const parties = { people: [item.person] };
      const judged = { parties, own: "own-access", ofYourManager: "managers-access" } as const;
      requireNoConflict(bundles, handling, actor, judged);
      if (!isBefore(scene, part, item, wish)) throw new ReviewError("not-before-you");
      const how = "singly";
      const body = { assignments: [assignment], how, part: id } as const;
      const spent = timeOf(campaign, wish, at);
      const records: readonly NewRecord[] =
        outcome === "confirmed"
          ? [{ kind: "campaign.confirmed", body: { ...body, spent } }]
          : accessEnded(handling, { ...body, spent });
      return { records, answer: undefined };
    },
  };
}

/** That they end, and each end, caused by it: neither is without the other. */
export function accessEnded(
  { id }: Pick<Handling, "id">,
  body: Extract<NewRecord, { readonly kind: "campaign.ended" }>["body"],
): readonly NewRecord[] {
  const cause = id("rec");
  return [
    { kind: "campaign.ended", body, id: cause },
    ...body.assignments.map(
      (assignment): NewRecord => ({ kind: "role.ended", body: { assignment }, causedBy: cause }),
    ),
  ];
}

/**
 * The open review of this id.
 *
 * @throws ReviewError `campaign-unknown`
 */
export function requireCampaign(world: World, id: string): Campaign {
  const campaign = world.campaigns.get(id);
  if (campaign !== undefined && campaign.closedAt === undefined) return campaign;
  throw new ReviewError("campaign-unknown");
}

/** The parts of a review. */
export function partsOf(world: World, { parts }: Pick<Campaign, "parts">): readonly CampaignPart[] {
  return parts.flatMap((id) => world.campaignParts.get(id) ?? []);
}

function sceneOf(bundles: Bundles, { at, world }: Pick<Handling, "at" | "world">): AccessScene {
  const bundle = bundles.current(world);
  if (bundle === undefined) throw new ReviewError("policy-changed.not-loaded");
  return { at, bundle, world };
}

function requireTheirs(scene: AccessScene, part: CampaignPart, { actor, as }: Deciding): void {
  const isTheirs =
    as === "delegate" ? part.delegate === actor.id : reviewsWard(scene, actor.id, part.ward);
  if (!isTheirs) throw new ReviewError("not-before-you");
}

/** Whether it is this actor's to decide, and neither their own nor their manager's. */
function isBefore(
  scene: AccessScene,
  part: CampaignPart,
  item: ReviewedAccess,
  { actor, as }: Deciding,
  reviewers: readonly string[] = reviewersIn(scene, part),
): boolean {
  if (!mayJudge(scene, actor.id, item)) return false;
  return as !== "successor" || isForSuccessors(scene, part, item, reviewers);
}

/** Unchanged since it was listed, and ordinary then. */
function isOrdinary(world: World, item: ReviewedAccess, at: number): boolean {
  return item.because.length === 0 && item.decision === undefined && isAsListed(world, item, at);
}

function timeOf({ openedAt }: Campaign, { spent }: Deciding, at: number): Duration {
  return Math.round(Math.min(Math.max(0, spent), at - openedAt));
}
