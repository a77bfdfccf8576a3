import type { Duration, Instant } from "../ports/index.ts";
import type { Asking, Command, Session } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** How long a screen asks for a witness: somebody has to come over. */
export const witnessPatience: Duration = 5 * 60_000;

/** What a seat's occupant wants witnessed, for the patient whose chart is open. */
export interface WitnessRequest {
  readonly seat: string;
  readonly session: string;
  readonly action: string;
  readonly patient: string;
}

/**
 * Asks for a witness at a seat (S10): until it is over, another person's tap there is a witness's, and moves nobody's
 * session. A request that stands is replaced. Whether it may be done with a witness is the caller's to ask.
 *
 * @throws SessionError `occupant-changed`, also when another chart is open; `no-policy`
 */
export function askWitness(
  deps: SessionDeps,
  { seat, session: id, action, patient }: WitnessRequest,
): Command<{ readonly asking: string }> {
  return {
    name: "witness.ask",
    actor: { type: "system", id: "wardkey" },
    seat,
    handle: ({ world, at, id: newId }) => {
      const session = requireOccupant(sceneOf(deps, world, at), seat, id);
      if (session.patient !== patient) throw occupantChanged();
      const asking = newId("ask");
      const until = at + witnessPatience;
      const body = { action, asking, patient, session: id, until };
      const actor = { type: "person", id: session.person } as const;
      return { records: [{ kind: "witness.asked", body, actor }], answer: { asking } };
    },
  };
}

/**
 * Takes the request back. Says nothing twice.
 *
 * @throws SessionError `occupant-changed`, `no-policy`
 */
export function withdrawWitness(
  deps: SessionDeps,
  { seat, session: id }: { readonly seat: string; readonly session: string },
): Command<void> {
  return {
    name: "witness.withdraw",
    actor: { type: "system", id: "wardkey" },
    seat,
    handle: ({ world, at }) => {
      const session = requireOccupant(sceneOf(deps, world, at), seat, id);
      if (session.asking === undefined) return { records: [], answer: undefined };
      const body = { asking: session.asking.id, session: id };
      const actor = { type: "person", id: session.person } as const;
      return { records: [{ kind: "witness.withdrawn", body, actor }], answer: undefined };
    },
  };
}

/** The request for a witness that a session's screen makes now, if it is the one named; undefined once it is over. */
export function askingOf(
  session: Session | undefined,
  asking: string | undefined,
  at: Instant,
): Asking | undefined {
  const known = session?.asking;
  return known !== undefined && known.id === asking && at < known.until ? known : undefined;
}
