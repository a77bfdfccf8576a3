import { focus, park, signOut } from "../../sessions/index.ts";
import type { LockRequest, SeatReply } from "../bedside-contract.ts";
import { saveDrafts } from "./drafts.ts";
import { keepSection } from "./keep-section.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, type Visit } from "./visit.ts";
import { forgetColleague } from "./witness.ts";

/**
 * Locks the seat (S6), or gives up a PIN pad, which locks nobody.
 *
 * @throws SessionError `occupant-changed`
 */
export async function lock(
  visit: Visit,
  { reason, drafts = [], section }: LockRequest,
): Promise<SeatReply> {
  const { bedside, memory, seat } = visit;
  const { app } = bedside.deps;
  if (reason === "cancel") {
    memory.pending = undefined;
    forgetColleague(visit);
    return seatReply(visit);
  }
  const session = occupantIn(visit).id;
  // What cannot be kept keeps no screen open.
  for (const draft of drafts) await saveDrafts(visit, draft).catch(() => undefined);
  if (section !== undefined) await keepSection(visit, section).catch(() => undefined);
  await app.submit(park({ bundles: app.bundles }, { seat, session, reason }));
  memory.notice = undefined;
  return seatReply(visit);
}

/**
 * Ends the occupant's session for good.
 *
 * @throws SessionError `occupant-changed`
 */
export async function leaveForGood(visit: Visit): Promise<SeatReply> {
  const { bedside, memory, seat } = visit;
  const session = occupantIn(visit).id;
  await bedside.deps.app.submit(signOut({ session, surface: seat }));
  memory.notice = undefined;
  memory.lastIn = undefined;
  return seatReply(visit);
}

/**
 * Goes back from a chart to the patients.
 *
 * @throws SessionError `occupant-changed`
 */
export async function closeChart(visit: Visit): Promise<SeatReply> {
  const { bedside, memory } = visit;
  const { id, person } = occupantIn(visit);
  await bedside.deps.app.submit(focus({ session: id, actor: { type: "person", id: person } }));
  memory.notice = undefined;
  return seatReply(visit);
}
