import type {
  Appended,
  Batch,
  Clock,
  Entry,
  Head,
  Instant,
  Json,
  Log,
  SideWrite,
} from "../ports/index.ts";
import { createTurns } from "./turns.ts";

const saltLength = 16;

/** What a log in memory is made of. */
export interface MemoryLogOptions {
  readonly clock: Pick<Clock, "now">;
  readonly keep: boolean;
  readonly writeSide: (writes: readonly SideWrite[]) => void;
  /** Whether a row is there that these take to be fresh. */
  readonly blocksSide: (writes: readonly SideWrite[]) => boolean;
}

interface State extends MemoryLogOptions {
  next: number;
  at: Instant;
  changed: number;
  frontier: Uint8Array;
  /** The entry at each position; none where they are not kept. */
  readonly entries: Entry[];
  readonly batches: Set<string>;
  readonly replies: Map<string, Json>;
}

/** A log in memory. */
export function createMemoryLog(options: MemoryLogOptions): Log {
  const state: State = {
    ...options,
    next: 0,
    at: 0,
    changed: 0,
    frontier: new Uint8Array(0),
    entries: [],
    batches: new Set(),
    replies: new Map(),
  };
  const turns = createTurns();
  const inTurn = async (batch: Batch): Promise<Appended> => {
    if (turns.isFree()) return append(state, batch);
    const end = await turns.take();
    const appended = append(state, batch);
    end();
    return appended;
  };
  return {
    head: async () => headOf(state),
    append: inTurn,
    // Where records are kept they are kept as by any other log, which takes its time.
    ...(options.keep
      ? {}
      : { appendAtOnce: (batch) => (turns.isFree() ? append(state, batch) : undefined) }),
    async hold() {
      const end = await turns.take();
      let held = true;
      const release = () => {
        held = false;
        end();
      };
      return {
        head: headOf(state),
        async append(batch) {
          if (!held) return inTurn(batch);
          const appended = append(state, batch);
          release();
          return appended;
        },
        release: async () => release(),
      };
    },
    read: async (from, { to = state.next, limit }) =>
      state.entries.slice(from, Math.min(to, from + limit)),
    changes: async (from, { to = state.next, limit }) => {
      const found: Entry[] = [];
      for (let position = from; position < to && found.length < limit; position++) {
        const entry = state.entries[position];
        if (entry === undefined) break;
        if (entry.state) found.push(entry);
      }
      return found;
    },
    reply: async (key) => state.replies.get(key),
  };
}

function headOf({ next, at, changed, frontier, clock }: State): Head {
  return { next, at, changed, frontier, authority: clock.now() };
}

function append(state: State, batch: Batch): Appended {
  const appended = { type: "appended", authority: state.clock.now() } as const;
  if (state.batches.has(batch.id)) return appended;
  if (state.next !== batch.expected) return { type: "conflict" };
  if (batch.replies.some(({ key }) => state.replies.has(key))) return { type: "conflict" };
  if (batch.side.length > 0 && state.blocksSide(batch.side)) return { type: "conflict" };
  if (state.keep) {
    state.batches.add(batch.id);
    batch.leaves.forEach(({ bytes, hash, state: changes }, index) => {
      const salt = batch.salts.subarray(saltLength * index, saltLength * (index + 1));
      const position = batch.expected + index;
      state.entries.push({ position, batch: batch.id, state: changes, salt, bytes, hash });
    });
  }
  for (const { key, answer } of batch.replies) state.replies.set(key, answer);
  state.writeSide(batch.side);
  const last = batch.leaves.findLastIndex(({ state: changes }) => changes);
  if (last !== -1) state.changed = batch.expected + last + 1;
  state.next += batch.leaves.length;
  state.at = batch.at;
  state.frontier = batch.frontier;
  return appended;
}
