import type { Clock, Duration } from "../../ports/index.ts";

/** What waits for others, sent to each of them by itself. */
export interface Deliveries {
  /** Whether this node sends, and is not stopping. */
  goOn(): boolean;
  /** Aborted when this node stops: nothing is known then of whoever was being sent to. */
  readonly signal: AbortSignal;
  /** Another node does it until the next `lead`. */
  rest(): void;
  lead(): void;
  /** Sends to one receiver, unless that is under way, or it took nothing a short while ago. */
  begin(receiver: string): void;
  /** A receiver that took nothing is left alone: for `firstWait`, and each further time for twice as long. */
  tookNothing(receiver: string): void;
  /** It is asked at once the next time. */
  tookSome(receiver: string): void;
  /** Resolves once everything that is under way has been tried. */
  done(): Promise<void>;
  /** Gives up what is under way; resolves once it has ended. */
  stop(): Promise<void>;
}

/** What deliveries work with; all times in milliseconds. */
export interface DeliveriesDeps {
  readonly clock: Pick<Clock, "monotonic">;
  readonly pace: { readonly firstWait: Duration; readonly longestWait: Duration };
  /** Hears of what failed because of us. */
  readonly onFault: (error: unknown) => void;
}

/** A receiver that hangs, fails or answers oddly holds up no other. What `drain` leaves is sent at a later look. */
export function createDeliveries(
  { clock, pace, onFault }: DeliveriesDeps,
  drain: (receiver: string) => Promise<void>,
): Deliveries {
  const running = new Map<string, Promise<void>>();
  const waits = new Map<string, { readonly until: Duration; readonly times: number }>();
  const ending = new AbortController();
  let leads = true;
  const done = async () => {
    await Promise.all(running.values());
  };
  return {
    goOn: () => leads && !ending.signal.aborted,
    signal: ending.signal,
    rest() {
      leads = false;
    },
    lead() {
      leads = true;
    },
    begin(receiver) {
      const until = waits.get(receiver)?.until ?? Number.NEGATIVE_INFINITY;
      if (running.has(receiver) || clock.monotonic() < until || ending.signal.aborted) return;
      const work = drain(receiver)
        .catch(onFault)
        .finally(() => running.delete(receiver));
      running.set(receiver, work);
    },
    tookNothing(receiver) {
      const times = (waits.get(receiver)?.times ?? 0) + 1;
      waits.set(receiver, { until: clock.monotonic() + waitAfter(times, pace), times });
    },
    tookSome(receiver) {
      waits.delete(receiver);
    },
    done,
    stop() {
      ending.abort();
      return done();
    },
  };
}

/** The wait after so many times without success: doubled each time. */
export function waitAfter(
  times: number,
  { firstWait, longestWait }: DeliveriesDeps["pace"],
): Duration {
  return Math.min(firstWait * 2 ** Math.min(times - 1, 30), longestWait);
}
