import { occupantChanged } from "../../sessions/index.ts";
import type { PendingPin } from "./seat-memory.ts";
import type { Visit } from "./visit.ts";

/**
 * The tap that waits at the seat.
 *
 * @throws SessionError `occupant-changed` when another one is waiting by now, or none
 */
export function waiting({ bedside, memory }: Visit, tap: string | undefined): PendingPin {
  const { pending } = memory;
  const isWaiting = pending !== undefined && bedside.deps.app.now() < pending.until;
  if (!isWaiting || pending.tap !== tap) throw occupantChanged();
  return pending;
}
