import type { Actor, Command } from "../world/index.ts";
import type { Leaving } from "./occupants.ts";
import { leave, requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A seat locks. */
export interface ParkRequest {
  readonly seat: string;
  /** The session that the screen showed: a lock that a tap-over has overtaken is not the newcomer's. */
  readonly session: string;
  readonly reason: Exclude<Leaving, "tap-over" | "moved">;
  /** Who forces it; absent: the occupant or the seat itself. */
  readonly by?: Actor;
}

/**
 * Locks a seat and parks its occupant's session, to be resumed by a tap (S6).
 *
 * @throws SessionError `occupant-changed`, `no-policy`
 */
export function park(deps: SessionDeps, request: ParkRequest): Command<void> {
  return {
    name: "session.park",
    actor: { type: "system", id: "wardkey" },
    seat: request.seat,
    handle: ({ world, at }) => {
      const scene = sceneOf(deps, world, at);
      const session = requireOccupant(scene, request.seat, request.session);
      // An idle or walked-away lock is the seat's doing, and who says "not me" is not the person; the others are, or are forced.
      const byItself = ["idle", "walk-away", "not-me"].includes(request.reason);
      const person = { type: "person", id: session.person } as const;
      const actor = byItself ? {} : { actor: request.by ?? person };
      return {
        records: [{ ...leave(scene, session, request.reason), ...actor }],
        answer: undefined,
      };
    },
  };
}
