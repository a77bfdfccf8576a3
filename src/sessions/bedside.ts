import { type Bundle, mayHere, patientAtBed } from "../access/index.ts";
import type { NewRecord, Seat, Session, World } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { unconfirmed } from "./errors.ts";
import type { Scene } from "./scene.ts";

/** What is done to the patient alone: a text on the wrong chart can be struck out, a drug cannot be taken back. */
const confirmedGroups = ["order-entry", "medication-administration"] as const;

/**
 * The record by which somebody who comes in at a bed's seat is at that bed's patient, and no more at the one whose chart they had
 * open (S8); where they may not open it, at none. A session without an open chart comes in on its list.
 *
 * @param session as it is once its person is in
 */
export function turnToBed(scene: Scene, seat: Seat, session: Session): readonly NewRecord[] {
  const { world } = scene;
  if (seat.bed === undefined || session.patient === undefined) return [];
  const there = patientAtBed(world, seat);
  if (there === survivorOf(world, session.patient)) return [];
  const patient =
    there !== undefined && mayOpenThen(scene, session, there) ? { patient: there } : {};
  return [{ kind: "session.focused", body: { session: session.id, ...patient } }];
}

/** Whether the chart may be opened in the session as it will be. Unrecorded: showing it decides, on record. */
export function mayOpenThen(
  { bundle, world, at }: Scene,
  session: Session,
  patient: string,
): boolean {
  const ahead = { bundle, world: withSession(world, session), at };
  return mayHere(ahead, session, { action: "chart.open", patient });
}

/** The world in which the session is already as it will be. */
export function withSession(world: World, session: Session): World {
  const { sessions } = world;
  return {
    ...world,
    sessions: {
      get: (id) => (id === session.id ? session : sessions.get(id)),
      has: (id) => sessions.has(id),
      values: () => sessions.values(),
      size: sessions.size,
      stamp: {},
    },
  };
}

/** Something that is done to a patient at a seat. */
export interface DoneAtSeat {
  readonly seat: string;
  readonly action: string;
  readonly patient: string;
  /** Its author has said that this patient is meant. */
  readonly confirmed?: boolean | undefined;
}

/**
 * Lets an order or an administration at a bed's seat pass only for the patient in that bed, or for one whom its author has
 * confirmed (S8).
 *
 * @throws SessionError `unconfirmed`
 */
export function requireConfirmed(
  { bundle, world }: { readonly bundle: Bundle; readonly world: World },
  { seat: id, action, patient, confirmed }: DoneAtSeat,
): void {
  const seat = world.seats.get(id);
  const groups = bundle.actions.get(action)?.groups;
  if (confirmed === true || seat?.bed === undefined) return;
  if (!confirmedGroups.some((group) => groups?.has(group) === true)) return;
  if (patientAtBed(world, seat) !== survivorOf(world, patient)) throw unconfirmed();
}
