import { turnEvery } from "../../offline/index.ts";
import type { Duration } from "../../ports/index.ts";
import type { Installation } from "../installation.ts";

/** Work that goes on beside the requests, until it is stopped. */
export interface Housekeeping {
  stop(): void;
}

const tickEvery: Duration = 1_000;
/** However many sessions end at instants of their own: the rest of the time is for requests. */
const tickAtMostEvery: Duration = 10;
/** How often a node that shares its database asks what others have appended. */
const refreshEvery: Duration = 100;
const snapshotEvery: Duration = 60_000;

/**
 * Starts the ticker, the look at what other nodes did, and snapshots; each has its first turn at once, so that a start that
 * read much is followed by a snapshot, however soon it ends. `onTick` is called with each tick.
 */
export function startHousekeeping(
  installation: Installation,
  say: (line: string) => void,
  onTick: () => Promise<void>,
): Housekeeping {
  const { app, offline, store, shadow, snapshot } = installation;
  const repeats = [
    repeat(tickEvery, say, "The ticker", async () => {
      const next = await app.tick();
      await onTick();
      // What ends by itself is told when it does, not at the next second.
      return next === undefined ? tickEvery : Math.max(tickAtMostEvery, next - app.now());
    }),
    repeat(tickEvery, say, "The alarm about decisions", () => shadow.alarm(app, say)),
    repeat(snapshotEvery, say, "The snapshot", snapshot),
  ];
  if (offline !== undefined) {
    repeats.push(repeat(turnEvery, say, "The watch over the database", offline.turn));
  }
  if (store.kind === "postgres") {
    const refresh = () => app.sequencer.refresh();
    repeats.push(repeat(refreshEvery, say, "Reading what other nodes did", refresh));
  }
  return { stop: () => repeats.forEach((stop) => void stop()) };
}

/**
 * Does the work again and again, so long after it was done, or as soon as it answers, if that is sooner. What goes wrong is said
 * once, not every time: while the database is away everything here fails.
 *
 * @returns ends it
 */
function repeat(
  every: Duration,
  say: (line: string) => void,
  what: string,
  work: () => Promise<Duration> | Promise<void>,
): () => void {
  let isStopped = false;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    let soon = every;
    try {
      const sooner = await work();
      if (typeof sooner === "number") soon = Math.min(every, sooner);
      isFailing = false;
    } catch (error) {
      if (!isFailing) say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      isFailing = true;
    }
    if (!isStopped) timer = setTimeout(turn, soon);
  };
  void turn();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
