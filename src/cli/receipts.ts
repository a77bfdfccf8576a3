import { setTimeout as sleep } from "node:timers/promises";
import {
  leafHashesOfLog,
  makeReceipt,
  type Receipt,
  sizeOfCheckpoint,
  subtreesOfTiles,
  tileReader,
} from "../audit/index.ts";
import { nodeHasher, type Store } from "../node/index.ts";
import type { Duration, Position } from "../ports/index.ts";

/** Makes receipts of what is in the log. */
export interface Receipts {
  /** The receipt of the record at a position; undefined while no checkpoint covers it: one does a second after it. */
  of(position: Position): Promise<Receipt | undefined>;
  /** The same, once a checkpoint covers it; undefined where none does in two seconds. */
  soonest(position: Position): Promise<Receipt | undefined>;
  /** The same, with more patience. @throws Error `unsigned` where none does in time */
  soon(position: Position): Promise<Receipt>;
}

/** Whoever signs has a second for it (docs/rules/log.md, U2), and a little more when the machine is busy. */
const patience: Duration = 10_000;
/** Whoever looks at a page waits no longer than this. */
const atAPage: Duration = 2_000;
const between: Duration = 50;

/** Receipts over a store: the hashes that were read once are kept for the next. */
export function createReceipts(store: Pick<Store, "log" | "checkpoints">): Receipts {
  const tiles = tileReader(nodeHasher, leafHashesOfLog(store.log));
  let latest: { readonly checkpoint: string; readonly size: number } | undefined;
  const covering = async (position: Position) => {
    if (latest !== undefined && latest.size > position) return latest;
    const notes = await store.checkpoints.list();
    for (const checkpoint of notes.slice(-1)) {
      latest = { checkpoint, size: sizeOfCheckpoint(checkpoint) };
    }
    return latest !== undefined && latest.size > position ? latest : undefined;
  };
  const of = async (position: Position) => {
    const signed = await covering(position);
    const [entry] = await store.log.read(position, { to: position + 1, limit: 1 });
    if (signed === undefined || entry === undefined) return undefined;
    const { checkpoint, size } = signed;
    const read = subtreesOfTiles(nodeHasher, tiles, size);
    return makeReceipt(nodeHasher, entry, { checkpoint, read });
  };
  const within = async (position: Position, most: Duration) => {
    for (let waited = 0; waited <= most; waited += between) {
      const receipt = await of(position);
      if (receipt !== undefined) return receipt;
      await sleep(between);
    }
    return undefined;
  };
  return {
    of,
    soonest: (position) => within(position, atAPage),
    async soon(position) {
      const receipt = await within(position, patience);
      if (receipt !== undefined) return receipt;
      const what = `No checkpoint covers position ${position} yet, so nothing proves it. Is a server or node at work on this log?`;
      throw Object.assign(new Error(what), { code: "unsigned" });
    },
  };
}
