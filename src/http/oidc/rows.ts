import { hash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { App } from "../../app.ts";
import type { Instant, Json, SideKey, SideWrite } from "../../ports/index.ts";
import type { Actor, Command } from "../../world/index.ts";
import { isRecord } from "../json.ts";

/** What is kept under an id until an instant. */
export interface Row {
  readonly payload: Json;
  readonly until: Instant;
  /** When it was kept, by the log's clock. */
  readonly at: Instant;
  /** It was used up; a second use is a theft or a mistake. */
  readonly used: boolean;
}

/** What a row's use led to. */
export type Use = "used" | "used-before" | "gone";

/** The table `oidc`: what the provider keeps of a token, a code, a request. */
export interface Rows {
  find(kind: string, id: string): Promise<Row | undefined>;
  /** Keeps it for so many milliseconds; with `once` only where there is none: false when there was. */
  keep(kind: string, id: string, payload: Json, options: KeepOptions): Promise<boolean>;
  /** Uses it up; of two at the same moment one is told `used-before`. */
  use(kind: string, id: string): Promise<Use>;
  drop(kind: string, id: string): Promise<void>;
  /** Erases what is over, some at a time. */
  sweep(): Promise<void>;
}

/** How long, and whether it may be there already. */
export interface KeepOptions {
  readonly for: number;
  readonly once?: boolean;
}

const table = "oidc";
const atOnce = 500;
const provider: Actor = { type: "system", id: "wardkey" };

/** Tokens and codes are their own ids: only their hash is kept, so that a stolen database opens nothing (N6). */
function keyOf(kind: string, id: string): SideKey {
  return { table, key: `${kind}|${hash("sha256", id, "base64url")}` };
}

/** Opens the table. What is written goes through the sequencer like everything, side by side with the records. */
export function createRows(app: Pick<App, "submit" | "side" | "now">): Rows {
  const read = createReader(app.side);
  return {
    async find(kind, id) {
      return liveRow(await read(keyOf(kind, id)), app.now());
    },
    keep: (kind, id, payload, options) => app.submit(keepRow(keyOf(kind, id), payload, options)),
    use: (kind, id) => app.submit(useRow(keyOf(kind, id))),
    drop: (kind, id) => app.submit(dropRow(keyOf(kind, id))),
    sweep: () => sweep(app),
  };
}

/** Reads that are asked for at about the same time are one: an introspection looks for three kinds of token, and is not alone. */
function createReader(side: Pick<App["side"], "get">): (key: SideKey) => Promise<Json | undefined> {
  let keys: SideKey[] = [];
  let rows: ReturnType<typeof side.get> | undefined;
  const readAll = async () => {
    await nextTurn();
    const asked = keys;
    keys = [];
    rows = undefined;
    return side.get(asked);
  };
  return async (key) => {
    const place = keys.push(key) - 1;
    rows ??= readAll();
    return (await rows)[place];
  };
}

function liveRow(value: Json | undefined, at: Instant): Row | undefined {
  const row = readRow(value);
  return row === undefined || row.until <= at ? undefined : row;
}

function readRow(value: Json | undefined): Row | undefined {
  if (!isRecord(value) || typeof value["until"] !== "number") return undefined;
  return {
    payload: value["payload"] ?? null,
    until: value["until"],
    // One of before this was noted: nothing was done since.
    at: typeof value["at"] === "number" ? value["at"] : Number.POSITIVE_INFINITY,
    used: value["used"] === true,
  };
}

function keepRow(key: SideKey, payload: Json, options: KeepOptions): Command<boolean> {
  return {
    name: "oidc.keep",
    actor: provider,
    // The numbers of assertions are random: what is there already is a replay.
    supposes: options.once === true ? [key] : [],
    handle: ({ at, side }) => {
      if (options.once === true && liveRow(side(key), at) !== undefined) {
        return { records: [], answer: false };
      }
      const until = at + options.for;
      // Two nodes may have looked at the same moment, and found none.
      const fresh = options.once === true && side(key) === undefined;
      const row = { ...key, value: { payload, until, at }, fresh };
      return {
        records: [],
        side: [row, { table, key: endKey(until, key.key), value: null }],
        answer: true,
      };
    },
  };
}

function useRow(key: SideKey): Command<Use> {
  return {
    name: "oidc.use",
    actor: provider,
    needs: [key, usedKey(key)],
    handle: ({ at, side }) => {
      const row = liveRow(side(key), at);
      if (row === undefined) return { records: [], answer: "gone" };
      if (row.used) return { records: [], answer: "used-before" };
      const { payload, until, at: keptAt } = row;
      const value = { payload, until, at: keptAt, used: true };
      const mark = usedKey(key);
      const used = { ...mark, value: { until }, fresh: side(mark) === undefined };
      return { records: [], side: [{ ...key, value }, used], answer: "used" };
    },
  };
}

function dropRow(key: SideKey): Command<void> {
  return {
    name: "oidc.drop",
    actor: provider,
    handle: () => {
      const erased = [key, usedKey(key)].map((each) => ({ ...each, value: undefined }));
      return { records: [], side: erased, answer: undefined };
    },
  };
}

/** That a row was used up, as a row of its own: of two nodes that use it at the same moment one finds that it is not the first. */
function usedKey({ table: of, key }: SideKey): SideKey {
  return { table: of, key: `used|${key}` };
}

/** Rows in the order in which they end: thirteen digits reach into the year 2286. */
function endKey(until: Instant, key: string): string {
  return `until|${String(until).padStart(13, "0")}|${key}`;
}

async function sweep(app: Pick<App, "submit" | "side" | "now">): Promise<void> {
  for (;;) {
    const ends = await app.side.list(table, { prefix: "until|", limit: atOnce });
    const over = ends.map(({ key }) => key).filter((key) => endOf(key) <= app.now());
    if (over.length === 0) return;
    await app.submit(sweepRows(over));
    if (over.length < atOnce) return;
  }
}

function endOf(key: string): Instant {
  return Number(key.split("|")[1]);
}

/** A row that was kept again meanwhile has a later end, and stays. */
function sweepRows(ends: readonly string[]): Command<void> {
  const rows = ends.map((key) => ({ table, key: key.split("|").slice(2).join("|") }) as const);
  return {
    name: "oidc.sweep",
    actor: provider,
    needs: rows,
    handle: ({ at, side }) => {
      const over = rows.filter((key) => {
        const row = readRow(side(key));
        return row !== undefined && row.until <= at;
      });
      const writes: SideWrite[] = ends.map((key) => ({ table, key, value: undefined }));
      const gone = over.flatMap((key) => [key, usedKey(key)]);
      writes.push(...gone.map((key) => ({ ...key, value: undefined })));
      return { records: [], side: writes, answer: undefined };
    },
  };
}
