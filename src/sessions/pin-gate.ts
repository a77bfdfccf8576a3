import type { Duration, Instant } from "../ports/index.ts";
import type { Badge } from "../world/index.ts";

/** Wrong PINs for a badge at one place before the first wait. */
const freeTries = 3;
/** The first wait; each further wrong PIN there doubles it. */
const firstWait: Duration = 5_000;
/** No wait is longer. */
const longestWait: Duration = 5 * 60_000;
/** Wrong PINs for a badge, wherever typed, that lock it until a supervised unlock. */
const locksAt = 10;

/** Whether a PIN for this badge counts now. */
export type PinGate =
  | { readonly type: "open" }
  | { readonly type: "wait"; readonly until: Instant }
  | { readonly type: "locked" };

/** Whether too many wrong PINs have locked a badge (A3). */
export function isLocked({ wrongPins }: Pick<Badge, "wrongPins">): boolean {
  return wrongPins >= locksAt;
}

/**
 * A3: back-off is per badge and place, then the badge locks, never the ward. At one place three tries are
 * free, then each wrong PIN doubles the wait from 5 s up to 5 min; ten in all lock the badge. A right PIN
 * sets everything back. (NIST SP 800-63B-4 section 3.2.2 asks for at most 100 tries in a row.)
 */
export function pinGate(badge: Badge, place: string, at: Instant): PinGate {
  if (isLocked(badge)) return { type: "locked" };
  const here = badge.wrongPinsBy.find((row) => row.place === place);
  if (here === undefined || here.count < freeTries) return { type: "open" };
  const until = here.at + Math.min(firstWait * 2 ** (here.count - freeTries), longestWait);
  return at < until ? { type: "wait", until } : { type: "open" };
}
