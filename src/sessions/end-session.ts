import type { Actor, Command } from "../world/index.ts";
import { closed } from "./closed.ts";
import { occupantChanged } from "./errors.ts";
import { isLive } from "./liveness.ts";
import { type SessionDeps, sceneOf } from "./scene.ts";

/** A session that somebody ends, wherever it is. */
export interface EndSessionRequest {
  readonly session: string;
  /** Whose it was when they looked. */
  readonly person: string;
  readonly actor: Actor;
}

/**
 * Ends a session for good, open or parked, from elsewhere than its surface: by its own person, or by who looks after safety. The
 * tokens that hang on it end, and what was half written in it is erased. Whether the actor may is the caller's to decide.
 *
 * @throws SessionError `occupant-changed` when it is over already, or another's; `no-policy`
 */
export function endSession(
  deps: SessionDeps,
  { session: id, person, actor }: EndSessionRequest,
): Command<void> {
  return {
    name: "session.end",
    actor,
    handle: ({ world, at }) => {
      const session = world.sessions.get(id);
      const isThere = session?.person === person && isLive(sceneOf(deps, world, at), session);
      if (session === undefined || !isThere) throw occupantChanged();
      const reason = actor.id === person ? "signed-out" : "forced";
      return { records: [closed(session, reason)], answer: undefined };
    },
  };
}
