import type { Clock, Instant } from "../ports/index.ts";

/** How far this node's clock may be from the authority's before it takes itself out of service. */
const tolerance = 2_000;

/**
 * The authority clock between two readings: the log's last reading plus what our monotonic clock says
 * has passed since. A wall clock that jumps changes nothing here.
 */
export interface Authority {
  /** Takes over a reading that came with a head or an append. */
  read(reading: Instant): void;
  now(): Instant;
  /** How far the wall clock is from the authority, in milliseconds; over two seconds is out of service. */
  drift(): { readonly milliseconds: number; readonly tooFar: boolean };
}

/** Starts at the wall clock, until the first reading. */
export function createAuthority(clock: Clock): Authority {
  let reading = clock.now();
  let readAt = clock.monotonic();
  const now = () => Math.floor(reading + (clock.monotonic() - readAt));
  return {
    read(next) {
      // A reading is as old as the answer that carried it: it may trail what we have, and time does not go back.
      if (next < now() && now() - next < tolerance) return;
      reading = next;
      readAt = clock.monotonic();
    },
    now,
    drift() {
      const milliseconds = clock.now() - now();
      return { milliseconds, tooFar: Math.abs(milliseconds) > tolerance };
    },
  };
}
