import type { Clock, Duration } from "../ports/index.ts";

/** Refusals from one place within {@link within} that are recorded; more are answered the same and not recorded. */
const most = 20;
const within: Duration = 60_000;
/** Places that are remembered at once; beyond that the longest silent are forgotten. */
const places = 10_000;

/**
 * Counts badges that were refused, by where they came from: a seat, or an address at the console. It lets
 * nobody be kept out; it only tells when recording each further refusal would fill the log.
 */
export interface RefusalCount {
  note(place: string): void;
  isFlooded(place: string): boolean;
}

/** Nothing was refused yet. */
export function createRefusalCount(clock: Pick<Clock, "monotonic">): RefusalCount {
  const refusals = new Map<string, readonly Duration[]>();
  const recent = (place: string) =>
    (refusals.get(place) ?? []).filter((when) => clock.monotonic() - when < within);
  return {
    note(place) {
      const known = recent(place);
      refusals.delete(place);
      refusals.set(place, [...known.slice(-most), clock.monotonic()]);
      const [oldest] = refusals.keys();
      if (refusals.size > places && oldest !== undefined) refusals.delete(oldest);
    },
    isFlooded: (place) => recent(place).length >= most,
  };
}
