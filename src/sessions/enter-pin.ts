import type { Instant } from "../ports/index.ts";
import type { Actor, Badge, Command, Handling, NewRecord, Outcome } from "../world/index.ts";
import { badgeRefused, engagementsOf } from "./badge.ts";
import type { Begin } from "./begin.ts";
import type { NextDuty } from "./duties.ts";
import { dutiesOf, nextDuty } from "./duties.ts";
import { byPin, type Entry, enter } from "./enter.ts";
import type { NotLetIn, SaidNo } from "./let-in.ts";
import { pinGate } from "./pin-gate.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf, seatOf } from "./scene.ts";

/** A PIN typed after a tap that asked for it. */
export interface PinEntry {
  readonly seat: string;
  /** The badge that tapped. */
  readonly badge: string;
  /** Whether the PIN was the right one; checked before, since that is slow on purpose. */
  readonly right: boolean;
  /** Who is off duty starts a shift by it (L9). */
  readonly begin?: Begin;
}

/** A PIN that did not count, or was wrong. */
export type PinFailure =
  | { readonly type: "wrong"; readonly waitUntil?: Instant }
  /** It came before the wait was over, and was neither counted nor tried. */
  | { readonly type: "wait"; readonly waitUntil: Instant }
  /** The badge is locked: a passkey or a supervised unlock still works (A3). */
  | { readonly type: "locked" };

/** What a PIN after a tap led to. */
export type PinAnswer =
  | {
      readonly type: "in";
      readonly session: string;
      readonly person: string;
      readonly how: "opened" | "resumed" | "moved" | "already";
    }
  | PinFailure
  | { readonly type: "refused"; readonly why: "ended" | "off-duty"; readonly next?: NextDuty }
  /** The shift that they wanted to start is refused: why, in words. */
  | ({ readonly type: "not-begun" } & SaidNo)
  /** The policy does not let them in here (A1): why, in words. */
  | ({ readonly type: "denied" } & SaidNo);

/**
 * The answer to the question of a tap: comes in at the seat (A1: this is level 2), or counts a wrong PIN.
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function enterPin(deps: SessionDeps, entry: PinEntry): Command<PinAnswer> {
  return {
    name: "pin.enter",
    actor: { type: "system", id: "wardkey" },
    seat: entry.seat,
    handle: (handling) => {
      seatOf(handling.world, entry.seat);
      const scene = sceneOf(deps, handling.world, handling.at);
      const badge = scene.world.badges.get(entry.badge);
      if (badge === undefined || !isUsable(scene, badge)) {
        return { records: [], answer: { type: "refused", why: "ended" } };
      }
      const failure = failedPin(badge, entry.seat, entry.right, scene.at);
      if (failure !== undefined) return failure;
      const duties = dutiesOf(scene, badge.person);
      const { seat } = entry;
      const coming = { seat, person: badge.person, badge: badge.id, proof: byPin };
      if (duties.length === 0) {
        if (entry.begin === undefined) return offDuty(scene, badge);
        const begun = enterAndBegin(handling, scene, entry.begin, coming);
        return { ...begun, records: [proved(badge), ...begun.records] };
      }
      const entered = enter(handling, scene, { ...coming, duties });
      if (entered.type === "denied") return notLetIn(badge, entered);
      const { session, how } = entered;
      return {
        records: [proved(badge), ...entered.records],
        answer: { type: "in", session, person: badge.person, how },
      };
    },
  };
}

/** Somebody who is off duty comes in by starting a shift (L9), or is told why not. */
export function enterAndBegin(
  handling: Handling,
  scene: Scene,
  begin: Begin,
  coming: Omit<Entry, "duties" | "until">,
): Outcome<Extract<PinAnswer, { readonly type: "in" | "not-begun" | "denied" }>> {
  const { person } = coming;
  const begun = begin(handling, person);
  const { records } = begun;
  if (begun.type === "refused") {
    const { said, why } = begun;
    return { records, answer: { type: "not-begun", why, said } };
  }
  const { duty } = begun;
  const entered = enter(handling, scene, { ...coming, duties: [duty], until: duty.to });
  // Without coming in there is no shift either.
  if (entered.type === "denied") {
    const { said, why } = entered;
    return { records: [], answer: { type: "denied", why, said } };
  }
  const { session, how } = entered;
  return {
    records: [...records, ...entered.records],
    answer: { type: "in", session, person, how },
  };
}

/** The PIN was right, and is taken as that; it opens nothing here. */
function notLetIn(badge: Badge, { policies, said, why }: NotLetIn): Outcome<PinAnswer> {
  return {
    records: [proved(badge), ...badgeRefused("policy", badge.id, undefined, policies)],
    answer: { type: "denied", why, said },
  };
}

function isUsable({ world, at }: Scene, badge: Badge): boolean {
  return at < badge.until && engagementsOf(world, badge.person, at).length > 0;
}

function offDuty(scene: Scene, badge: Badge): Outcome<PinAnswer> {
  const next = nextDuty(scene, badge.person);
  return {
    records: [{ kind: "badge.refused", body: { badge: badge.id, why: "off-duty" } }],
    answer: { type: "refused", why: "off-duty", ...(next === undefined ? {} : { next }) },
  };
}

/** The record of a right PIN: wrong ones before it are forgotten. */
export function proved(badge: Badge): NewRecord {
  const actor: Actor = { type: "person", id: badge.person };
  return { kind: "pin.proved", body: { badge: badge.id }, actor };
}

/** What comes of a PIN that is wrong or too early (A3); undefined for one that counts and is right. */
export function failedPin(
  badge: Badge,
  place: string,
  right: boolean,
  at: Instant,
): Outcome<PinFailure> | undefined {
  const gate = pinGate(badge, place, at);
  if (gate.type === "locked") return { records: [], answer: { type: "locked" } };
  if (gate.type === "wait") {
    return { records: [], answer: { type: "wait", waitUntil: gate.until } };
  }
  if (right) return undefined;
  const mistyped: NewRecord = { kind: "pin.mistyped", body: { badge: badge.id, place } };
  return { records: [mistyped], answer: afterMistyped(badge, place, at) };
}

function afterMistyped(badge: Badge, place: string, at: Instant): PinFailure {
  const known = badge.wrongPinsBy.find((row) => row.place === place)?.count ?? 0;
  const elsewhere = badge.wrongPinsBy.filter((row) => row.place !== place);
  const counted = {
    ...badge,
    wrongPins: badge.wrongPins + 1,
    wrongPinsBy: [...elsewhere, { place, count: known + 1, at }],
  };
  const gate = pinGate(counted, place, at);
  if (gate.type === "locked") return { type: "locked" };
  return gate.type === "wait" ? { type: "wrong", waitUntil: gate.until } : { type: "wrong" };
}
