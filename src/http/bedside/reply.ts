import type { SeatReply } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import { showSeat } from "./show-seat.ts";
import type { Visit } from "./visit.ts";

/** What the seat shows now, with something to say; its open streams are told too. */
export async function seatReply({ bedside, seat }: Visit, said?: Spoken): Promise<SeatReply> {
  bedside.memories.changed(seat);
  const { state } = await showSeat(bedside, seat);
  return { state, ...said };
}
