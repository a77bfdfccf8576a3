import { endsBy, goneFrom } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, Session, World } from "../world/index.ts";
import { closeOverdueCases, nextOverdueCase } from "./case-at-seat.ts";
import { closed } from "./closed.ts";
import { whyOver } from "./liveness.ts";
import { hasWalkedAway, leave } from "./occupants.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { latestEnd, seatSessionEnd } from "./session-end.ts";
import { silentFrom } from "./unwatched.ts";

/**
 * The records that close what is over at `at`, cases too, and park who has walked away: for the ticker, so that
 * followers hear of it. Nothing waits for them: whether a session is live (S5) and its person still there
 * (S6) is derived each time. A screen that fell silent is the one thing that ends by them: it is a lock that the screen itself would
 * have sent.
 */
export function closeOverdue(deps: SessionDeps, world: World, at: Instant): readonly NewRecord[] {
  const bundle = deps.bundles.current(world);
  // Without a policy nobody is let in or decided for; what is open is judged when there is one again.
  if (bundle === undefined) return [];
  const scene = { world, at, bundle };
  const records: NewRecord[] = [];
  for (const session of world.sessions.values()) {
    const reason = whyOver(scene, session);
    if (reason === undefined) {
      if (hasWalkedAway(scene, session)) records.push(leave(scene, session, "walk-away"));
      else if (isSilent(scene, session)) records.push(leftAlone(scene, session));
      continue;
    }
    records.push(closed(session, reason));
  }
  return [...records, ...closeOverdueCases(scene)];
}

/**
 * The first instant after `at` at which {@link closeOverdue} finds something, if nothing is recorded until then; undefined: it
 * finds nothing.
 */
export function nextOverdue(deps: SessionDeps, world: World, at: Instant): Instant | undefined {
  const bundle = deps.bundles.current(world);
  if (bundle === undefined) return undefined;
  const scene = { world, at, bundle };
  let next = nextOverdueCase(world, at);
  for (const session of world.sessions.values()) {
    if (whyOver(scene, session) !== undefined) continue;
    const gone = goneFrom(bundle, world, session) ?? Number.POSITIVE_INFINITY;
    const called = world.emergencies.get(session.emergency ?? "")?.until ?? gone;
    const silent = silentFrom(scene, session) ?? gone;
    for (const end of [endOf(scene, session), gone, called, silent])
      if (end > at && end < next) next = end;
  }
  return Number.isFinite(next) ? next : undefined;
}

/** Whether nothing was heard for too long of the screen that somebody is in at: it cannot have locked itself (S6). */
function isSilent(scene: Scene, session: Session): boolean {
  const from = silentFrom(scene, session);
  return from !== undefined && from <= scene.at;
}

/** A seat that locks by itself is nobody's doing. */
function leftAlone(scene: Scene, session: Session): NewRecord {
  const actor = { type: "system", id: "wardkey" } as const;
  return { ...leave(scene, session, "idle"), seat: session.surface.id, actor };
}

/** When a live session is over by itself; at a seat by the roster as it is now. */
function endOf(scene: Scene, session: Session): Instant {
  const latest = session.surface.type === "seat" ? seatSessionEnd : latestEnd;
  return Math.min(endsBy(session), latest(scene, session));
}
