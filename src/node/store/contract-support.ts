import { createHash } from "node:crypto";
import type { Batch, Entry, Log, Position, Reply, SideWrite } from "../../ports/index.ts";
import type { Store } from "./store.ts";

/** What the contract looks at: every store has a log and its erasable tables. */
export type StoreUnderTest = Pick<Store, "log" | "side"> & Partial<Store>;

/** One empty store for one test. */
export interface Fresh {
  readonly store: StoreUnderTest;
  /** The same store as another node sees it; the very same where there can be only one node. */
  another(): Promise<StoreUnderTest>;
  /** Closes the store and opens it again; undefined where nothing outlives a store. */
  readonly reopen: (() => Promise<StoreUnderTest>) | undefined;
  end(): Promise<void>;
}

/** What a batch for a test is made of. */
export interface BatchParts {
  readonly id: string;
  readonly expected: Position;
  readonly count?: number;
  /** Which of its records change state; all, unless said otherwise. */
  readonly state?: (index: number) => boolean;
  readonly at?: number;
  readonly side?: readonly SideWrite[];
  readonly replies?: readonly Reply[];
}

/** A batch whose bytes follow from its id, with every byte from 0 to 255 somewhere in it. */
export function makeBatch(parts: BatchParts): Batch {
  const { id, expected, count = 1, state = () => true, at = 1_000 + expected } = parts;
  const salts = new Uint8Array(16 * count);
  const leaves = Array.from({ length: count }, (_, index) => {
    const seed = digest(`${id} ${index}`);
    salts.set(seed.subarray(0, 16), 16 * index);
    const bytes = new Uint8Array(40 + 4 * (index % 80)).map((_, place) => {
      return (place * 7 + (seed[place % 32] as number)) % 256;
    });
    return { bytes, hash: digest(bytes), state: state(index) };
  });
  const frontier = digest(id);
  const { side = [], replies = [] } = parts;
  return { id, expected, at, leaves, salts, frontier, side, replies };
}

/** The entries that a batch leaves in the log. */
export function entriesOfBatch({ id, expected, leaves, salts }: Batch): Entry[] {
  return leaves.map(({ bytes, hash, state }, index) => {
    const salt = salts.subarray(16 * index, 16 * index + 16);
    return { position: expected + index, batch: id, state, salt, bytes, hash };
  });
}

/** Entries as plain data that two stores can be compared by. */
export function plain(entries: readonly Entry[]): readonly unknown[] {
  return entries.map(({ position, batch, state, salt, bytes, hash }) => {
    const hex = (array: Uint8Array): string => Buffer.from(array).toString("hex");
    return { position, batch, state, salt: hex(salt), bytes: hex(bytes), hash: hex(hash) };
  });
}

/** Appends at the head until it is done, as a node would; the answer is how many tries it took. */
export async function appendAtHead(log: Log, parts: Omit<BatchParts, "expected">): Promise<number> {
  for (let tries = 1; ; tries++) {
    const { next } = await log.head();
    const appended = await log.append(makeBatch({ ...parts, expected: next }));
    if (appended.type === "appended") return tries;
  }
}

/** Which batches are in the log: for each id the number of its records, in the order of the log. */
export async function batchesIn(log: Log): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const { next } = await log.head();
  const entries = await log.read(0, { limit: next + 10 });
  entries.forEach(({ position, batch }, index) => {
    if (position !== index) throw new Error(`position ${position} is at place ${index}`);
    counts.set(batch, (counts.get(batch) ?? 0) + 1);
  });
  if (entries.length !== next) throw new Error(`${entries.length} entries, but head at ${next}`);
  return counts;
}

function digest(of: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(of).digest());
}
