import { pruneSnapshots, takeSnapshot } from "../node/index.ts";
import type { Position } from "../ports/index.ts";
import type { Draft } from "../world/index.ts";

/** Records after which the next start would take noticeably longer without a snapshot. */
const recordsBetween = 50_000;

/**
 * Answers with what writes a snapshot of the world where the next start would take noticeably longer without one: `from` is
 * the position of the snapshot that this start began with, 0 without one. One that fails is written at the next turn.
 */
export function keepSnapshots(options: {
  readonly committed: () => Draft;
  readonly directory: string;
  readonly from: Position;
  /** The hash of a leaf of the log that the world is a fold of. */
  readonly hashAt: (position: Position) => Promise<Uint8Array | undefined>;
}): () => Promise<void> {
  const { committed, directory, hashAt } = options;
  let last = options.from;
  return async () => {
    const world = committed();
    if (world.next - last < recordsBetween) return;
    const before = last;
    // At once: a second turn, at the end of the process, must not write the same file.
    last = world.next;
    try {
      await takeSnapshot(world, directory, hashAt);
    } catch (error) {
      last = before;
      throw error;
    }
    pruneSnapshots(directory);
  };
}
