import {
  confirmOrdinary,
  decideAccess,
  delegateAccess,
  openCampaign,
  partsOf,
} from "../../reviews/index.ts";
import type { Actor, CampaignPart, Command, Session } from "../../world/index.ts";
import type {
  CampaignsReply,
  ConfirmOrdinaryRequest,
  DecideAccessRequest,
  DelegateAccessRequest,
  OpenCampaignRequest,
} from "../campaigns-contract.ts";
import { reviewsAs, showCampaigns } from "./campaigns.ts";
import { type Console, mayLook, requirePermit, sceneNow } from "./console-context.ts";

/**
 * Opens a review of the access that people have (L8).
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function openOne(
  context: Console,
  session: Session,
  { scope }: OpenCampaignRequest,
): Promise<CampaignsReply> {
  const { bundles } = context.deps.app;
  const opening = openCampaign({ bundles }, { actor: actorOf(session), scope });
  await requirePermit(context, session, "campaign.open", {
    also: (handling) => opening.handle(handling).records,
  });
  return showCampaigns(context, session);
}

/**
 * Confirms all that is ordinary in a ward in one act.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function confirmAll(
  context: Console,
  session: Session,
  campaign: string,
  { spent, ward }: ConfirmOrdinaryRequest,
): Promise<CampaignsReply> {
  const { bundles } = context.deps.app;
  const part = findPart(context, campaign, (one) => one.ward === ward);
  const as = asWhat(context, session, part);
  const wish = { actor: actorOf(session), as, campaign, spent, ward };
  return decide(context, session, { as, ward, command: confirmOrdinary({ bundles }, wish) });
}

/**
 * Confirms one role that somebody has, or ends it at once.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function decideOne(
  context: Console,
  session: Session,
  campaign: string,
  { assignment, outcome, part: id, spent }: DecideAccessRequest,
): Promise<CampaignsReply> {
  const { bundles } = context.deps.app;
  const part = findPart(context, campaign, (one) => one.id === id);
  const as = asWhat(context, session, part);
  const wish = { actor: actorOf(session), as, assignment, outcome, part: id, spent };
  const ward = part?.ward ?? "";
  return decide(context, session, { as, ward, command: decideAccess({ bundles }, wish) });
}

/**
 * Lets somebody else decide in a ward, too.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function delegateOne(
  context: Console,
  session: Session,
  campaign: string,
  { to, ward }: DelegateAccessRequest,
): Promise<CampaignsReply> {
  const { bundles } = context.deps.app;
  const command = delegateAccess({ bundles }, { actor: actorOf(session), campaign, to, ward });
  return decide(context, session, { as: "manager", ward, command });
}

/** Under the policy in force where it is decided: in the batch of the permit. */
async function decide(
  context: Console,
  session: Session,
  {
    as,
    command,
    ward,
  }: {
    readonly as: ReturnType<typeof asWhat>;
    readonly command: Command<unknown>;
    readonly ward: string;
  },
): Promise<CampaignsReply> {
  const also: Parameters<typeof requirePermit>[3] = {
    also: (handling) => command.handle(handling).records,
  };
  if (as === "successor") await requirePermit(context, session, "campaign.take-over", also);
  else {
    const resource = { type: "ward", id: ward };
    await requirePermit(context, session, "campaign.decide", { ...also, resource });
  }
  return showCampaigns(context, session);
}

/** Who runs no such ward and was not asked takes over, or is refused. */
function asWhat(
  context: Console,
  session: Session,
  part: CampaignPart | undefined,
): "manager" | "delegate" | "successor" {
  if (part === undefined) return "successor";
  const takesOver = mayLook(context, session, "campaign.take-over").type === "permit";
  return reviewsAs(sceneNow(context), session.person, part, takesOver) ?? "successor";
}

function findPart(
  context: Console,
  id: string,
  isIt: (part: CampaignPart) => boolean,
): CampaignPart | undefined {
  const world = context.deps.app.world();
  const campaign = world.campaigns.get(id);
  return campaign === undefined ? undefined : partsOf(world, campaign).find(isIt);
}

function actorOf({ person }: Session): Actor {
  return { type: "person", id: person };
}
