import type { Bodies, Kind, RecordOf } from "../../world/index.ts";

/** What a sentence about a record is made with: what to call an id, and who did it. */
export interface Say {
  readonly call: (id: string) => string;
  readonly who: string;
  /** The person behind a session, where it is still known. */
  readonly session: (id: string) => string;
}

/** For kinds of records, a sentence each. */
export type Sentences = {
  readonly [K in Kind]?: (body: Bodies[K], say: Say, record: RecordOf<K>) => string;
};
