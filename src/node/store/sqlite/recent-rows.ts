import type { Json, SideKey, SideTable } from "../../../ports/index.ts";
import type { PackedWrite } from "../pack.ts";
import { readValue } from "../queries.ts";

/** Rows that are remembered, at most; of tokens, about half a kilobyte each. */
const most = 10_000;
/** Tables whose rows are read soon after they are written, and again and again. */
const tables: ReadonlySet<SideTable> = new Set(["oidc"]);

/**
 * Rows as they were last committed, so that what is asked for again soon needs neither another thread nor the file. It is never
 * behind: one process has the file to itself, and every commit is noted before anybody hears of it.
 */
export interface RecentRows {
  /** All of `keys`, or undefined where one is not remembered. */
  get(keys: readonly SideKey[]): readonly (Json | undefined)[] | undefined;
  /** What was committed just now. */
  note(writes: readonly PackedWrite[]): void;
}

/** Nothing is remembered yet. */
export function createRecentRows(): RecentRows {
  const known = new Map<string, string>();
  const keep = (name: string, value: string) => {
    known.delete(name);
    known.set(name, value);
  };
  return {
    get(keys) {
      const values: Json[] = [];
      for (const { table, key } of keys) {
        const name = `${table} ${key}`;
        const value = known.get(name);
        if (value === undefined) return undefined;
        // Whoever is asked for stays.
        keep(name, value);
        values.push(readValue(table, value));
      }
      return values;
    },
    note(writes) {
      for (const { table, key, value } of writes) {
        if (!tables.has(table)) continue;
        if (value === undefined) known.delete(`${table} ${key}`);
        else keep(`${table} ${key}`, value);
      }
      for (const name of known.keys()) {
        if (known.size <= most) break;
        known.delete(name);
      }
    },
  };
}
