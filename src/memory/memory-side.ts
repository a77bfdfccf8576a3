import type { Json, Side, SideTable, SideWrite } from "../ports/index.ts";

interface Rows {
  readonly values: Map<string, Json>;
  /** The keys in order; undefined after one was added or erased. */
  sorted: readonly string[] | undefined;
}

/** The erasable tables in memory, and how a batch writes them. */
export function createMemorySide(): {
  readonly side: Side;
  write(writes: readonly SideWrite[]): void;
  /** Whether a row is there that `writes` takes to be fresh. */
  blocks(writes: readonly SideWrite[]): boolean;
} {
  const tables = new Map<SideTable, Rows>();
  return {
    side: {
      get: async (keys) => keys.map(({ table, key }) => tables.get(table)?.values.get(key)),
      list: async (table, options) => listRows(tables.get(table), options),
    },
    blocks(writes) {
      const seen = new Set<string>();
      return writes.some(({ table, key, fresh }) => {
        const isFirst = !seen.has(`${table} ${key}`);
        seen.add(`${table} ${key}`);
        return isFirst && fresh === true && tables.get(table)?.values.has(key) === true;
      });
    },
    write(writes) {
      for (const { table, key, value } of writes) {
        let rows = tables.get(table);
        if (rows === undefined) {
          rows = { values: new Map(), sorted: undefined };
          tables.set(table, rows);
        }
        if (value === undefined || !rows.values.has(key)) rows.sorted = undefined;
        if (value === undefined) rows.values.delete(key);
        else rows.values.set(key, value);
      }
    },
  };
}

function listRows(
  rows: Rows | undefined,
  options: { readonly prefix?: string; readonly after?: string; readonly limit: number },
): readonly { readonly key: string; readonly value: Json }[] {
  if (rows === undefined) return [];
  const { prefix = "", after, limit } = options;
  rows.sorted ??= [...rows.values.keys()].sort(byCodePoints);
  const found: { readonly key: string; readonly value: Json }[] = [];
  for (const key of rows.sorted) {
    if (found.length >= limit) break;
    if (!key.startsWith(prefix)) continue;
    if (after !== undefined && byCodePoints(key, after) <= 0) continue;
    found.push({ key, value: rows.values.get(key) ?? null });
  }
  return found;
}

/** The order of UTF-8, which databases use; JavaScript's own puts U+E000 to U+FFFF behind what lies above them. */
function byCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (isHigh(left) !== isHigh(right)) return isHigh(left) ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}
