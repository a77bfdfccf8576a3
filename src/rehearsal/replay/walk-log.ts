import type { Instant, Log } from "../../ports/index.ts";
import { catchUp, decodeRecord } from "../../sequencer/index.ts";
import { apply, emptyWorld, type LogRecord, type World } from "../../world/index.ts";
import { findPosition } from "./find-position.ts";

/** Entries in one page. */
const page = 5_000;

/** Why a log cannot be walked: its beginning is not kept any more, and nobody can say what the world was. */
class LogNotWholeError extends Error {
  readonly code = "not-whole";

  constructor() {
    super(
      "This log does not begin at its beginning any more, so nobody can say which seat stood in which ward and who had which role. Name an installation whose log is whole.",
    );
    this.name = "LogNotWholeError";
  }
}

/** From which instant to which, and who hears how far it is. */
export interface Walk {
  readonly from: Instant;
  /** Not included. */
  readonly to: Instant;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** What is done on the way. */
export interface Visit {
  /** The world as it was before the first record. */
  readonly begin?: (world: World) => void;
  /** A record, in the world before it. */
  readonly before?: (record: LogRecord, world: World) => void;
  /** A record, in the world after it. */
  readonly after?: (record: LogRecord, world: World) => void;
}

/**
 * Goes through what a log recorded in a time, each record in the world as it was then. It only reads.
 *
 * @throws LogNotWholeError; SequencerError `damaged-record`; UnknownRecordError
 */
export async function walkLog(
  log: Pick<Log, "head" | "read" | "changes">,
  { from, to, onProgress }: Walk,
  { begin, before, after }: Visit,
): Promise<void> {
  const { next: end } = await log.head();
  const start = await findPosition(log, end, from);
  const stop = await findPosition(log, end, to);
  if (end > 0 && (await log.read(0, { to: 1, limit: 1 })).length === 0) {
    throw new LogNotWholeError();
  }
  const world = emptyWorld();
  await catchUp(log, world, { next: start, at: 0, changed: start });
  begin?.(world);
  for (let position = start; position < stop; ) {
    onProgress?.(position - start, stop - start);
    const entries = await log.read(position, { to: stop, limit: page });
    for (const entry of entries) {
      const record = decodeRecord(entry);
      before?.(record, world);
      apply(world, record);
      after?.(record, world);
    }
    position = (entries.at(-1)?.position ?? stop) + 1;
  }
}
