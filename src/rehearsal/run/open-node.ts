import { type App, type AppPorts, openApp } from "../../app.ts";
import {
  createFailingStore,
  createMemoryCache,
  createMemoryJournal,
  createMemoryStore,
} from "../../memory/index.ts";
import { openOffline, turnEvery, watchLog } from "../../offline/index.ts";
import type { Hasher, Ids } from "../../ports/index.ts";
import type { VirtualClock } from "./machinery.ts";

/** The database of a rehearsal, where it ever fails. */
export interface Database {
  /** Whether the node goes on without it. */
  isAway(): boolean;
  stopAnswering(): Promise<void>;
  answerAgain(): Promise<void>;
}

/** The application as seats work with it. */
export interface RehearsedApp extends App {
  /** Absent: in this rehearsal it always answers. */
  readonly database?: Database;
}

/** What a node of a rehearsal needs. */
export interface NodePorts {
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly hasher: Hasher;
}

const wait: AppPorts["wait"] = async () => undefined;

/** Opens the application in memory; where the database is to fail, with all that goes on without it (X14). */
export async function openNode(ports: NodePorts, fails: boolean): Promise<RehearsedApp> {
  if (!fails) return openApp({ ...createMemoryStore(ports), ...ports, wait });
  const store = createFailingStore(ports.clock);
  const watch = watchLog(store.log, ports.clock);
  const app = await openApp({ log: watch.log, side: store.side, ...ports, wait });
  const offline = await openOffline({
    app,
    watch,
    ...ports,
    wait,
    journal: createMemoryJournal(),
    refused: createMemoryJournal(),
    cache: createMemoryCache(),
    say: () => undefined,
  });
  const isAway = () => offline.downtime() !== undefined;
  /** Turns as the node would, until it stands so: it looks every half second whether the log answers. */
  const turnUntil = async (away: boolean) => {
    for (let turns = 0; isAway() !== away && turns < mostTurns; turns++) {
      ports.clock.pass(turnEvery);
      await offline.turn();
      await settle();
    }
  };
  const database: Database = {
    isAway,
    async stopAnswering() {
      // What is kept for a downtime is brought up to date while there still is a database.
      await offline.turn();
      await settle();
      store.set("away");
      await turnUntil(true);
    },
    async answerAgain() {
      store.set("there");
      await turnUntil(false);
    },
  };
  const tick: App["tick"] = async () => (isAway() ? undefined : app.tick());
  return { ...offline.seats, tick, database };
}

/** A minute: the node goes on by itself after three seconds. */
const mostTurns = 120;

/** Nobody waits for what a turn begins: everything here is in memory, and done after so many rounds of promises. */
async function settle(): Promise<void> {
  for (let round = 0; round < 2_000; round++) await Promise.resolve();
}
