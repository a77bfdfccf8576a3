import { occupantOf } from "../../sessions/index.ts";
import type { Emergency } from "../../world/index.ts";
import type { SeatReply } from "../bedside-contract.ts";
import { openChartFor } from "./open-chart.ts";
import { seatReply } from "./reply.ts";
import { sceneNow, type Visit } from "./visit.ts";

/** Whoever has just come to an emergency is at its patient, where it is for one and they may open the chart (X17). */
export async function turnToEmergency(visit: Visit, { patient }: Emergency): Promise<SeatReply> {
  const session = occupantOf(sceneNow(visit.bedside), visit.seat);
  if (patient === undefined || session === undefined) return seatReply(visit);
  const opened = await openChartFor(visit, session, patient);
  // A denial is on record, and the screen shows the patients.
  return opened.type === "open" ? { state: opened.state } : seatReply(visit);
}
