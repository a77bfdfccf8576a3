import type { Json } from "./json.ts";

/** One thing that this node did while the log did not answer. */
export interface JournalEntry {
  /** Random: by it an entry is merged into the log once, however often that is tried. */
  readonly id: string;
  readonly value: Json;
}

/** What stands in a journal, and what stood there and cannot be read any more. */
export interface JournalContent {
  /** In the order in which they were appended. */
  readonly entries: readonly JournalEntry[];
  /** Places where something was acknowledged and is damaged now, in words; an append that a crash cut short is none. */
  readonly damage: readonly string[];
}

/** A node's offline spool (X14, U1): what it records while the log does not answer, until that is merged into the log. */
export interface Journal {
  /** Resolves once the entry is durable; one that it rejects is not there, or is as if it never was acknowledged. */
  append(entry: JournalEntry): Promise<void>;
  read(): Promise<JournalContent>;
  /** Forgets the entry `id` and all before it; one that is not there is none to forget. */
  discard(id: string): Promise<void>;
}
