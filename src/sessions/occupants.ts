import { isStoodDown } from "../access/index.ts";
import type { Actor, NewRecord, Session } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { isIn, isLive, whyOver } from "./liveness.ts";
import type { Scene } from "./scene.ts";

/** Who is in at a seat: the one open, live session there, whose person has not walked away (S1, S6). */
export function occupantOf(scene: Scene, seat: string): Session | undefined {
  const { sessions, sessionsBySurface } = scene.world;
  // Asked at each act at a seat, where many sessions may stand locked.
  for (const id of sessionsBySurface.get(seat)) {
    const session = sessions.get(id);
    if (session?.surface.type !== "seat" || !isIn(scene, session)) continue;
    if (isLive(scene, session)) return session;
  }
  return undefined;
}

/** The sessions that a tap at this seat would resume. */
export function parkedAt(scene: Scene, seat: string): readonly Session[] {
  return sessionsAt(scene, seat).filter(
    (session) => !isIn(scene, session) && isLive(scene, session),
  );
}

/** The person's one live seat session, wherever it is. */
export function seatSessionOf(scene: Scene, person: string): Session | undefined {
  return seatSessions(scene, person).find((session) => isLive(scene, session));
}

/**
 * The session `id`, if it is the one at `seat` now.
 *
 * @throws SessionError `occupant-changed`
 */
export function requireOccupant(scene: Scene, seat: string, id: string): Session {
  const occupant = occupantOf(scene, seat);
  if (occupant === undefined || occupant.id !== id) throw occupantChanged();
  return occupant;
}

/** All sessions of a person at seats, live or not. */
export function seatSessions({ world }: Scene, person: string): readonly Session[] {
  return world.sessionsByPerson
    .get(person)
    .map((id) => world.sessions.get(id))
    .filter((session) => session !== undefined)
    .filter((session) => session.surface.type === "seat");
}

/** Why an open session leaves its seat. */
export type Leaving =
  | "idle"
  | "walk-away"
  | "tap-over"
  | "lock"
  | "tap-out"
  | "moved"
  /** Somebody else locked the seat, from the console. */
  | "forced"
  /** They were in by an emergency alone, and it is over (X17). */
  | "emergency-over"
  /** Whoever stood there found somebody else's name on the screen. */
  | "not-me";

/**
 * The record that parks a session, or closes it where it is over anyway. Somebody who has walked away, or whose emergency is
 * over, was gone before whatever parks them now.
 */
export function leave(scene: Scene, session: Session, reason: Leaving, badge?: string): NewRecord {
  const over = whyOver(scene, session);
  if (over !== undefined) {
    return { kind: "session.closed", body: { reason: over, session: session.id } };
  }
  if (hasWalkedAway(scene, session)) {
    const reason = goneBecause(scene, session);
    const body = { reason, session: session.id };
    return { kind: "session.parked", body, seat: session.surface.id, actor: nobody };
  }
  const by = badge === undefined ? {} : { badge };
  return { kind: "session.parked", body: { ...by, reason, session: session.id } };
}

/** The records that clear a seat for somebody else: its occupant is parked, nothing of theirs is lost (S2). */
export function vacate(
  scene: Scene,
  seat: string,
  reason: Leaving,
  newcomer?: string,
): readonly NewRecord[] {
  return sessionsAt(scene, seat)
    .filter((session) => session.state === "open" && session.person !== newcomer)
    .map((session) => leave(scene, session, reason));
}

/** The records that park whoever has walked away from a seat: before anything is said that would bring them back. */
export function parkWalkedAway(scene: Scene, seat: string): readonly NewRecord[] {
  return sessionsAt(scene, seat)
    .filter((session) => hasWalkedAway(scene, session))
    .map((session) => leave(scene, session, "walk-away"));
}

/** Of who is gone from the seat: because the emergency that let them in is over, or they walked away. */
function goneBecause({ world, at }: Scene, session: Session): "walk-away" | "emergency-over" {
  return isStoodDown(world, session, at) ? "emergency-over" : "walk-away";
}

/** Whether a session is still open in the world, and its person gone from the seat (S6, X17). */
export function hasWalkedAway(scene: Scene, session: Session): boolean {
  return session.state === "open" && !isIn(scene, session);
}

/** A seat that locks by itself is nobody's doing. */
const nobody: Actor = { type: "system", id: "wardkey" };

function sessionsAt({ world }: Scene, seat: string): readonly Session[] {
  return world.sessionsBySurface
    .get(seat)
    .map((id) => world.sessions.get(id))
    .filter((session) => session !== undefined)
    .filter((session) => session.surface.type === "seat");
}
