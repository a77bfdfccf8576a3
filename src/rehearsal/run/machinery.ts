import type { Clock, Duration, Ids, Instant } from "../../ports/index.ts";

/** A clock that stands still until it is moved. Both its hands move together. */
export interface VirtualClock extends Clock {
  /** Moves on to an instant; one that is past moves nothing. */
  moveTo(instant: Instant): void;
  pass(duration: Duration): void;
}

/** A virtual clock that stands at `start`. */
export function createVirtualClock(start: Instant): VirtualClock {
  let now = start;
  return {
    now: () => now,
    monotonic: () => now - start,
    moveTo(instant) {
      now = Math.max(now, instant);
    },
    pass(duration) {
      now += duration;
    },
  };
}

/** Characters of a random identifier, which these take the place of. */
const idLength = 22;
const zeros = "0".repeat(idLength);

/** Identifiers that count, and salts of zeros: the same in every run, which is what a rehearsal is for. */
export function createCountedIds(): Ids {
  let count = 0;
  return {
    next(prefix) {
      count++;
      const counted = String(count);
      return `${prefix}_${zeros.slice(counted.length)}${counted}`;
    },
    salts: (leaves) => new Uint8Array(16 * leaves),
  };
}
