import type { Duration } from "../ports/index.ts";

/** Between two checkpoints, in milliseconds: leaves 200 ms to sign, so that none is later than 1 s after its records. */
export const checkpointInterval: Duration = 800;

/** The last checkpoint that was signed. */
export interface LastCheckpoint {
  /** How many records it covers. */
  readonly size: number;
  /** The monotonic clock when it was signed. */
  readonly at: Duration;
}

/**
 * - `none`: it covers every record.
 * - `due`: sign one now.
 * - `wait`: there are new records; ask again after so many milliseconds, or when more arrive.
 * - `behind`: the log is shorter than what was signed (a restored database): nothing may be signed, a person must look.
 */
export type CheckpointDue =
  | { readonly type: "none" }
  | { readonly type: "due" }
  | { readonly type: "wait"; readonly for: Duration }
  | { readonly type: "behind" };

/**
 * Whether a checkpoint of a log of `size` records is due. New records wait at most {@link checkpointInterval}: the
 * first after a quiet time none at all, and under load the log is signed once in every interval.
 *
 * @param last undefined when none was ever signed
 * @param now the monotonic clock
 */
export function checkpointDue(
  last: LastCheckpoint | undefined,
  size: number,
  now: Duration,
): CheckpointDue {
  if (last === undefined) return { type: "due" };
  if (size < last.size) return { type: "behind" };
  if (size === last.size) return { type: "none" };
  const remaining = last.at + checkpointInterval - now;
  if (remaining <= 0) return { type: "due" };
  // A reading from before this process started can lie ahead of its clock: that must not put checkpoints off.
  return { type: "wait", for: Math.min(remaining, checkpointInterval) };
}
