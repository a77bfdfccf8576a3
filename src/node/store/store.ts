import type { Batches, Checkpoints, Log, Side } from "../../ports/index.ts";

/** Small facts about the store itself, such as the name of the signing key; nothing that belongs into the log. */
export interface Meta {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string): Promise<void>;
  /** Sets `key` unless it is set already, and answers what it is now: of several nodes, all get the same. */
  claim(key: string, value: string): Promise<string>;
}

/** An opened store. Every kind passes the same contract tests. */
export interface Store {
  readonly kind: "sqlite" | "postgres";
  readonly log: Log;
  readonly side: Side;
  readonly meta: Meta;
  readonly checkpoints: Checkpoints;
  readonly batches: Batches;
  /** Ends what is held and waits for what is being written; everything after it is refused as `closed`. */
  close(): Promise<void>;
}
