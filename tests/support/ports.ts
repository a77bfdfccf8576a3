import { createHash } from "node:crypto";
import type { Clock, Hasher, Ids } from "../../src/ports/index.ts";

/** A clock for tests: both hands move together, and the wall clock can be made to jump. */
export function fakeClock(start: number = Date.UTC(2026, 2, 10, 12)): Clock & {
  advance(milliseconds: number): void;
  jump(milliseconds: number): void;
} {
  let wall = start;
  let elapsed = 0;
  return {
    now: () => wall,
    monotonic: () => elapsed,
    advance(milliseconds) {
      wall += milliseconds;
      elapsed += milliseconds;
    },
    jump(milliseconds) {
      wall += milliseconds;
    },
  };
}

/** Ids for tests: countable, the same in every run. */
export function counterIds(name = ""): Ids {
  let count = 0;
  return {
    next: (prefix) => `${prefix}_${name}${++count}`,
    salts: (leaves) => new Uint8Array(16 * leaves).fill(7),
  };
}

/** SHA-256 for tests. */
export const sha256: Hasher = {
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
};
