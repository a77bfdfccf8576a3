import type { Instant, Log, Position } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";

/**
 * The position of the first record of `instant` or later; the end of the log when there is none. `at` never goes back along the
 * log, so that a handful of records tell.
 *
 * @throws SequencerError `damaged-record`
 */
export async function findPosition(
  log: Pick<Log, "read">,
  end: Position,
  instant: Instant,
): Promise<Position> {
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await log.read(middle, { to: middle + 1, limit: 1 });
    // What is not kept any more is older than what is.
    if (entry === undefined || decodeRecord(entry).at < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
