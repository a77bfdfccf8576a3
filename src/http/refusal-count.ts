import type { Clock, Duration } from "../ports/index.ts";

/** Refusals of one kind within {@link within} that are recorded; more are answered the same and not recorded. */
const most = 20;
const within: Duration = 60_000;
/** A badge that reads twice within this is one refusal, as one that opens something is one tap. */
const doubleRead: Duration = 1_000;
/** Places and badges that are remembered at once; beyond that the longest silent are forgotten. */
const places = 10_000;

/**
 * Counts badges that were refused: those that are ours each by itself, wherever it is read, and numbers that are nobody's
 * by where they came from, a seat or an address at the console. So no badge uses up what is recorded of others. It lets
 * nobody be kept out; it only tells when recording each further refusal would fill the log.
 */
export interface RefusalCount {
  /**
   * For one request from `place`: counts its refusal, of the badge with this id or of an unknown number, and tells
   * whether it is to be recorded. A command that is handled again is counted once.
   *
   * @param number the keyed hash of what a reader read: one badge that reads twice within a second is one refusal
   */
  at(place: string, number?: string): (badge: string | undefined) => boolean;
}

/** Nothing was refused yet. */
export function createRefusalCount(clock: Pick<Clock, "monotonic">): RefusalCount {
  // Those that were recorded, by what they are counted for.
  const recorded = new Map<string, readonly Duration[]>();
  const note = (key: string): boolean => {
    const now = clock.monotonic();
    const known = (recorded.get(key) ?? []).filter((when) => now - when < within);
    const isRoom = known.length < most;
    recorded.delete(key);
    recorded.set(key, isRoom ? [...known, now] : known);
    forgetOldest(recorded);
    return isRoom;
  };
  const last = new Map<string, { readonly number: string; readonly at: Duration }>();
  const isReadTwice = (place: string, number: string | undefined): boolean => {
    if (number === undefined) return false;
    const now = clock.monotonic();
    const before = last.get(place);
    if (before?.number === number && now - before.at < doubleRead) return true;
    last.delete(place);
    last.set(place, { number, at: now });
    forgetOldest(last);
    return false;
  };
  return {
    at(place, number) {
      const counted = new Map<string, boolean>();
      return (badge) => {
        const key = badge === undefined ? `place ${place}` : `badge ${badge}`;
        const answer = counted.get(key) ?? (!isReadTwice(place, number) && note(key));
        counted.set(key, answer);
        return answer;
      };
    },
  };
}

function forgetOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (known.size > places && oldest !== undefined) known.delete(oldest);
}
