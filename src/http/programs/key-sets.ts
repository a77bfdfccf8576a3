import type { JSONWebKeySet } from "jose";
import type { Duration } from "../../ports/index.ts";
import type { FetchedKeySet } from "./fetch-key-set.ts";

const minute: Duration = 60_000;
/** A set is kept no longer than this, whatever its server says, and where it says nothing. */
const longestKept: Duration = 10 * minute;
/** A key that is not in the set may be a new one: the set is asked for again, but not by everybody who makes up a key. */
const askedAgainAfter: Duration = 5_000;
/** Sets that are remembered, at most. */
const mostKept = 2_000;

/** Key sets at their addresses, as they are now or were a little while ago. */
export interface KeySets {
  /**
   * The set at an address; `fresh` where a key was missed in what is kept.
   *
   * @throws KeySetError
   */
  get(address: string, fresh?: boolean): Promise<JSONWebKeySet>;
}

interface Kept {
  readonly at: number;
  readonly until: number;
  readonly fetched: Promise<FetchedKeySet>;
}

/**
 * Remembers key sets. Whoever waits for one that hangs waits alone: each address is asked once at a time, and one that failed is
 * not asked again at once.
 */
export function createKeySets(
  fetchSet: (address: string) => Promise<FetchedKeySet>,
  now: () => number,
): KeySets {
  const known = new Map<string, Kept>();
  const ask = (address: string): Kept => {
    const at = now();
    const fetched = fetchSet(address);
    const kept: Kept = { at, until: at + askedAgainAfter, fetched };
    if (known.size >= mostKept) known.clear();
    known.set(address, kept);
    fetched.then(
      ({ lives = longestKept }) => {
        if (known.get(address) === kept) {
          known.set(address, { ...kept, until: now() + Math.min(lives, longestKept) });
        }
      },
      // For as long as the failure is remembered, everybody hears of it at once.
      () => undefined,
    );
    return kept;
  };
  return {
    async get(address, fresh = false) {
      const kept = known.get(address);
      const isOld = kept === undefined || kept.until <= now();
      const isMissed = fresh && kept !== undefined && kept.at + askedAgainAfter <= now();
      const { fetched } = isOld || isMissed ? ask(address) : kept;
      const { keys } = await fetched;
      return keys;
    },
  };
}
