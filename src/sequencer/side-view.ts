import type { Json, Side, SideKey, SideWrite } from "../ports/index.ts";
import type { Command } from "../world/index.ts";

/** The side rows that a batch's commands asked for, and what the batch itself writes over them. */
export interface SideView {
  get(key: SideKey): Json | undefined;
  /** Whether a row is only taken to be absent: nobody has looked. */
  isSupposed(key: SideKey): boolean;
  write(writes: readonly SideWrite[]): void;
}

/** Fetches all rows that `commands` need, in one question; those that they suppose to be absent too, unless `suppose` is set. */
export async function fetchSide(
  side: Side,
  commands: readonly Pick<Command<unknown>, "needs" | "supposes">[],
  { suppose }: { readonly suppose: boolean },
): Promise<SideView> {
  if (commands.every(asksForNothing)) return viewOfNothing();
  const wanted = new Map<string, SideKey>();
  const rows = new Map<string, Json | undefined>();
  const supposed = new Set<string>();
  for (const { needs = [], supposes = [] } of commands) {
    for (const key of needs) wanted.set(address(key), key);
    for (const key of supposes) {
      if (suppose) supposed.add(address(key));
      else wanted.set(address(key), key);
    }
  }
  for (const name of supposed) {
    // Somebody else in the batch looks.
    if (wanted.has(name)) supposed.delete(name);
    else rows.set(name, undefined);
  }
  if (wanted.size > 0) {
    const values = await side.get([...wanted.values()]);
    [...wanted.keys()].forEach((name, index) => {
      rows.set(name, values[index]);
    });
  }
  return viewOf(rows, supposed);
}

const none: Set<string> = new Set();

/** The view of a batch whose commands asked for nothing: what it writes is seen all the same. */
export function viewOfNothing(): SideView {
  return viewOf(new Map(), none);
}

/** Whether a command needs no row: most do not. */
export function asksForNothing({
  needs,
  supposes,
}: Pick<Command<unknown>, "needs" | "supposes">): boolean {
  return (
    (needs === undefined || needs.length === 0) && (supposes === undefined || supposes.length === 0)
  );
}

function viewOf(rows: Map<string, Json | undefined>, supposed: Set<string>): SideView {
  return {
    get(key) {
      const name = address(key);
      if (!rows.has(name)) {
        throw new Error(`a command read ${key.table} without naming the row in its needs`);
      }
      return rows.get(name);
    },
    isSupposed: (key) => supposed.has(address(key)),
    write(writes) {
      for (const write of writes) {
        rows.set(address(write), write.value);
        supposed.delete(address(write));
      }
    },
  };
}

function address({ table, key }: SideKey): string {
  return `${table}|${key}`;
}
