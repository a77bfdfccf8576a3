import { findPattern } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Command, Session } from "../world/index.ts";
import { occupantOf } from "./occupants.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** That a seat's screen is there is recorded this often at most; one that runs is heard more often (S0). */
const heardEvery: Duration = 2 * 60_000;

/** What a screen that runs may take longer: a proof a minute, and a connection that has to be made again. */
const leeway: Duration = 90_000;

/**
 * From when a seat's screen has been silent for so long that it cannot have locked itself: its tab was closed, its browser has
 * crashed, its machine sleeps (S6). Undefined: no screen was heard in this session, so that none can fall silent.
 */
export function silentFrom({ bundle, world }: Scene, session: Session): Instant | undefined {
  const { heardAt, seenAt, state, surface } = session;
  const seat = world.seats.get(surface.id);
  if (state !== "open" || surface.type !== "seat" || heardAt === undefined) return undefined;
  const pattern = seat === undefined ? undefined : findPattern(bundle, world, seat.ward);
  if (pattern === undefined) return undefined;
  return Math.max(seenAt, heardAt) + pattern.idleLock + heardEvery + leeway;
}

/** Whether {@link hearSeat} would record anything. */
export function isDueToHear({ heardAt, seenAt }: Session, at: Instant): boolean {
  return heardAt === undefined || at - Math.max(seenAt, heardAt) >= heardEvery;
}

/** Notes that a seat's screen shows its occupant now: by that its silence can be told, at every node. */
export function hearSeat(deps: SessionDeps, seat: string): Command<void> {
  return {
    name: "seat.hear",
    actor: { type: "system", id: "wardkey" },
    seat,
    handle: ({ world, at }) => {
      const session = occupantOf(sceneOf(deps, world, at), seat);
      if (session === undefined || !isDueToHear(session, at)) {
        return { records: [], answer: undefined };
      }
      const body = { seat, session: session.id };
      return { records: [{ kind: "seat.heard", body }], answer: undefined };
    },
  };
}
