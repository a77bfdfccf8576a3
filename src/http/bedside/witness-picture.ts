import type { Bundle } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { askingOf, pinGate, type Scene, witnessPatience } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { WitnessColleague, WitnessView } from "../bedside-contract.ts";
import { questionOf } from "../said.ts";
import type { PendingWitness } from "./seat-memory.ts";
import type { Sources } from "./seat-picture.ts";

/** The witness that an occupied screen asks for, and when time alone changes it; undefined: none. */
export function drawWitness(
  scene: Scene,
  { demoBadges, memory, names, seat }: Sources,
  session: Session,
): { readonly view: WitnessView; readonly lookAt: Instant } | undefined {
  const { at, bundle } = scene;
  const known = memory.witness;
  const asking = askingOf(session, known?.asking, at);
  if (known === undefined || asking === undefined) return undefined;
  const { action, until } = asking;
  const { colleague } = known;
  const isThere = colleague !== undefined && at < colleague.until;
  return {
    view: {
      action,
      label: labelOf(bundle, action),
      text: known.act.text,
      since: until - witnessPatience,
      until,
      ...(isThere ? { colleague: colleagueView(scene, seat.id, colleague, names) } : {}),
      ...(demoBadges === undefined ? {} : { demoBadges }),
    },
    lookAt: Math.min(until, isThere ? colleague.until : until),
  };
}

function colleagueView(
  { at, world }: Scene,
  seat: string,
  { badge, person, tap }: PendingWitness,
  names: Sources["names"],
): WitnessColleague {
  const known = world.badges.get(badge);
  const gate = known === undefined ? undefined : pinGate(known, seat, at);
  const locked = gate?.type === "locked";
  return {
    tap,
    who: names.person(person),
    ...questionOf(locked ? "locked" : "witness"),
    ...(gate?.type === "wait" ? { waitUntil: gate.until } : {}),
    ...(locked ? { badgeLocked: true } : {}),
  };
}

/** "Give this controlled drug": an action on a button. */
export function labelOf(bundle: Bundle, action: string): string {
  const title = bundle.actions.get(action)?.title ?? action;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}
