import type { Duration, Instant, Position } from "../ports/index.ts";

/** One checkpoint is kept for each hour. */
const hour: Duration = 3_600_000;

/**
 * A node that has worked for this long after a record has signed it: a checkpoint comes a second after new records. That leaves
 * room for one that was killed, started anew, and killed again.
 */
const surely: Duration = 60_000;

/** Records of an hour that a checkpoint of that hour must be over. */
export interface OwedCheckpoint {
  readonly from: Position;
  /** The position after the last record of the hour. */
  readonly to: Position;
}

/** Says from the records alone which checkpoints must be there, so that nobody can delete one unnoticed. */
export interface OwedCheckpoints {
  /** Takes the next record; answers with what the hour before owes, where this record begins another. */
  take(record: {
    readonly position: Position;
    readonly at: Instant;
    readonly kind: unknown;
  }): OwedCheckpoint | undefined;
  /** What the last hour owes; `end` is the position after the last record. */
  finish(end: Position): OwedCheckpoint | undefined;
}

/** Starts before the first record. */
export function oweCheckpoints(): OwedCheckpoints {
  let current: number | undefined;
  /** Where a time began in which a node was at work. */
  let work: { readonly position: Position; readonly at: Instant } | undefined;
  let owedFrom: Position | undefined;
  const settle = (to: Position) =>
    owedFrom === undefined || owedFrom >= to ? undefined : { from: owedFrom, to };
  return {
    take({ at, kind, position }) {
      const ofHour = Math.floor(at / hour);
      const isNext = ofHour !== current;
      const owed = isNext ? settle(position) : undefined;
      if (isNext) {
        current = ofHour;
        owedFrom = undefined;
      }
      // The first record after a stop: nobody was at work before it.
      if (isNext || work === undefined || kind === "log.resumed") work = { at, position };
      else if (at - work.at >= surely) {
        owedFrom = work.position;
        work = { at, position };
      }
      return owed;
    },
    finish: settle,
  };
}
