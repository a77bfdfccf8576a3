import type { Clock, Log, Side } from "../ports/index.ts";
import { createMemoryLog } from "./memory-log.ts";
import { createMemorySide } from "./memory-side.ts";

/** A log and its erasable tables that live as long as the process. */
export interface MemoryStore {
  readonly log: Log;
  readonly side: Side;
}

/**
 * A store in memory, for tests and rehearsals. It keeps the arrays that it is given, so that they must not be written to
 * afterwards.
 *
 * @param options.clock the authority clock
 * @param options.keep false: records are counted and thrown away, for long simulations; `read` finds none
 */
export function createMemoryStore(options: {
  readonly clock: Pick<Clock, "now">;
  readonly keep?: boolean;
}): MemoryStore {
  const side = createMemorySide();
  const { clock, keep = true } = options;
  const { blocks: blocksSide, write: writeSide } = side;
  return { log: createMemoryLog({ clock, keep, writeSide, blocksSide }), side: side.side };
}
