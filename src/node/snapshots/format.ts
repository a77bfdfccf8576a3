import type { WorldCopy } from "../../world/index.ts";

/**
 * The version of what is in a snapshot: raised when the world's tables or entities change shape. Snapshots of another
 * version are passed over; the log is folded instead.
 */
export const snapshotVersion = 21;

/** The hash of the leaf at a position of the log; undefined where there is none. */
export type LeafHashAt = (position: number) => Promise<Uint8Array | undefined>;

/** What a snapshot before `next` rests on, as its head says it. */
export async function leafBefore(next: number, hashAt: LeafHashAt): Promise<string> {
  const hash = next === 0 ? undefined : await hashAt(next - 1);
  return hash === undefined ? "" : Buffer.from(hash).toString("hex");
}

/** The first part of a snapshot file; then, for each name, parts of `[keys, values]` and a null. */
export interface SnapshotHead extends Omit<WorldCopy, "columns"> {
  readonly version: number;
  /** The hash of the leaf before `next`, in hex; empty before the first: the log that this is a fold of. */
  readonly leaf: string;
  readonly names: readonly string[];
}

/** The file name of the snapshot before the record at `position`. */
export function snapshotName(position: number): string {
  return `snapshot-${position.toString().padStart(16, "0")}.v8`;
}

/** Whether a file's name is that of a snapshot. */
export function isSnapshotName(name: string): boolean {
  return /^snapshot-\d{16}\.v8$/.test(name);
}
