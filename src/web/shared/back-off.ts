/** How long to wait before trying again. */
export interface BackOff {
  /** The first wait, in milliseconds. */
  readonly first: number;
  /** The longest wait, in milliseconds. */
  readonly longest: number;
}

/**
 * The wait before try `failures + 1`, in milliseconds: doubling from `first` to `longest`, each
 * shortened by up to a third, so that the screens of a hospital do not all come back at once.
 *
 * @param chance a number from 0 (inclusive) to 1, fresh for each call
 */
export function backOff(policy: BackOff, failures: number, chance: number): number {
  const doubled = policy.first * 2 ** Math.min(Math.max(failures - 1, 0), 30);
  const full = Math.min(doubled, policy.longest);
  return Math.round(full - (full / 3) * chance);
}
