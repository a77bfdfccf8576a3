import { createHash, randomBytes } from "node:crypto";
import { openApp } from "../app.ts";
import {
  createFailingStore,
  createMemoryCache,
  createMemoryJournal,
  type FailingStore,
  type StoreState,
} from "../memory/index.ts";
import { type Offline, openOffline, turnEvery, watchLog } from "../offline/index.ts";
import type { Cache, Journal } from "../ports/index.ts";
import type { LogRecord } from "../world/index.ts";
import { openWard, type TestWard } from "./test-support.ts";

/** A node's files. */
export interface NodeFiles {
  readonly journal: Journal;
  readonly refused: Journal;
  readonly cache: Cache;
}

/** A ward whose database can be taken away, and whose node goes on (X14). */
export interface DowntimeWard {
  readonly ward: TestWard;
  readonly database: FailingStore;
  readonly offline: Offline;
  readonly files: NodeFiles;
  /** What the operator was told. */
  readonly said: readonly string[];
  /** So many milliseconds pass, in which the node looks after its database. */
  pass(milliseconds: number): Promise<void>;
  /** The database is taken away; answers when the node has noticed. */
  cut(how?: StoreState): Promise<void>;
  /** The database is there again; answers when the node has noticed. */
  reconnect(): Promise<void>;
  /** Another start on the same database and files, as after a kill: what was left in the journal is merged. */
  restart(): Promise<Offline>;
  records(...kinds: readonly LogRecord["kind"][]): Promise<readonly LogRecord[]>;
}

/** The files of a new node. */
function memoryFiles(): NodeFiles {
  return {
    journal: createMemoryJournal(),
    refused: createMemoryJournal(),
    cache: createMemoryCache(),
  };
}

const machine = {
  ids: {
    next: (prefix: string) => `${prefix}_${randomBytes(16).toString("base64url")}`,
    salts: (count: number) => randomBytes(16 * count),
  },
  hasher: { sha256: (bytes: Uint8Array) => createHash("sha256").update(bytes).digest() },
  wait: async () => undefined,
};

/** Everything that is under way goes as far as it can. */
async function settle(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
}

/** Opens the ward of {@link openWard} on such a node; what is kept for a downtime is up to date. */
export async function openDowntimeWard(): Promise<DowntimeWard> {
  const files = memoryFiles();
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  let parts: { database: FailingStore; offline: Offline } | undefined;
  let database: FailingStore | undefined;
  let watch: ReturnType<typeof watchLog> | undefined;
  const ward = await openWard(
    async ({ app, clock }) => {
      if (database === undefined || watch === undefined) throw new Error("there is no database");
      const offline = await openOffline({ app, watch, clock, ...machine, ...files, say });
      parts = { database, offline };
      return { app: offline.app, seats: offline.seats, downtime: offline.downtime };
    },
    undefined,
    (clock) => {
      database = createFailingStore(clock);
      watch = watchLog(database.log, clock);
      return { log: watch.log, side: database.side };
    },
  );
  if (parts === undefined) throw new Error("the ward was not opened");
  return assemble({ ...parts, ward, files, said });
}

function assemble(
  made: Pick<DowntimeWard, "ward" | "database" | "offline" | "files" | "said">,
): DowntimeWard {
  const { ward, database, offline } = made;
  const look = async () => {
    await offline.turn();
    await settle();
  };
  const until = async (isSo: () => boolean) => {
    await look();
    for (let count = 0; !isSo(); count++) {
      if (count > 100) throw new Error(`the node has not noticed: ${made.said.join(" ")}`);
      ward.clock.pass(turnEvery);
      await look();
    }
  };
  return {
    ...made,
    async pass(milliseconds) {
      await look();
      ward.clock.pass(milliseconds);
      await look();
    },
    async cut(how = "away") {
      ward.clock.pass(60_000);
      await look();
      database.set(how);
      await until(() => offline.downtime() !== undefined);
    },
    async reconnect() {
      database.set("there");
      await until(() => offline.downtime() === undefined);
    },
    async restart() {
      const { clock } = ward;
      const watch = watchLog(database.log, clock);
      const app = await openApp({ log: watch.log, side: database.side, clock, ...machine });
      const say = () => undefined;
      return openOffline({ app, watch, clock, ...machine, ...made.files, say });
    },
    async records(...kinds) {
      const entries = await database.truth.read(0, { limit: 100_000 });
      return entries
        .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord)
        .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
    },
  };
}
