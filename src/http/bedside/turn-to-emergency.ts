import { isAtBed, patientAtBed } from "../../access/index.ts";
import { occupantOf } from "../../sessions/index.ts";
import type { Emergency } from "../../world/index.ts";
import type { SeatReply } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import { openChartFor } from "./open-chart.ts";
import { seatReply } from "./reply.ts";
import { sceneNow, type Visit } from "./visit.ts";

/**
 * Somebody has come in, and to an emergency if the roster calls them to one. A bed's seat stays with the bed's patient, whoever else
 * in the ward is in need: what is meant for one must not reach another (S8).
 */
export function comeToEmergency(
  visit: Visit,
  joined: Emergency | undefined,
  said?: Spoken,
): Promise<SeatReply> {
  const { world } = sceneNow(visit.bedside);
  const seat = world.seats.get(visit.seat);
  const isOccupiedBed = seat !== undefined && patientAtBed(world, seat) !== undefined;
  if (joined === undefined || (isOccupiedBed && !isAtBed(world, seat, joined))) {
    return seatReply(visit, said);
  }
  return turnToEmergency(visit, joined);
}

/** Whoever has just come to an emergency is at its patient, where it is for one and they may open the chart (X17). */
export async function turnToEmergency(visit: Visit, { patient }: Emergency): Promise<SeatReply> {
  const session = occupantOf(sceneNow(visit.bedside), visit.seat);
  if (patient === undefined || session === undefined) return seatReply(visit);
  const opened = await openChartFor(visit, session, patient);
  // A denial is on record, and the screen shows the patients.
  return opened.type === "open" ? { state: opened.state } : seatReply(visit);
}
