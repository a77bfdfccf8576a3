/** How long nobody has touched the screen, as it matters. */
export type Idle =
  | { readonly type: "quiet" }
  | { readonly type: "warning"; readonly secondsLeft: number }
  | { readonly type: "lock" };

/** The warning is short: a quarter of the idle time, 15 s at most. */
const longestWarning = 15_000;

/**
 * What idleness means now (S6).
 *
 * @param touchedAt when the screen was last touched, in milliseconds
 * @param now on the same clock
 * @param idleLock the pattern's idle lock, in milliseconds
 */
export function idleOf(touchedAt: number, now: number, idleLock: number): Idle {
  const left = touchedAt + idleLock - now;
  if (left <= 0) return { type: "lock" };
  if (left > Math.min(longestWarning, idleLock / 4)) return { type: "quiet" };
  return { type: "warning", secondsLeft: Math.ceil(left / 1000) };
}
