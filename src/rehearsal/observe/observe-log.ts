import type { Instant, Log } from "../../ports/index.ts";
import { catchUp, decodeRecord } from "../../sequencer/index.ts";
import { apply, emptyWorld } from "../../world/index.ts";
import { findPosition } from "../replay/find-position.ts";
import { ObservationError } from "./errors.ts";
import { createObserver, type Seen } from "./observation.ts";

/** Entries in one page. */
const page = 5_000;

/**
 * What the log tells of a time, by ward and hour. It only reads.
 *
 * @throws ObservationError `not-whole` where the log does not begin at its beginning any more, so that nobody can say which seat
 * stood in which ward; SequencerError `damaged-record`
 */
export async function observeLog(
  log: Pick<Log, "head" | "read" | "changes">,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<Seen> {
  const { next: end } = await log.head();
  const start = await findPosition(log, end, from);
  const stop = await findPosition(log, end, to);
  if (end > 0 && (await log.read(0, { to: 1, limit: 1 })).length === 0) {
    throw new ObservationError(
      "not-whole",
      "This log does not begin at its beginning any more, so nobody can say which seat stood in which ward. Observe an installation whose log is whole.",
    );
  }
  const world = emptyWorld();
  await catchUp(log, world, { next: start, at: 0, changed: start });
  const observer = createObserver();
  for (let position = start; position < stop; ) {
    onProgress(position - start, stop - start);
    const entries = await log.read(position, { to: stop, limit: page });
    for (const entry of entries) {
      const record = decodeRecord(entry);
      apply(world, record);
      observer.add(record, world);
    }
    position = (entries.at(-1)?.position ?? stop) + 1;
  }
  return observer.seen();
}
