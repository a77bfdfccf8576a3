import type { Answer } from "../../access/index.ts";
import {
  isAsListed,
  isForSuccessors,
  mayJudge,
  partsOf,
  type ReviewingAs,
  reviewersIn,
  reviewsWard,
  undecided,
} from "../../reviews/index.ts";
import type { Scene } from "../../sessions/index.ts";
import type { Campaign, CampaignPart, ReviewedAccess, Session, World } from "../../world/index.ts";
import type {
  AccessView,
  CampaignCounts,
  CampaignsReply,
  CampaignView,
  CampaignWardView,
} from "../campaigns-contract.ts";
import { type NameBook, namePlace, withNames } from "../names.ts";
import { type Console, mayLook, requireLook, sceneNow } from "./console-context.ts";

/** Closed reviews that are listed for whoever opens them. */
const mostClosed = 10;
/** People who are named as whose access is ordinary, and as whom one may ask. */
const mostNamed = 30;

/** What a person does in a ward of a review; undefined: nothing. */
export function reviewsAs(
  scene: Scene,
  person: string,
  part: Pick<CampaignPart, "delegate" | "ward">,
  takesOver: boolean,
): ReviewingAs | undefined {
  if (reviewsWard(scene, person, part.ward)) return "manager";
  if (part.delegate === person) return "delegate";
  return takesOver ? "successor" : undefined;
}

/** Whether somebody opens access reviews, takes them over, or has something to decide in one; undefined: nothing of it. */
export function mayReviewAccess(context: Console, session: Session): Answer | undefined {
  const opens = mayLook(context, session, "campaign.open");
  if (opens.type === "permit") return opens;
  const [ward] = theirWards(context, session);
  if (ward === undefined) return undefined;
  return mayLook(context, session, "campaign.decide", { type: "ward", id: ward });
}

function theirWards(context: Console, { person }: Session): readonly string[] {
  const scene = sceneNow(context);
  const open = openIn(scene.world).flatMap((campaign) => partsOf(scene.world, campaign));
  const isTheirs = (part: CampaignPart) => reviewsAs(scene, person, part, false) !== undefined;
  return [...new Set(open.filter(isTheirs).map(({ ward }) => ward))];
}

function openIn(world: World): readonly Campaign[] {
  return [...world.campaigns.values()].filter(({ closedAt }) => closedAt === undefined);
}

/** How many reviews are due before long, or were, with something that is this person's to decide: by this they are reminded wherever they are. */
export function lateAccess(context: Console, session: Session): number {
  const { person } = session;
  const scene = sceneNow(context);
  const { at, world } = scene;
  const late = openIn(world).filter(({ remindAt }) => remindAt <= at);
  if (late.length === 0) return 0;
  const takesOver = mayLook(context, session, "campaign.take-over").type === "permit";
  const isTheirs = (part: CampaignPart): boolean => {
    const as = reviewsAs(scene, person, part, takesOver);
    if (as === undefined) return false;
    const reviewers = reviewersIn(scene, part);
    return undecided(part).some(
      (item) =>
        isAsListed(world, item, at) &&
        mayJudge(scene, person, item) &&
        (as !== "successor" || isForSuccessors(scene, part, item, reviewers)),
    );
  };
  return late.filter((campaign) => partsOf(world, campaign).some(isTheirs)).length;
}

/**
 * The access reviews that are open, with what of them is this person's to decide (L8). Whoever opens them sees how far all are.
 *
 * @throws HttpError `refused`
 */
export async function listCampaigns(context: Console, session: Session): Promise<CampaignsReply> {
  const opens = mayLook(context, session, "campaign.open").type === "permit";
  const [ward] = theirWards(context, session);
  if (opens || ward === undefined) await requireLook(context, session, "campaign.open");
  else await requireLook(context, session, "campaign.decide", { type: "ward", id: ward });
  return showCampaigns(context, session);
}

/** The same, after something was done there. */
export async function showCampaigns(context: Console, session: Session): Promise<CampaignsReply> {
  const { app } = context.deps;
  const opens = mayLook(context, session, "campaign.open").type === "permit";
  const takesOver = mayLook(context, session, "campaign.take-over").type === "permit";
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneNow(context);
    const viewing: Viewing = { scene, names, person: session.person, takesOver };
    const closed = [...world.campaigns.values()]
      .filter(({ closedAt }) => closedAt !== undefined)
      .toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
      .slice(0, opens ? mostClosed : 0);
    const open = openIn(world).toSorted((a, b) => a.due - b.due);
    const views = [...open, ...closed].map((campaign) => campaignView(viewing, campaign));
    return { campaigns: views.filter(({ wards }) => opens || wards.length > 0), mayOpen: opens };
  });
}

