import type { Duration, Instant } from "../ports/index.ts";
import { LifecycleError } from "./errors.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** L2: nothing lasts longer from now on, or from its beginning: twelve months, and the thirty days by which ends are spread. */
const longestEngagement: Duration = (366 + 30) * day;

/** L2: the longest role; then it is reviewed. */
export const longestRole: Duration = 366 * day;

/**
 * Everything has an end, after its beginning and not too far ahead (L2).
 *
 * @throws LifecycleError `ends-before-beginning`, `ends-in-the-past`, `ends-too-late`
 */
export function requireEnd(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  at: Instant,
): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to <= from) {
    throw new LifecycleError("ends-before-beginning");
  }
  if (to <= at) {
    throw new LifecycleError("ends-in-the-past");
  }
  if (to - Math.max(from, at) > longestEngagement) {
    throw new LifecycleError("ends-too-late");
  }
}
