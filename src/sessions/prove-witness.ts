import type { Command, NewRecord } from "../world/index.ts";
import { askingOf } from "./ask-witness.ts";
import { engagementsOf } from "./badge.ts";
import type { PinFailure } from "./enter-pin.ts";
import { failedPin, proved } from "./enter-pin.ts";
import { witnessOver } from "./errors.ts";
import { requireOccupant } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A colleague's PIN at a seat that asks for a witness. */
export interface WitnessEntry {
  readonly seat: string;
  /** The occupant's session, and its request. */
  readonly session: string;
  readonly asking: string;
  /** The badge that tapped. */
  readonly badge: string;
  /** Whether the PIN was the right one. */
  readonly right: boolean;
}

/** What it led to. */
export type WitnessAnswer =
  | { readonly type: "proved"; readonly person: string }
  | PinFailure
  | { readonly type: "refused"; readonly why: "ended" | "oneself" };

/**
 * The PIN of a colleague who tapped while a seat asks for a witness (S10): proves who they are for just that. A wrong one
 * counts for their badge, as anywhere (A3). Nobody's session opens, moves or rises; whether they may witness is decided next.
 *
 * @throws SessionError `occupant-changed`, `witness-over` when it is not asked for any more; `no-policy`
 */
export function proveWitness(deps: SessionDeps, entry: WitnessEntry): Command<WitnessAnswer> {
  const { seat, session: id, asking, right } = entry;
  return {
    name: "witness.prove",
    actor: { type: "system", id: "wardkey" },
    seat,
    handle: ({ world, at }) => {
      const session = requireOccupant(sceneOf(deps, world, at), seat, id);
      if (askingOf(session, asking, at) === undefined) throw witnessOver();
      const badge = world.badges.get(entry.badge);
      const isUsable = badge !== undefined && at < badge.until;
      if (!isUsable || engagementsOf(world, badge.person, at).length === 0) {
        return { records: [], answer: { type: "refused", why: "ended" } };
      }
      const { person } = badge;
      if (person === session.person) {
        return { records: [], answer: { type: "refused", why: "oneself" } };
      }
      const failure = failedPin(badge, seat, right, at);
      if (failure !== undefined) return failure;
      const body = { asking, badge: badge.id, person, session: id };
      const actor = { type: "person", id: person } as const;
      const witnessed: NewRecord = { kind: "witness.proved", body, actor };
      return { records: [proved(badge), witnessed], answer: { type: "proved", person } };
    },
  };
}
