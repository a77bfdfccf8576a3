import { hash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { App } from "../../app.ts";
import type { Duration, Json, SideKey } from "../../ports/index.ts";
import type { Command } from "../../world/index.ts";
import { createKeeper, type NewRow } from "./keep-rows.ts";
import { liveRow, provider, type Row, table } from "./row.ts";
import { sweepRows, usedKey } from "./sweep-rows.ts";

/** What a row's use led to. */
export type Use = "used" | "used-before" | "gone";

/** The table `oidc`: what the provider keeps of a token, a code, a request. */
export interface Rows {
  find(kind: string, id: string): Promise<Row | undefined>;
  /** Keeps it for so many milliseconds; `after` a number only if that is the first: false when it is not. */
  keep(kind: string, id: string, payload: Json, options: KeepOptions): Promise<boolean>;
  /** A number that is good once in so many milliseconds. Nothing is kept of it yet. */
  once(number: string, lives: Duration): Once;
  /** Uses it up; of two at the same moment one is told `used-before`. */
  use(kind: string, id: string): Promise<Use>;
  drop(kind: string, id: string): Promise<void>;
  /** Erases what is over, some at a time. */
  sweep(): Promise<void>;
}

/** How long, and which number has to be the first: it is kept in the same transaction, unless it was kept before. */
export interface KeepOptions {
  readonly for: Duration;
  readonly after?: Once;
}

/** A number that is good once: of an assertion, of a proof. */
export interface Once {
  /** Keeps it, if that was not done yet, and tells whether it is the first; of two at the same moment one is. */
  isFirst(): Promise<boolean>;
  /** Keeps it together with `row`, or neither. */
  keepWith(row: NewRow): Promise<boolean>;
}

/** Kinds that are looked for one after the other where any may be meant: they have keys in common, so that a look finds whichever it is. */
const alike: ReadonlySet<string> = new Set(["AccessToken", "ClientCredentials", "RefreshToken"]);

/** Tokens and codes are their own ids: only their hash is kept, so that a stolen database opens nothing (N6). */
function keyOf(kind: string, id: string): SideKey {
  const name = alike.has(kind) ? "token" : kind;
  return { table, key: `${name}|${hash("sha256", id, "base64url")}` };
}

/** Where an application's access token for its own work is kept. */
export function ownTokenKey(token: string): SideKey {
  return keyOf("ClientCredentials", token);
}

/** Opens the table. What is written goes through the sequencer like everything, side by side with the records. */
export function createRows(app: Pick<App, "submit" | "side" | "now">): Rows {
  const read = createReader(app.side);
  const keep = createKeeper(app);
  return {
    async find(kind, id) {
      return liveRow(await read(keyOf(kind, id)), app.now());
    },
    async keep(kind, id, payload, { after, for: lives }) {
      const row: NewRow = { key: keyOf(kind, id), payload, for: lives, once: false };
      return after === undefined ? keep([row]) : after.keepWith(row);
    },
    once: (number, lives) =>
      createOnce(keep, { key: keyOf("once", number), payload: null, for: lives, once: true }),
    use: (kind, id) => app.submit(useRow(keyOf(kind, id))),
    drop: (kind, id) => app.submit(dropRow(keyOf(kind, id))),
    sweep: () => sweepRows(app),
  };
}

function createOnce(keep: ReturnType<typeof createKeeper>, number: NewRow): Once {
  let kept: Promise<boolean> | undefined;
  const isFirst = () => {
    kept ??= keep([number]);
    return kept;
  };
  return {
    isFirst,
    async keepWith(row) {
      if (kept !== undefined) return (await kept) && keep([row]);
      kept = keep([number, row]);
      return kept;
    },
  };
}

/** Reads that are asked for at about the same time are one: an introspection looks for three kinds of token, and is not alone. */
function createReader(side: Pick<App["side"], "get">): (key: SideKey) => Promise<Json | undefined> {
  let places = new Map<string, number>();
  let keys: SideKey[] = [];
  let rows: ReturnType<typeof side.get> | undefined;
  const readAll = async () => {
    await nextTurn();
    const asked = keys;
    keys = [];
    places = new Map();
    rows = undefined;
    return side.get(asked);
  };
  return async (key) => {
    let place = places.get(key.key);
    if (place === undefined) {
      place = keys.push(key) - 1;
      places.set(key.key, place);
    }
    rows ??= readAll();
    return (await rows)[place];
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
