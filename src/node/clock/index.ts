import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import type { Clock, Duration } from "../../ports/index.ts";

/** The machine's own clocks. */
export const machineClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** Sleeps for `milliseconds` of real time. */
export async function wait(milliseconds: Duration): Promise<void> {
  await setTimeout(milliseconds);
}
