import { createTurns, type Turns } from "../../../memory/index.ts";
import type {
  Appended,
  Batch,
  Clock,
  Head,
  HeldHead,
  Instant,
  Log,
  SideKey,
} from "../../../ports/index.ts";
import { createAuthority } from "../authority.ts";
import { StoreError } from "../errors.ts";
import { packBatch } from "../pack.ts";
import { createPageReader } from "../pages.ts";
import { readValue } from "../queries.ts";
import type { Store } from "../store.ts";
import { databaseIn, lockDirectory } from "./lock-directory.ts";
import { entriesOf } from "./page.ts";
import { createRecentRows, type RecentRows } from "./recent-rows.ts";
import { startThread, type Thread } from "./thread.ts";

/** What {@link openSqliteStore} is given. */
export interface SqliteOptions {
  /** The data directory; it is made where there is none. */
  readonly directory: string;
  readonly clock: Clock;
  /** Opens an existing store beside a running server, and writes nothing. */
  readonly readOnly?: boolean;
}

interface Threads {
  /** Undefined in a store that is only read. */
  readonly writer: Thread | undefined;
  readonly reader: Thread;
}

/**
 * Opens the store in a data directory, which this process then has to itself. Writes and reads have a thread each: a commit
 * that waits for the disk stops neither the event loop nor those who read.
 *
 * @throws StoreError `directory-in-use`, `directory-unusable`, `no-store`, `older-schema`, `newer-schema`, `corrupt`, `full`
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { directory, clock, readOnly = false } = options;
  const unlock = readOnly ? () => undefined : lockDirectory(directory);
  const file = databaseIn(directory);
  const threads: Threads = {
    writer: readOnly ? undefined : startThread({ file, role: "writer" }),
    reader: startThread({ file, role: "reader" }),
  };
  const turns = createTurns();
  const recent = createRecentRows();
  const close = async () => {
    await threads.writer?.close();
    await threads.reader.close();
    unlock();
  };
  try {
    await threads.writer?.call("open", undefined);
    await threads.reader.call("open", undefined);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: "sqlite",
    log: logOf(threads, createAuthority(clock), turns, recent),
    side: {
      async get(keys) {
        if (keys.length === 0) return [];
        const known = recent.get(keys);
        if (known !== undefined) return known;
        const values = await threads.reader.call("get", keys);
        return values.map((value, index) =>
          value === undefined ? undefined : readValue((keys[index] as SideKey).table, value),
        );
      },
      list: (table, listed) => threads.reader.call("list", { table, ...listed }),
    },
    meta: metaOf(threads),
    checkpoints: {
      list: () => threads.reader.call("listCheckpoints", undefined),
      largest: () => threads.reader.call("largestCheckpoint", undefined),
      async put(checkpoint) {
        await writerOf(threads).call("putCheckpoint", checkpoint);
      },
    },
    batches: {
      find: (ids) => threads.reader.call("findBatches", ids),
      strays: (limit) => threads.reader.call("strayBatches", limit),
    },
    close,
  };
}

function writerOf({ writer }: Threads): Thread {
  if (writer !== undefined) return writer;
  throw new StoreError("read-only", "The store was opened for reading only; nothing was written.");
}

function logOf(threads: Threads, now: () => Instant, turns: Turns, recent: RecentRows): Log {
  const head = async (): Promise<Head> => {
    const row = await threads.reader.call("head", undefined);
    return { ...row, authority: now() };
  };
  const write = async (batch: Batch): Promise<Appended> => {
    const packed = packBatch(batch);
    const buffer = packed.bytes.buffer as ArrayBuffer;
    const answer = await writerOf(threads).call("append", packed, [buffer]);
    if (answer !== "appended") return { type: "conflict" };
    recent.note(packed.side);
    return { type: "appended", authority: now() };
  };
  const append = async (batch: Batch): Promise<Appended> => {
    const end = await turns.take();
    return write(batch).finally(end);
  };
  const hold = async (): Promise<HeldHead> => {
    writerOf(threads);
    const end = await turns.take();
    let held = true;
    const release = () => {
      held = false;
      end();
    };
    try {
      return {
        head: await head(),
        append: (batch) => (held ? write(batch).finally(release) : append(batch)),
        release: async () => release(),
      };
    } catch (error) {
      release();
      throw error;
    }
  };
  const pages = (stateOnly: boolean) =>
    createPageReader(async (request) =>
      entriesOf(await threads.reader.call("read", { ...request, stateOnly })),
    );
  return {
    head,
    append,
    hold,
    read: pages(false),
    changes: pages(true),
    reply: (key) => threads.reader.call("reply", key),
  };
}

function metaOf(threads: Threads): Store["meta"] {
  const get = (key: string) => threads.reader.call("getMeta", key);
  return {
    get,
    async put(key, value) {
      await writerOf(threads).call("putMeta", { key, value, once: false });
    },
    async claim(key, value) {
      await writerOf(threads).call("putMeta", { key, value, once: true });
      return (await get(key)) ?? value;
    },
  };
}
