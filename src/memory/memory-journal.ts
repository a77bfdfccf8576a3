import type { Journal, JournalEntry } from "../ports/index.ts";

/** A journal in memory, for tests and rehearsals. */
export function createMemoryJournal(): Journal {
  let entries: readonly JournalEntry[] = [];
  return {
    async append(entry) {
      entries = [...entries, structuredClone(entry)];
    },
    read: async () => ({ entries, damage: [] }),
    async discard(id) {
      entries = entries.slice(entries.findIndex((entry) => entry.id === id) + 1);
    },
  };
}
