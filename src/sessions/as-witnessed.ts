import type { Command, Handling, NewRecord, Session } from "../world/index.ts";
import { asOccupant } from "./as-occupant.ts";
import { askingOf } from "./ask-witness.ts";
import { witnessOver } from "./errors.ts";
import { requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A step of something that is witnessed: for whom, at which request, by whom. */
export interface Witnessing {
  readonly seat: string;
  readonly session: string;
  readonly asking: string;
  /** The one who proved themselves as the witness. */
  readonly witness: string;
}

/**
 * Makes a command one that is done while a seat asks for a witness and just this person has proved themselves as it (S10):
 * in one batch with the checks, so that what a lock, a cancel or another witness has overtaken is not done.
 *
 * @throws SessionError `occupant-changed`, `witness-over`, `no-policy`
 */
export function asWitnessed<A>(
  deps: SessionDeps,
  { seat, session: id, asking, witness }: Witnessing,
  inner: Command<A>,
  also: (answer: A, session: Session, handling: Handling) => readonly NewRecord[],
): Command<A> {
  const checked: Command<A> = {
    ...inner,
    handle: (handling) => {
      const { world, at } = handling;
      const session = requireOccupant(sceneOf(deps, world, at), seat, id);
      const proof = askingOf(session, asking, at)?.witness;
      if (proof?.person !== witness) throw witnessOver();
      return inner.handle(handling);
    },
  };
  return asOccupant(deps, { seat, session: id }, checked, also);
}
