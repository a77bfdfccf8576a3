import type { Duration, Instant } from "../ports/index.ts";
import type { Badge } from "../world/index.ts";

/** The one place that all consoles are, for counting wrong PINs. */
export const atConsole = "console";

/** Wrong PINs for a badge at one place before the first wait. */
const freeTries = 3;
/** The first wait; each further wrong PIN there doubles it. */
const firstWait: Duration = 5_000;
/** No wait is longer. */
const longestWait: Duration = 5 * 60_000;

/**
 * Where PINs are typed: at the seats, where one has to stand, or at consoles, which anybody has who reaches the network. What is
 * counted at one door locks that one only.
 */
export type Door = "bedside" | "console";

/** Wrong PINs for a badge at a door that lock it there until a supervised unlock: ten guesses in all, as the two add up. */
const locksAt: Readonly<Record<Door, number>> = { bedside: 6, console: 4 };

const doors: readonly Door[] = ["bedside", "console"];

/** Whether a PIN for this badge counts now. */
export type PinGate =
  | { readonly type: "open" }
  | { readonly type: "wait"; readonly until: Instant }
  | { readonly type: "locked" };

const doorOf = (place: string): Door => (place === atConsole ? "console" : "bedside");

/** The doors at which too many wrong PINs have locked a badge (A3). */
export function lockedDoors({ wrongPinsBy }: Pick<Badge, "wrongPinsBy">): readonly Door[] {
  const wrongAt = (door: Door) =>
    wrongPinsBy
      .filter(({ place }) => doorOf(place) === door)
      .reduce((sum, { count }) => sum + count, 0);
  return doors.filter((door) => wrongAt(door) >= locksAt[door]);
}

/**
 * A3: back-off is per badge and place, then the badge locks at that door, never the ward: a stranger at a console keeps nobody from
 * the bedside. At one place three tries are free, then each wrong PIN doubles the wait from 5 s up to 5 min; six at the seats or
 * four at consoles lock the badge there. A right PIN sets everything back. (NIST SP 800-63B-4 section 3.2.2 asks for at most 100
 * tries in a row.)
 */
export function pinGate(badge: Badge, place: string, at: Instant): PinGate {
  if (lockedDoors(badge).includes(doorOf(place))) return { type: "locked" };
  const here = badge.wrongPinsBy.find((row) => row.place === place);
  if (here === undefined || here.count < freeTries) return { type: "open" };
  const until = here.at + Math.min(firstWait * 2 ** (here.count - freeTries), longestWait);
  return at < until ? { type: "wait", until } : { type: "open" };
}
