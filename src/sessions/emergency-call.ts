import { calledAt, calledTo, clinicianBy, emergenciesAt } from "../access/index.ts";
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

/** The first emergency at this seat that calls the person, else the first that they may say they respond to; undefined: none, or they are no clinician. */
export function callFor(scene: Scene, seat: Seat, person: string): Call | undefined {
  const { bundle, world, at } = scene;
  const called = calledAt(bundle, world, seat, person, at);
  if (called !== undefined) {
    const { emergency, engagement } = called;
    return { id: emergency.id, engagement, isResponder: true };
  }
  const engagement = clinicianBy(bundle, world, person, at);
  const [first] = emergenciesAt(world, seat, at);
  if (first === undefined || engagement === undefined) return undefined;
  return { id: first.id, engagement, isResponder: false };
}

/** By what engagement somebody responds to one of the emergencies at this seat, called to it or saying so (X17). */
export function callTo(
  scene: Scene,
  seat: Seat,
  person: string,
  id: string,
): { readonly id: string } | "nothing-here" | "no-clinician" {
  const { bundle, world, at } = scene;
  const here = emergenciesAt(world, seat, at);
  if (here.length === 0) return "nothing-here";
  const asClinician = clinicianBy(bundle, world, person, at);
  const emergency = here.find((each) => each.id === id);
  // To whom no call is shown, it is said why, and not that it is over.
  if (emergency === undefined) return asClinician === undefined ? "no-clinician" : "nothing-here";
  const engagement = calledTo(bundle, world, emergency, person, at)?.engagement ?? asClinician;
  return engagement === undefined ? "no-clinician" : { id: engagement };
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
