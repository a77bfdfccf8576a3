/** How far a run has come, kept in a file so that it can go on after a stop. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Found } from "./run-sets.ts";
import type { Stats } from "./stats.ts";

/** What a run has done so far. */
export interface State {
  readonly seed: string;
  /** The first set that nobody has begun. */
  next: number;
  /** Ranges that were begun but have not ended. */
  readonly begun: Map<number, number>;
  readonly stats: Stats;
  readonly found: Found[];
  seconds: number;
}

/** Nothing done yet. */
export function emptyState(seed: string): State {
  return { seed, next: 0, begun: new Map(), stats: {}, found: [], seconds: 0 };
}

/** The state in `file`; a new one if there is no such file. @throws Error if it is of another seed */
export function readState(file: string | undefined, seed: string): State {
  if (file === undefined || !existsSync(file)) return emptyState(seed);
  const read = JSON.parse(readFileSync(file, "utf8")) as Omit<State, "begun"> & {
    readonly begun: readonly (readonly [number, number])[];
  };
  if (read.seed !== seed) throw new Error(`${file} is of seed ${read.seed}`);
  return { ...read, begun: new Map(read.begun) };
}

/** Writes the state as a whole or not at all. */
export function writeState(file: string | undefined, state: State): void {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, JSON.stringify({ ...state, begun: [...state.begun] }));
  renameSync(`${file}.new`, file);
}

/** The next range to do, `size` sets at most, of `total`; undefined: there is none. */
export function takeRange(
  state: State,
  again: number[],
  size: number,
  total: number,
): { readonly from: number; readonly to: number } | undefined {
  const from = again.pop();
  if (from !== undefined) return { from, to: state.begun.get(from) ?? from };
  if (state.next >= total) return undefined;
  const range = { from: state.next, to: Math.min(total, state.next + size) };
  state.next = range.to;
  state.begun.set(range.from, range.to);
  return range;
}
