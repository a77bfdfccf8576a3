import type { Installation } from "../installation.ts";

/** Work that goes on beside the requests, until it is stopped. */
export interface Housekeeping {
  stop(): void;
}

const tickEvery = 1_000;
/** How often a node that shares its database asks what others have appended. */
const refreshEvery = 100;
const snapshotEvery = 60_000;

/**
 * Starts the ticker, the look at what other nodes did, and snapshots; each has its first turn at once, so that a start that
 * read much is followed by a snapshot, however soon it ends. `onTick` is called with each tick.
 */
export function startHousekeeping(
  installation: Installation,
  say: (line: string) => void,
  onTick: () => Promise<void>,
): Housekeeping {
  const { app, store, shadow, snapshot } = installation;
  const repeat = (milliseconds: number, what: string, work: () => Promise<void>) => {
    let isRunning = false;
    let isFailing = false;
    const turn = async () => {
      if (isRunning) return;
      isRunning = true;
      try {
        await work();
        isFailing = false;
      } catch (error) {
        // Said once, not every time: while the database is away everything here fails.
        if (!isFailing) say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
        isFailing = true;
      }
      isRunning = false;
    };
    void turn();
    return setInterval(turn, milliseconds);
  };
  const timers = [
    repeat(tickEvery, "The ticker", async () => {
      await app.tick();
      await onTick();
    }),
    repeat(tickEvery, "The alarm about decisions", () => shadow.alarm(app, say)),
    repeat(snapshotEvery, "The snapshot", snapshot),
  ];
  if (store.kind === "postgres") {
    timers.push(
      repeat(refreshEvery, "Reading what other nodes did", () => app.sequencer.refresh()),
    );
  }
  return { stop: () => timers.forEach(clearInterval) };
}
