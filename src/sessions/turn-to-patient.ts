import type { NewRecord, Seat, Session } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { mayOpenThen, turnToBed } from "./bedside.ts";
import { caseAt } from "./case-at-seat.ts";
import type { Scene } from "./scene.ts";

/**
 * The record by which somebody who comes in at a seat is at that seat's patient: of the case that is open there, whose chart the
 * screen has shown until now (S7), if they may open it; else of the bed at which it stands (S8).
 *
 * @param session as it is once its person is in
 */
export function turnToPatient(scene: Scene, seat: Seat, session: Session): readonly NewRecord[] {
  const patient = caseAt(scene, seat)?.patient;
  if (patient === undefined || !mayOpenThen(scene, session, patient)) {
    return turnToBed(scene, seat, session);
  }
  const isThere =
    session.patient !== undefined && survivorOf(scene.world, session.patient) === patient;
  if (isThere) return [];
  return [{ kind: "session.focused", body: { patient, session: session.id } }];
}
