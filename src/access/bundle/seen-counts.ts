import type { Duration } from "../../ports/index.ts";

/** What a node saw last counts for so long while it is cut off from the log, whatever a policy states (X14). */
export const seenCounts: Duration = 4 * 3_600_000;
