import type { BatchRow, Json, SideKey } from "../../../ports/index.ts";
import type { PackedBatch } from "../pack.ts";
import type { PageRequest } from "../pages.ts";
import type { ListRequest } from "../queries.ts";

/** Who opens the file: one writer, which also brings the tables up to date, and one reader beside it. */
export type Role = "writer" | "reader";

/** What a worker is started with. */
export interface WorkerStart {
  readonly file: string;
  readonly role: Role;
}

/** The head row. */
export interface HeadRow {
  readonly next: number;
  readonly at: number;
  readonly changed: number;
  readonly frontier: Uint8Array;
}

/** A page of all entries, or of those that change state. */
export interface WireRequest extends PageRequest {
  readonly stateOnly: boolean;
}

/** A page of entries in one buffer: for each entry its salt, its hash and its bytes, one after the other. */
export interface WirePage {
  readonly positions: Float64Array;
  /** Three for each entry: of its salt, its hash and its bytes. */
  readonly lengths: Uint32Array;
  readonly states: Uint8Array;
  /** The id of the batch of each entry that is not in the one before; the others are undefined. */
  readonly batches: readonly (string | undefined)[];
  readonly blob: Uint8Array;
}

/** What can be asked of a worker, and what it answers. */
export interface Calls {
  readonly open: { readonly asks: undefined; readonly answers: undefined };
  readonly append: { readonly asks: PackedBatch; readonly answers: "appended" | "conflict" };
  readonly head: { readonly asks: undefined; readonly answers: HeadRow };
  readonly read: { readonly asks: WireRequest; readonly answers: WirePage };
  readonly reply: { readonly asks: string; readonly answers: Json | undefined };
  readonly get: {
    readonly asks: readonly SideKey[];
    /** JSON, as it is kept: read by whoever asked. */
    readonly answers: readonly (string | undefined)[];
  };
  readonly list: {
    readonly asks: ListRequest;
    readonly answers: readonly { readonly key: string; readonly value: Json }[];
  };
  readonly getMeta: { readonly asks: string; readonly answers: string | undefined };
  readonly putMeta: {
    readonly asks: { readonly key: string; readonly value: string; readonly once: boolean };
    readonly answers: undefined;
  };
  readonly listCheckpoints: { readonly asks: undefined; readonly answers: readonly string[] };
  readonly largestCheckpoint: {
    readonly asks: undefined;
    readonly answers: number | undefined;
  };
  readonly findBatches: {
    readonly asks: readonly string[];
    readonly answers: readonly BatchRow[];
  };
  readonly strayBatches: { readonly asks: number; readonly answers: readonly BatchRow[] };
  readonly putCheckpoint: {
    readonly asks: { readonly size: number; readonly at: number; readonly note: string };
    readonly answers: undefined;
  };
  readonly close: { readonly asks: undefined; readonly answers: undefined };
}

/** A question on its way to a worker. */
export interface Question {
  readonly id: number;
  readonly call: keyof Calls;
  readonly asks: unknown;
}

/** An answer on its way back; an error is one of the store's, or a fault in Wardkey (`code` undefined). */
export type Answer =
  | { readonly id: number; readonly answers: unknown }
  | {
      readonly id: number;
      readonly error: { readonly code: string | undefined; readonly message: string };
    };
