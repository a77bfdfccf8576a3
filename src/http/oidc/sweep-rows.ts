import type { App } from "../../app.ts";
import type { Instant, Json, SideKey, SideWrite } from "../../ports/index.ts";
import type { Command } from "../../world/index.ts";
import { provider, readRow, table } from "./row.ts";

/** Rows that are looked at together, about. */
const atOnce = 1_000;
/** Entries that are read together: one may name as many rows as one command keeps. */
const entriesAtOnce = 100;

/** Rows that end at about the same time. */
interface End {
  readonly key: string;
  readonly rows: readonly string[];
}

/** That a row was used up, as a row of its own: of two nodes that use it at the same moment one finds that it is not the first. */
export function usedKey({ table: of, key }: SideKey): SideKey {
  return { table: of, key: `used|${key}` };
}

/** Erases what is over, some at a time. */
export async function sweepRows(app: Pick<App, "submit" | "side" | "now">): Promise<void> {
  for (;;) {
    const listed = await app.side.list(table, { prefix: "until|", limit: entriesAtOnce });
    const over = listed.filter(({ key }) => endOf(key) <= app.now()).map(readEnd);
    if (over.length === 0) return;
    while (over.length > 0) await app.submit(sweepEnds(someOf(over)));
    if (listed.length < entriesAtOnce) return;
  }
}

/** Takes as many as have about {@link atOnce} rows, at least one. */
function someOf(ends: End[]): readonly End[] {
  let rows = 0;
  const more = ends.findIndex((end) => {
    rows += end.rows.length;
    return rows > atOnce;
  });
  return ends.splice(0, more === -1 ? ends.length : Math.max(more, 1));
}

function endOf(key: string): Instant {
  return Number(key.split("|")[1]);
}

/** An entry of before they had rows in common has its one row's key in its own. */
function readEnd({ key, value }: { readonly key: string; readonly value: Json }): End {
  const rows = Array.isArray(value) ? value.map(String) : [key.split("|").slice(2).join("|")];
  return { key, rows };
}

/** A row that was kept again meanwhile has a later end, and stays. */
function sweepEnds(ends: readonly End[]): Command<void> {
  const rows = ends.flatMap((end) => end.rows.map((key) => ({ table, key }) as const));
  return {
    name: "oidc.sweep",
    actor: provider,
    needs: rows,
    handle: ({ at, side }) => {
      const over = rows.filter((key) => {
        const row = readRow(side(key));
        return row !== undefined && row.until <= at;
      });
      const writes: SideWrite[] = ends.map(({ key }) => ({ table, key, value: undefined }));
      const gone = over.flatMap((key) => [key, usedKey(key)]);
      writes.push(...gone.map((key) => ({ ...key, value: undefined })));
      return { records: [], side: writes, answer: undefined };
    },
  };
}
