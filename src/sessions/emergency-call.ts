import { clinicianBy, emergenciesIn, responderOf, rosteredFor } from "../access/index.ts";
import type { Badge, BadgeQuestion, Seat } from "../world/index.ts";
import type { Entry } from "./enter.ts";
import { pinGate } from "./pin-gate.ts";
import type { Scene } from "./scene.ts";
import { isTooFast } from "./walking.ts";

/** What an emergency at a seat is to somebody who taps there. */
export interface Call {
  readonly id: string;
  readonly engagement: string;
  /** Rostered to respond, or responding already: a tap is enough. Else they may say that they are (X17). */
  readonly isResponder: boolean;
}

/** The emergency at this seat that calls the person, one that they respond to first; undefined: none, or they are no clinician. */
export function callFor(
  { bundle, world, at }: Scene,
  seat: Seat,
  person: string,
): Call | undefined {
  const here = emergenciesIn(world, seat.ward, at);
  for (const emergency of here) {
    const engagement =
      responderOf(world, emergency, person, at)?.engagement ??
      rosteredFor(bundle, world, emergency, person, at);
    if (engagement !== undefined) return { id: emergency.id, engagement, isResponder: true };
  }
  const engagement = clinicianBy(bundle, world, person, at);
  const [latest] = here;
  if (latest === undefined || engagement === undefined) return undefined;
  return { id: latest.id, engagement, isResponder: false };
}

/**
 * The emergency that lets somebody in without what a bare tap would be asked for (X17), grace or not. A badge that is locked, is
 * in two places or was typed, is asked about as ever: it may be somebody else's.
 */
export function waivedBy(
  scene: Scene,
  seat: Seat,
  badge: Badge,
  call: Call | undefined,
  why: BadgeQuestion,
): Entry["emergency"] {
  if (call?.isResponder !== true || isOdd(scene, seat, badge, why)) return undefined;
  return { id: call.id, engagement: call.engagement };
}

/** The questions that no emergency waives: the badge is locked, in two places, or only its number is here (S4). */
export function isNeverWaived(why: BadgeQuestion | "off-duty" | undefined): boolean {
  return why === "locked" || why === "too-fast" || why === "typed";
}

/** Whether a badge is asked about whatever the emergency, now or because of what it was asked. */
export function isOdd(
  { world, at }: Scene,
  seat: Seat,
  badge: Badge,
  why?: BadgeQuestion,
): boolean {
  if (isNeverWaived(why)) return true;
  return pinGate(badge, seat.id, at).type === "locked" || isTooFast(world, badge, seat.id, at);
}
