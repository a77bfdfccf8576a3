import type { Command } from "../world/index.ts";
import { closed } from "./closed.ts";
import { occupantChanged } from "./errors.ts";

/**
 * Ends a session for good, at its person's wish; the next one starts with a PIN.
 *
 * @throws SessionError `occupant-changed` when there is no such session on that surface any more
 */
export function signOut(request: {
  readonly session: string;
  /** The seat or console that asks. */
  readonly surface: string;
}): Command<void> {
  return {
    name: "session.sign-out",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world }) => {
      const session = world.sessions.get(request.session);
      const isThere = session?.surface.id === request.surface && session.state === "open";
      if (session === undefined || !isThere) throw occupantChanged();
      return {
        records: [
          { ...closed(session, "signed-out"), actor: { type: "person", id: session.person } },
        ],
        answer: undefined,
      };
    },
  };
}
