import type { Position } from "./log.ts";

/** What a store remembers of a batch beside its records, so that a node finds out whether its append was done. */
export interface BatchRow {
  readonly id: string;
  /** The position of its first record. */
  readonly first: Position;
  /** How many records it has. */
  readonly count: number;
}

/** The rows of batches, for whoever checks them. */
export interface Batches {
  /** The rows of `ids` that there are, in any order. */
  find(ids: readonly string[]): Promise<readonly BatchRow[]>;
  /** Rows with records whose first one is not in the log as theirs, by position, at most `limit`. */
  strays(limit: number): Promise<readonly BatchRow[]>;
}
