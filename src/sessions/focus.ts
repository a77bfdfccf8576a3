import type { Actor, Command } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";

/** What a session looks at from now on; without a patient it left the chart. */
export interface FocusRequest {
  readonly session: string;
  readonly patient?: string;
  readonly screen?: string;
  /** The session's person, or the system when a change of context closes the chart. */
  readonly actor: Actor;
  /** Only if this patient's chart is (still) the open one. */
  readonly from?: string;
}

/**
 * Keeps what a session looks at, so that it is found again after a lock or a move. Says nothing twice.
 *
 * @throws SessionError `occupant-changed` when the session is closed
 */
export function focus(request: FocusRequest): Command<void> {
  const { session: id, patient, screen, actor, from } = request;
  return {
    name: "session.focus",
    actor,
    handle: ({ world }) => {
      const session = world.sessions.get(id);
      if (session === undefined) throw occupantChanged();
      const isSame = session.patient === patient && session.screen === screen;
      if (isSame || (from !== undefined && session.patient !== from)) {
        return { records: [], answer: undefined };
      }
      const body = {
        session: id,
        ...(patient === undefined ? {} : { patient }),
        ...(screen === undefined ? {} : { screen }),
      };
      const seat = session.surface.type === "seat" ? { seat: session.surface.id } : {};
      return { records: [{ kind: "session.focused", body, ...seat }], answer: undefined };
    },
  };
}
