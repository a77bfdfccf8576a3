import { emergencyOf, endsBy, goneFrom, hasWork } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { isRunning, type Session, type World } from "../world/index.ts";
import type { Scene } from "./scene.ts";

/** Whether an engagement is running at `at` (L1). */
export function isEngaged(world: World, engagement: string, at: Instant): boolean {
  return isRunning(world.engagements.get(engagement), at);
}

/**
 * Whether a session is live: before its end, with its engagement running, a seat's with a duty, a
 * console's in use. Derived from the world each time; no timer has to fire for a session to end (S5).
 */
export function isLive(scene: Scene, session: Session): boolean {
  return whyOver(scene, session) === undefined;
}

/** Why a session is over, as its closing record says; undefined while it is live. */
export function whyOver(
  { world, at, bundle }: Scene,
  session: Session,
): "over" | "engagement-ended" | "device-ended" | undefined {
  if (!isEngaged(world, session.engagement, at)) return "engagement-ended";
  if (at >= endsBy(session)) return "over";
  if (session.surface.type === "phone" && !isOnItsPhone(world, session)) return "device-ended";
  // The roster may have changed since the session was opened: its end is never later than the duty's.
  const atSeat = session.surface.type === "seat";
  if (atSeat && !isCalledHere(world, session, at)) {
    if (!hasWork(bundle, world, session.person, at)) return "over";
  }
  return undefined;
}

/** Somebody off duty whom an emergency has let in is so while it lasts (X17). */
function isCalledHere(world: World, { emergency }: Session, at: Instant): boolean {
  return emergency !== undefined && emergencyOf(world, emergency, at) !== undefined;
}

/** A phone that was lost or withdrawn has left the world, and a person's own has nobody else's session. */
function isOnItsPhone(world: World, { person, surface }: Session): boolean {
  const device = world.devices.get(surface.id);
  return device !== undefined && (device.person === undefined || device.person === person);
}

/**
 * Whether a session's person is in on its surface: it is open, they have not walked away from it (S6), and no emergency that
 * alone let them in is over (X17).
 */
export function isIn({ world, at, bundle }: Scene, session: Session): boolean {
  if (session.state !== "open") return false;
  if (session.emergency !== undefined && !isCalledHere(world, session, at)) return false;
  const gone = goneFrom(bundle, world, session);
  return gone === undefined || at < gone;
}
