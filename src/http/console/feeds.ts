import { findPattern } from "../../access/index.ts";
import type { Duration } from "../../ports/index.ts";
import type { Feed, Session } from "../../world/index.ts";
import type {
  ClearParkedReply,
  ClearParkedRequest,
  FeedsReply,
  FeedView,
  ParkedReply,
  ParkedView,
} from "../console-contract.ts";
import { isRecord, textOf } from "../json.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requireLook, requirePermit, sceneNow } from "./console-context.ts";

/** Parked messages on one page; the rest comes once these are dealt with. */
const mostParked = 200;
/** Files that are imported by hand (staff, FHIR) have no limit of a pattern: they are stale after a day. */
const fileStaleAfter: Duration = 86_400_000;

/**
 * The feeds and how long each has been silent (C4).
 *
 * @throws HttpError `refused`
 */
export async function listFeeds(context: Console, session: Session): Promise<FeedsReply> {
  await requireLook(context, session, "feed.read");
  const { feeds } = context.deps.app.world();
  return { feeds: [...feeds.values()].map((feed) => feedView(context, feed)) };
}

function feedView(context: Console, feed: Feed): FeedView {
  const { at } = sceneNow(context);
  const staleAfter = limitOf(context, feed);
  const { id, type, heardAt, wards } = feed;
  const stale = heardAt + staleAfter <= at;
  return { id, type, heardAt, staleAfter, stale, wards: wards ?? [] };
}

/** The strictest limit of the wards that the feed speaks of. */
function limitOf(context: Console, { type, wards }: Feed): Duration {
  if (type !== "adt" && type !== "roster") return fileStaleAfter;
  const { world, bundle } = sceneNow(context);
  const limits = (wards ?? [...world.wards.values()].map(({ id }) => id))
    .map((ward) => findPattern(bundle, world, ward))
    .filter((pattern) => pattern !== undefined)
    .map((pattern) => (type === "adt" ? pattern.adtStaleAfter : pattern.rosterStaleAfter));
  return limits.length === 0 ? fileStaleAfter : Math.min(...limits);
}

/**
 * The messages that wait for somebody, newest first, with their text.
 *
 * @throws HttpError `refused`
 */
export async function listParked(context: Console, session: Session): Promise<ParkedReply> {
  await requireLook(context, session, "parked.read");
  const { app } = context.deps;
  const waiting = [...app.world().parked.values()]
    .toSorted((a, b) => b.at - a.at)
    .slice(0, mostParked);
  const rows = await app.side.get(waiting.map(({ id }) => ({ table: "parked", key: id })));
  const parked = waiting.map(({ id, feed, reason, at }, index): ParkedView => {
    const row = rows[index];
    const kept = isRecord(row) ? row : {};
    return {
      id,
      feed,
      at,
      reason: textOf(kept.reason) ?? reason,
      title: textOf(kept.title) ?? "Message",
      text: textOf(kept.text) ?? "",
    };
  });
  return { parked };
}

/**
 * Deals with a parked message: takes it in again, or puts it away.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function clearParked(
  context: Console,
  session: Session,
  message: string,
  { outcome }: ClearParkedRequest,
): Promise<ClearParkedReply> {
  const { app, parked } = context.deps;
  await requirePermit(context, session, "parked.clear");
  if (!app.world().parked.has(message)) {
    throw refusedBy("not-found", "feed.not-parked");
  }
  const actor = { type: "person", id: session.person } as const;
  if (outcome === "dismissed") {
    await parked.dismiss(message, actor);
    return { type: "done" };
  }
  const retried = await parked.retry(message, actor);
  return retried.type === "still-parked" ? retried : { type: "done" };
}
