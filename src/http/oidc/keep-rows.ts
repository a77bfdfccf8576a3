import { setImmediate as nextTurn } from "node:timers/promises";
import type { App } from "../../app.ts";
import type { Duration, Instant, Json, SideKey, SideWrite } from "../../ports/index.ts";
import type { Command } from "../../world/index.ts";
import { liveRow, provider, table } from "./row.ts";

/** A row to keep from now on for so long. */
export interface NewRow {
  readonly key: SideKey;
  readonly payload: Json;
  readonly for: Duration;
  /** Only where there is none that is live. */
  readonly once: boolean;
}

/** Rows that are kept together or not at all, and whoever waits for that. */
interface Waiting {
  readonly rows: readonly NewRow[];
  resolve(kept: boolean): void;
  reject(error: unknown): void;
}

const minute: Duration = 60_000;
/** Sets of rows in one command, at most. */
const atOnce = 512;

/**
 * Keeps sets of rows; false where one of a set was to be the first and is not: then none of that set is kept. What is asked for
 * while rows are being written goes together with the next ones, as one command: a command for each costs more than its rows do.
 */
export function createKeeper({
  submit,
}: Pick<App, "submit">): (rows: readonly NewRow[]) => Promise<boolean> {
  const waiting: Waiting[] = [];
  let isBusy = false;
  const work = async () => {
    await nextTurn();
    while (waiting.length > 0) await keepAll(submit, waiting.splice(0, atOnce));
    isBusy = false;
  };
  return (rows) =>
    new Promise((resolve, reject) => {
      waiting.push({ rows, resolve, reject });
      if (isBusy) return;
      isBusy = true;
      void work();
    });
}

async function keepAll(submit: App["submit"], sets: readonly Waiting[]): Promise<void> {
  try {
    const kept = await submit(keepRows(sets.map(({ rows }) => rows)));
    sets.forEach(({ resolve }, index) => {
      resolve(kept[index] === true);
    });
  } catch (error) {
    for (const { reject } of sets) reject(error);
  }
}

function keepRows(sets: readonly (readonly NewRow[])[]): Command<readonly boolean[]> {
  // The numbers of assertions are random: what is there already is a replay.
  const firsts = sets.flat().filter(({ once }) => once);
  return {
    name: "oidc.keep",
    actor: provider,
    supposes: firsts.map(({ key }) => key),
    handle: ({ at, id, side }) => {
      const writes: SideWrite[] = [];
      const taken = new Set<string>();
      const ends = new Map<Instant, string[]>();
      const isFree = ({ key, once }: NewRow) =>
        !once || (!taken.has(key.key) && liveRow(side(key), at) === undefined);
      const kept = sets.map((rows) => {
        if (!rows.every(isFree)) return false;
        for (const { key, once, payload, for: lives } of rows) {
          const until = at + lives;
          // Two nodes may have looked at the same moment, and found none.
          const fresh = once && side(key) === undefined;
          writes.push({ ...key, value: { payload, until, at }, fresh });
          if (once) taken.add(key.key);
          noteEnd(ends, until, key.key);
        }
        return true;
      });
      for (const [end, keys] of ends) {
        writes.push({ table, key: `${endsAt(end)}${id("end")}`, value: keys });
      }
      return { records: [], side: writes, answer: kept };
    },
  };
}

/** To the minute, so that rows that end at about the same time are thrown away by one entry. */
function noteEnd(ends: Map<Instant, string[]>, until: Instant, key: string): void {
  const end = Math.ceil(until / minute) * minute;
  const keys = ends.get(end);
  if (keys === undefined) ends.set(end, [key]);
  else keys.push(key);
}

/** Rows in the order in which they end: thirteen digits reach into the year 2286. */
function endsAt(until: Instant): string {
  return `until|${String(until).padStart(13, "0")}|`;
}
