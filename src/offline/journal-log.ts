import type {
  Batch,
  Head,
  Instant,
  Journal,
  JournalEntry,
  Json,
  Log,
  Position,
} from "../ports/index.ts";
import type { LogRecord } from "../world/index.ts";
import { nothingRecorded } from "./errors.ts";

/** What one entry of a journal says: what a node did in one step while it was cut off. */
export interface Spooled {
  /** The id of the record with which that downtime began. */
  readonly downtime: string;
  /** The position of the world that it rests on. */
  readonly rests: Position;
  readonly records: readonly LogRecord[];
}

/** What an entry says; undefined where another release has written it otherwise. */
export function spooledIn({ value }: JournalEntry): Spooled | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { downtime, rests, records } = value as { readonly [name: string]: Json };
  const isOne = typeof downtime === "string" && typeof rests === "number" && Array.isArray(records);
  return isOne ? (value as unknown as Spooled) : undefined;
}

const decoder = new TextDecoder();

/**
 * The log of a node that is cut off: it goes on from `start` into a journal, and what is appended is durable there and nowhere else.
 * Its positions are of this node alone, and end with the downtime.
 */
export function journalLog(
  journal: Pick<Journal, "append">,
  start: { readonly next: Position; readonly at: Instant; readonly downtime: string },
  authority: () => Instant,
): Log {
  const replies = new Map<string, Json>();
  let next = start.next;
  let at = start.at;
  const head = (): Head => ({
    next,
    at,
    // Nobody else appends to it: whoever writes it has seen everything.
    changed: start.next,
    frontier: emptyFrontier(next),
    authority: authority(),
  });
  const append = async (batch: Batch) => {
    if (batch.expected !== next) return { type: "conflict" } as const;
    if (batch.leaves.length > 0) {
      const records = batch.leaves.map(({ bytes }) => JSON.parse(decoder.decode(bytes)));
      const value = { downtime: start.downtime, rests: start.next, records };
      await journal.append({ id: batch.id, value }).catch(() => {
        throw nothingRecorded();
      });
    }
    for (const { key, answer } of batch.replies) replies.set(key, answer);
    next += batch.leaves.length;
    at = batch.at;
    return { type: "appended", authority: authority() } as const;
  };
  return {
    head: async () => head(),
    append,
    hold: async () => ({ head: head(), append, release: async () => undefined }),
    read: async () => [],
    changes: async () => [],
    reply: async (key) => replies.get(key),
  };
}

/** No tree is made of what is not in the log yet: where its hashes would stand are zeros. */
function emptyFrontier(size: number): Uint8Array {
  let trees = 0;
  for (let left = BigInt(size); left > 0n; left >>= 1n) if ((left & 1n) === 1n) trees++;
  return new Uint8Array(32 * trees);
}
