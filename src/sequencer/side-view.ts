import type { Json, Side, SideKey, SideWrite } from "../ports/index.ts";
import type { Command } from "../world/index.ts";

/** The side rows that a batch's commands asked for, and what the batch itself writes over them. */
export interface SideView {
  get(key: SideKey): Json | undefined;
  write(writes: readonly SideWrite[]): void;
}

/** Fetches all rows that `commands` need, in one question. */
export async function fetchSide(
  side: Side,
  commands: readonly Pick<Command<unknown>, "needs">[],
): Promise<SideView> {
  const wanted = new Map<string, SideKey>();
  for (const { needs } of commands) {
    for (const key of needs ?? []) wanted.set(address(key), key);
  }
  const rows = new Map<string, Json | undefined>();
  if (wanted.size > 0) {
    const values = await side.get([...wanted.values()]);
    [...wanted.keys()].forEach((name, index) => {
      rows.set(name, values[index]);
    });
  }
  return {
    get(key) {
      const name = address(key);
      if (!rows.has(name)) {
        throw new Error(`a command read ${key.table} without naming the row in its needs`);
      }
      return rows.get(name);
    },
    write(writes) {
      for (const write of writes) rows.set(address(write), write.value);
    },
  };
}

function address({ table, key }: SideKey): string {
  return `${table}|${key}`;
}
