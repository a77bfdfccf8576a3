import type { WorldCopy } from "../../world/index.ts";

/**
 * The version of what is in a snapshot: raised when the world's tables or entities change shape. Snapshots of another
 * version are passed over; the log is folded instead.
 */
export const snapshotVersion = 5;

/** The first part of a snapshot file; then, for each name, parts of `[keys, values]` and a null. */
export interface SnapshotHead extends Omit<WorldCopy, "columns"> {
  readonly version: number;
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
