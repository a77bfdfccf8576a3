import type { Duty } from "../access/index.ts";
import type { Handling, NewRecord } from "../world/index.ts";
import type { SaidNo } from "./let-in.ts";

/** What came of somebody's wish to start a shift that the roster does not have (L9). */
export type Beginning =
  | { readonly type: "begun"; readonly records: readonly NewRecord[]; readonly duty: Duty }
  /** Why not, in words; that it was refused is recorded. */
  | ({ readonly type: "refused"; readonly records: readonly NewRecord[] } & SaidNo);

/** Starts a shift for somebody who comes in and is off duty, in the batch in which they do. */
export type Begin = (handling: Handling, person: string) => Beginning;
