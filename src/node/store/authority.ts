import type { Clock, Duration, Instant } from "../../ports/index.ts";

/** How far the wall clock may be from what has passed on the monotonic one before it counts as a jump. */
const tolerance: Duration = 2_000;
/** A jump forwards that has held for so long is believed: the machine slept, or its clock was set right. */
const settling: Duration = 60_000;

/**
 * The clock of a store that is its own authority: the wall clock as long as it agrees with the monotonic clock. When it
 * jumps, time goes on as the monotonic clock says, and a jump forwards is believed after a minute. Never goes back.
 */
export function createAuthority(clock: Clock): () => Instant {
  let last = clock.now();
  let lastAt = clock.monotonic();
  let jump: { readonly by: Duration; readonly since: Duration } | undefined;
  return () => {
    const monotonic = clock.monotonic();
    const expected = last + (monotonic - lastAt);
    const wall = clock.now();
    const by = wall - expected;
    if (Math.abs(by) <= tolerance) jump = undefined;
    else if (jump === undefined || Math.abs(by - jump.by) > tolerance) {
      jump = { by, since: monotonic };
    }
    const believed = jump === undefined || (by > 0 && monotonic - jump.since >= settling);
    if (believed) jump = undefined;
    last = Math.max(last, Math.floor(believed ? wall : expected));
    lastAt = monotonic;
    return last;
  };
}
