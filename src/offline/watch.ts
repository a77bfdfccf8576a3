import type { Clock, Duration, HeldHead, Log } from "../ports/index.ts";

/** How long the log may fail or keep silent before a node goes on without it. */
const bound: Duration = 3_000;

/** Whether the log answers, by what it answers to everybody who asks it. */
export interface Watch {
  /** The log; whoever uses it is noticed. */
  readonly log: Log;
  /** Whether it has failed, or not answered, for longer than the bound. */
  isLost(): boolean;
  /** Whether somebody waits for longer than that. */
  isSilent(): boolean;
  /** When the last of its answers was asked for, on the monotonic clock. */
  heardAt(): Duration;
}

/** Reads can go on where writes fail (a full disk, a server that takes no writes), so that each is looked at by itself. */
type Way = "read" | "write";

/** Watches a log. */
export function watchLog(log: Log, clock: Pick<Clock, "monotonic">): Watch {
  const failing = new Map<Way, { readonly first: Duration; last: Duration }>();
  const waiting = new Set<Duration[]>();
  let heard = clock.monotonic();
  const noting = async <T>(way: Way, ask: () => Promise<T>): Promise<T> => {
    const asked = clock.monotonic();
    // A list of its own: two that are asked at the same instant are two.
    const mine = [asked];
    waiting.add(mine);
    try {
      const answer = await ask();
      failing.delete(way);
      heard = Math.max(heard, asked);
      return answer;
    } catch (error) {
      const first = failing.get(way)?.first ?? asked;
      failing.set(way, { first, last: clock.monotonic() });
      throw error;
    } finally {
      waiting.delete(mine);
    }
  };
  const watched = (held: HeldHead): HeldHead => ({
    ...held,
    append: (batch) => noting("write", () => held.append(batch)),
  });
  const isSilent = () => [...waiting].some(([asked = 0]) => clock.monotonic() - asked > bound);
  return {
    log: {
      ...log,
      head: () => noting("read", log.head),
      append: (batch) => noting("write", () => log.append(batch)),
      hold: async () => watched(await noting("write", log.hold)),
    },
    isLost: () =>
      isSilent() || [...failing.values()].some(({ first, last }) => last - first > bound),
    isSilent,
    heardAt: () => heard,
  };
}
