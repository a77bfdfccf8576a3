import type { Log } from "../../ports/index.ts";
import { type Walk, walkLog } from "../replay/walk-log.ts";
import { createObserver, type Seen } from "./observation.ts";

/**
 * What the log tells of a time, by ward and hour. It only reads.
 *
 * @throws LogNotWholeError; SequencerError `damaged-record`
 */
export async function observeLog(
  log: Pick<Log, "head" | "read" | "changes">,
  walk: Walk,
): Promise<Seen> {
  const observer = createObserver();
  await walkLog(log, walk, { after: observer.add });
  return observer.seen();
}
