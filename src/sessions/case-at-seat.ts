import { patientAtBed, patternOf, wardsWith } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { NewRecord, OpenCase, Seat, Session, World } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { noCaseHere, occupantChanged } from "./errors.ts";
import { type Scene, seatOf } from "./scene.ts";

type Closing = Extract<NewRecord, { readonly kind: "case.closed" }>;

/**
 * The case that is open at a seat, with the patient that its patient is now (C2); undefined: none, or it is over. Derived from
 * the world each time: nothing has to be recorded for it to end (S7).
 */
export function caseAt(scene: Scene, seat: Seat): OpenCase | undefined {
  const { openCase } = seat;
  if (openCase === undefined || whyOver(scene, seat, openCase) !== undefined) return undefined;
  return { ...openCase, patient: survivorOf(scene.world, openCase.patient) };
}

/** Whether a case may be open at a seat for a patient: its pattern has them, and the patient is there, at a bed's seat in that bed. */
export function takesCase(scene: Scene, seat: Seat, patient: string): boolean {
  const { openCase } = patternOf(scene.bundle, scene.world, seat.ward);
  return openCase !== undefined && isThere(scene, seat, patient);
}

/**
 * The records by which a session's person opens a case for the patient on their screen; another that is open there ends with it.
 *
 * @throws SessionError `no-case-here`, `seat-unknown`; `occupant-changed` when another chart is open by now
 */
export function openCase(scene: Scene, session: Session, patient: string): readonly NewRecord[] {
  const { at, bundle, world } = scene;
  const seat = seatOf(world, session.surface.id);
  if (session.patient !== patient) throw occupantChanged();
  const longest = patternOf(bundle, world, seat.ward).openCase;
  if (longest === undefined || !takesCase(scene, seat, patient)) throw noCaseHere();
  if (caseAt(scene, seat)?.patient === patient) return [];
  const body = { patient, seat: seat.id, until: at + longest };
  return [...closeCase(scene, seat.id, "replaced"), { kind: "case.opened", body }];
}

/** The record that closes what is open at a seat; where it was over before, for that reason. */
export function closeCase(
  scene: Scene,
  id: string,
  reason: "closed" | "replaced",
): readonly NewRecord[] {
  const seat = scene.world.seats.get(id);
  const known = seat?.openCase;
  if (seat === undefined || known === undefined) return [];
  return [closed(seat, known, whyOver(scene, seat, known) ?? reason)];
}

/** The records that close the cases that are over by themselves: for the ticker, so that followers hear of it. */
export function closeOverdueCases(scene: Scene): readonly NewRecord[] {
  const records: NewRecord[] = [];
  for (const seat of scene.world.seats.values()) {
    const { openCase: known } = seat;
    const why = known && whyOver(scene, seat, known);
    if (known !== undefined && why !== undefined) records.push(closed(seat, known, why));
  }
  return records;
}

/** The first instant after `at` at which a case ends by its time. */
export function nextOverdueCase(world: World, at: Instant): Instant {
  let next = Number.POSITIVE_INFINITY;
  for (const { openCase: known } of world.seats.values()) {
    if (known !== undefined && known.until > at && known.until < next) next = known.until;
  }
  return next;
}

function closed({ id }: Seat, { patient }: OpenCase, reason: Closing["body"]["reason"]): NewRecord {
  return { kind: "case.closed", body: { patient, reason, seat: id }, seat: id };
}

function whyOver(
  scene: Scene,
  seat: Seat,
  { patient, until }: OpenCase,
): "over" | "left" | undefined {
  if (scene.at >= until) return "over";
  const { openCase } = patternOf(scene.bundle, scene.world, seat.ward);
  if (openCase === undefined) return "over";
  return isThere(scene, seat, patient) ? undefined : "left";
}

function isThere({ at, world }: Scene, seat: Seat, patient: string): boolean {
  if (!wardsWith(world, patient, at).includes(seat.ward)) return false;
  return seat.bed === undefined || patientAtBed(world, seat) === survivorOf(world, patient);
}