interface Viewing {
  readonly scene: Scene;
  readonly names: NameBook;
  readonly person: string;
  readonly takesOver: boolean;
}

function campaignView(viewing: Viewing, campaign: Campaign): CampaignView {
  const { at, bundle, world } = viewing.scene;
  const { closedAt, due, id, openedAt, remindAt, scope } = campaign;
  const parts = partsOf(world, campaign);
  const counts = countsOf(parts);
  const { of = "", type } = scope;
  const scopeName =
    type === "ward"
      ? namePlace(world, of)
      : type === "role"
        ? bundle.roles.get(of)?.title
        : type === "event"
          ? viewing.names.person(of).name
          : undefined;
  const wards = [...Map.groupBy(parts, ({ ward }) => ward).values()];
  return {
    id,
    scope,
    ...(scopeName === undefined ? {} : { scopeName }),
    openedAt,
    due,
    soon: remindAt <= at && counts.left > 0,
    ...(closedAt === undefined ? {} : { closedAt }),
    counts,
    wards: closedAt === undefined ? wards.flatMap((each) => wardView(viewing, each)) : [],
  };
}

/** How many came to what. */
function countsOf(parts: readonly CampaignPart[]): CampaignCounts {
  const counts = { listed: 0, confirmed: 0, ended: 0, escalated: 0, left: 0 };
  for (const { decision, escalated } of parts.flatMap(({ items }) => items)) {
    counts.listed++;
    if (decision?.outcome === "confirmed") counts.confirmed++;
    else if (decision !== undefined) counts.ended++;
    else if (escalated === true) counts.escalated++;
    else counts.left++;
  }
  return counts;
}

function wardView(viewing: Viewing, parts: readonly CampaignPart[]): readonly CampaignWardView[] {
  const { names, person, scene, takesOver } = viewing;
  const { world, at } = scene;
  const [first] = parts;
  const as = first === undefined ? undefined : reviewsAs(scene, person, first, takesOver);
  if (first === undefined || as === undefined) return [];
  const reviewers = reviewersIn(scene, first);
  const ordinary: ReviewedAccess[] = [];
  const exceptional: AccessView[] = [];
  let others = 0;
  for (const part of parts) {
    for (const item of undecided(part).filter((one) => isAsListed(world, one, at))) {
      if (as === "successor" && !isForSuccessors(scene, part, item, reviewers)) continue;
      if (!mayJudge(scene, person, item)) others++;
      // What nobody answered in time is looked at by itself, however ordinary it was.
      else if (item.because.length === 0 && item.escalated !== true) ordinary.push(item);
      else exceptional.push(accessView(viewing, part, item));
    }
  }
  if (ordinary.length + exceptional.length + others === 0) return [];
  const { delegate, ward } = first;
  const title = (one: ReviewedAccess) => scene.bundle.roles.get(one.role)?.title ?? one.role;
  const asked = as === "manager" ? delegatesFor(viewing, ward) : [];
  return [
    {
      ward,
      wardName: namePlace(world, ward),
      as,
      ordinary: ordinary.length,
      ordinaryOf: ordinary.slice(0, mostNamed).map((one) => names.person(one.person, title(one))),
      exceptional,
      others,
      ...(delegate === undefined ? {} : { delegate: names.person(delegate) }),
      delegates: asked.map((one) => names.person(one)),
    },
  ];
}

/** Whose role includes reviewing, on the ward or in its service; others are not offered. */
function delegatesFor({ person, scene }: Viewing, ward: string): readonly string[] {
  const { at, bundle, world } = scene;
  const service = world.wards.get(ward)?.service;
  const near = [...world.roles.values()].filter(
    (role) =>
      role.from <= at &&
      at < role.to &&
      bundle.roles.get(role.role)?.may.has("campaign.decide") === true &&
      (role.ward === ward || world.wards.get(role.ward)?.service === service),
  );
  const people = new Set(near.map((role) => role.person));
  people.delete(person);
  return [...people].toSorted().slice(0, mostNamed);
}

function accessView(
  { names, scene }: Viewing,
  { id: part }: CampaignPart,
  { assignment, because, peers, person, role, usedAt }: ReviewedAccess,
): AccessView {
  const title = scene.bundle.roles.get(role)?.title ?? role;
  // What has been used since it was listed is shown as it is.
  const used = scene.world.roleUses.get(assignment)?.at ?? usedAt;
  return {
    part,
    assignment,
    who: names.person(person, title),
    role: title,
    because,
    ...(peers === undefined ? {} : { peers }),
    ...(used === undefined ? {} : { usedAt: used }),
    to: scene.world.roles.get(assignment)?.to ?? scene.at,
  };
}
