/** Where signed checkpoints are kept: outside the log, since they speak about it. */
export interface Checkpoints {
  /** The notes that are kept, by size: the latest, and one for each hour before. */
  list(): Promise<readonly string[]>;
  /** The size of the largest that was ever kept, as it was written down apart from them; undefined where none was. */
  largest(): Promise<number | undefined>;
  /** Keeps the note of a checkpoint over `size` records, signed at `at`; a later one of the same hour replaces it. */
  put(checkpoint: {
    readonly size: number;
    readonly at: number;
    readonly note: string;
  }): Promise<void>;
}
