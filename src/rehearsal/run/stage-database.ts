import { type App, openApp } from "../../app.ts";
import { createFailingStore, createMemoryCache, createMemoryJournal } from "../../memory/index.ts";
import { type Offline, openOffline, turnEvery, watchLog } from "../../offline/index.ts";
import type { Hasher, Ids, Log } from "../../ports/index.ts";
import { RehearsalError } from "./errors.ts";
import type { VirtualClock } from "./machinery.ts";

/** What a stage's application is opened with. */
export interface Machine {
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  readonly wait: () => Promise<undefined>;
}

/** A database that a scenario takes away, and the node that goes on without it (X14). */
export interface StageDatabase {
  isAway(): boolean;
  /** Time has passed: the node looks, as it does twice a second. */
  look(): Promise<void>;
  stopAnswering(): Promise<void>;
  answerAgain(): Promise<void>;
}

/** The application as seats have it, and as phones and desks do, on a store that can be taken away. */
export async function openCut(machine: Machine): Promise<{
  readonly app: App;
  readonly elsewhere: App;
  readonly log: Log;
  readonly database: StageDatabase;
}> {
  const { clock } = machine;
  const store = createFailingStore(clock);
  const watch = watchLog(store.log, clock);
  const base = await openApp({ log: watch.log, side: store.side, ...machine });
  const offline = await openOffline({
    app: base,
    watch,
    ...machine,
    journal: createMemoryJournal(),
    refused: createMemoryJournal(),
    cache: createMemoryCache(),
    say: () => undefined,
  });
  const look = async () => {
    await offline.turn();
    await settle();
  };
  const lookUntil = async (isSo: () => boolean) => {
    for (let count = 0; !isSo(); count++) {
      if (count === mostLooks) {
        throw new RehearsalError("not-taken-in", "The node has not noticed its database.");
      }
      clock.pass(turnEvery);
      await look();
    }
  };
  return {
    app: inApp(offline),
    elsewhere: offline.app,
    log: store.truth,
    database: {
      isAway: () => offline.downtime() !== undefined,
      look,
      async stopAnswering() {
        await look();
        store.set("away");
        await lookUntil(() => offline.downtime() !== undefined);
      },
      async answerAgain() {
        store.set("there");
        await lookUntil(() => offline.downtime() === undefined);
      },
    },
  };
}

const mostLooks = 100;

/** What the node's ticker does waits for the log. */
function inApp({ seats, downtime }: Offline): App {
  return { ...seats, tick: async () => (downtime() === undefined ? seats.tick() : seats.now()) };
}

/** What goes on in the node by itself is done: with everything in memory it takes so many turns at most. */
async function settle(): Promise<void> {
  for (let count = 0; count < 500; count++) await undefined;
}
