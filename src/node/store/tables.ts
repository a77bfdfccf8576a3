import type { SideTable } from "../../ports/index.ts";

/** The organisation whose log this is: one database holds one. */
export const organisation = "main";

interface SideRow {
  readonly key: string;
  /** JSON text. */
  readonly value: string;
}

/** The tables of both databases, as queries see them. Records are only written and read by hand-written SQL. */
export interface Tables extends Record<SideTable, SideRow> {
  readonly head: {
    readonly organisation: string;
    readonly next: number;
    readonly at: number;
    readonly changed: number;
    readonly frontier: Uint8Array;
  };
  readonly records: {
    readonly position: number;
    readonly batch: string;
    readonly state: number | boolean;
    readonly salt: Uint8Array;
    readonly hash: Uint8Array;
    readonly bytes: Uint8Array;
  };
  readonly batches: { readonly id: string; readonly first: number; readonly count: number };
  readonly replies: { readonly key: string; readonly answer: string; readonly position: number };
  readonly checkpoints: { readonly hour: number; readonly size: number; readonly note: string };
  readonly meta: { readonly key: string; readonly value: string };
}

/** Which database it is. */
export type Dialect = "sqlite" | "postgres";
