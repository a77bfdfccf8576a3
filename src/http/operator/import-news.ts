import { setTimeout } from "node:timers/promises";
import type { ErrorReply } from "../contract.ts";

/** How far a file is. */
export interface ImportProgress {
  /** The bytes up to where it was dealt with, and those of the whole file; unpacked where it is packed. */
  readonly bytes: number;
  readonly size: number;
  /** What has become something or was refused so far, as the report counts it. */
  readonly read: number;
}

/** A line of the answer to `POST /operator/import`, as JSON: progress as often as there is time for it, and at last how it ended. */
export type ImportNews<R> =
  | { readonly progress: ImportProgress }
  | { readonly report: R }
  | ErrorReply;

/** What is heard of a file that is being taken in. */
export type Heard<R> =
  | { readonly type: "progress"; readonly progress: ImportProgress }
  | { readonly type: "done"; readonly report: R }
  | { readonly type: "failed"; readonly error: unknown };

/** So often, in milliseconds, is said how far it is: a bar moves smoothly, and no connection looks idle. */
const between = 250;

/** Starts taking in a file, and says how far it is until it is done or has failed, which is the last that is heard. */
export async function* hearImport<R>(
  run: (onProgress: (progress: ImportProgress) => void) => Promise<R>,
): AsyncGenerator<Heard<R>> {
  const state: { progress?: ImportProgress; end?: Heard<R> } = {};
  const running = run((progress) => {
    state.progress = progress;
  }).then(
    (report) => {
      state.end = { type: "done", report };
    },
    (error: unknown) => {
      state.end = { type: "failed", error };
    },
  );
  while (state.end === undefined) {
    await Promise.race([running, setTimeout(between, undefined, { ref: false })]);
    const { progress } = state;
    if (state.end === undefined && progress !== undefined) yield { type: "progress", progress };
  }
  yield state.end;
}
