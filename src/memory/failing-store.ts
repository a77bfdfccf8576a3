import type { Clock, Log } from "../ports/index.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store.ts";

/** How a store that fails is. */
export type StoreState =
  | "there"
  /** Everything fails. */
  | "away"
  /** Nothing is answered while it is so; afterwards it turns out that nothing was done. */
  | "silent"
  /** Appends fail. */
  | "read-only"
  /** Appends are done, and their answer is lost. */
  | "losing";

/** A store in memory that can be taken away, for tests and rehearsals of what goes on without it. */
export interface FailingStore extends MemoryStore {
  /** The log alone, whatever is the matter. */
  readonly truth: Log;
  set(state: StoreState): void;
}

/** One that is there at first. */
export function createFailingStore(clock: Pick<Clock, "now">): FailingStore {
  const { log, side } = createMemoryStore({ clock });
  let state: StoreState = "there";
  let silent: (() => void)[] = [];
  const asked = async <T>(way: "read" | "write", work: () => Promise<T>): Promise<T> => {
    if (state === "silent") {
      await new Promise<void>((resolve) => silent.push(resolve));
      throw away();
    }
    if (state === "away" || (state === "read-only" && way === "write")) throw away();
    const answer = await work();
    if (state === "losing" && way === "write") throw away();
    return answer;
  };
  return {
    truth: log,
    set(next) {
      if (next === state) return;
      state = next;
      for (const wake of silent) wake();
      silent = [];
    },
    log: {
      head: () => asked("read", log.head),
      append: (batch) => asked("write", () => log.append(batch)),
      hold: () => asked("write", log.hold),
      read: (from, range) => asked("read", () => log.read(from, range)),
      changes: (from, range) => asked("read", () => log.changes(from, range)),
      reply: (key) => asked("read", () => log.reply(key)),
    },
    side: {
      get: (keys) => asked("read", () => side.get(keys)),
      list: (table, options) => asked("read", () => side.list(table, options)),
    },
  };
}

function away(): Error {
  return Object.assign(new Error("The database cannot be reached."), { code: "unreachable" });
}
