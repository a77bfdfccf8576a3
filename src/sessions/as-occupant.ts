import type { SideWrite } from "../ports/index.ts";
import type { Command, Handling, NewRecord, Session } from "../world/index.ts";
import { requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** What follows from an answer, with the rows that belong to it. */
export interface Following {
  readonly records: readonly NewRecord[];
  readonly side?: readonly SideWrite[];
}

/**
 * Makes a command one that is done by a seat's occupant: in one batch with the check that the session is
 * still in at the seat. What is done at a seat is attributed to its occupant, or refused (S1); accepted
 * before a lock it completes under its author, and after it is not done (S7).
 *
 * `also` may add records that follow from the answer, and what is to be kept beside the log with them.
 *
 * @throws SessionError `occupant-changed`, `no-policy`
 */
export function asOccupant<A>(
  deps: SessionDeps,
  at: { readonly seat: string; readonly session: string },
  inner: Command<A>,
  also?: (answer: A, session: Session, handling: Handling) => readonly NewRecord[] | Following,
): Command<A> {
  return {
    ...inner,
    seat: at.seat,
    handle: (handling) => {
      const scene = sceneOf(deps, handling.world, handling.at);
      const session = requireOccupant(scene, at.seat, at.session);
      const outcome = inner.handle(handling);
      if (also === undefined) return outcome;
      const more = also(outcome.answer, session, handling);
      const { records, side = [] } = "records" in more ? more : { records: more };
      return {
        ...outcome,
        records: [...outcome.records, ...records],
        side: [...(outcome.side ?? []), ...side],
      };
    },
  };
}
