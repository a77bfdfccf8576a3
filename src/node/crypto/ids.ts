import { randomFillSync } from "node:crypto";
import type { Ids } from "../../ports/index.ts";

/** Random bytes of one identifier or salt: 128 bits. */
const unit = 16;

/** A call to the system's generator costs 2 µs whatever its size: this many units are fetched at once. */
const unitsAtOnce = 512;

/** Identifiers and salts from the system's secure generator. No random byte is ever given out twice. */
export function nodeIds(): Ids {
  let pool = Buffer.alloc(0);
  let used = 0;

  /** The next `length` bytes of the pool, as a view. */
  function take(length: number): Buffer {
    if (used + length > pool.length) {
      pool = Buffer.allocUnsafeSlow(Math.max(length, unit * unitsAtOnce));
      randomFillSync(pool);
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  }

  return {
    next: (prefix) => `${prefix}_${take(unit).toString("base64url")}`,
    // A copy: a view that is posted to a worker would take the rest of the pool with it.
    salts: (count) => new Uint8Array(take(unit * count)),
  };
}
