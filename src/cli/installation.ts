import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type App, type AppPorts, openApp } from "../app.ts";
import {
  createPins,
  type KeyedHash,
  loadSnapshot,
  machineClock,
  nodeHasher,
  nodeIds,
  openKeyedHash,
  openPostgresStore,
  openSealer,
  openSqliteStore,
  owaspCost,
  type Pins,
  type Sealer,
  type Store,
  wait,
} from "../node/index.ts";
import { type Offline, watchLog } from "../offline/index.ts";
import type { Position, Signer } from "../ports/index.ts";
import { dropSigningKeys } from "../sessions/index.ts";
import { keepCheckpoints } from "./keep-checkpoints.ts";
import { keepSnapshots } from "./keep-snapshots.ts";
import { openKeys } from "./keys.ts";
import { openOfflineNode } from "./open-offline.ts";
import { readLeakedPins } from "./read-leaked-pins.ts";
import { createShadowWatch, type ShadowWatch } from "./serve/shadow-watch.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** Everything that belongs to one running node: its store, keys and application. */
export interface Installation {
  readonly settings: Settings;
  readonly store: Store;
  /** What everybody works with but seats and those who ask for decisions. */
  readonly app: App;
  /** What these work with: it goes on while the database is away (X14). */
  readonly seats: App;
  /** Undefined: this node does not go on by itself, since another one has the journal of the data directory. */
  readonly offline: Offline | undefined;
  readonly keyedHash: KeyedHash;
  readonly sealer: Sealer;
  readonly pins: Pins;
  readonly signer: Signer;
  /** Whether it goes on with another pepper from this start on. */
  readonly pepperReplaced: boolean;
  /** Compares some decisions with Cedar's own evaluator. */
  readonly shadow: ShadowWatch;
  /** Where the world came from: the position of the snapshot that it began with (0: none), and how many records were read after it. */
  readonly started: { readonly from: Position; readonly read: number };
  /** Writes a snapshot of the world where the next start would take noticeably longer without one. */
  snapshot(): Promise<void>;
  /** Records what is in hand, signs a last checkpoint, and lets go of the store. */
  close(): Promise<void>;
}

/**
 * Opens the store that the settings name, folds its log, and composes the application on it.
 *
 * @param options.newKeys the log's pepper or signing key is lost: it goes on with this node's
 * @throws StoreError `directory-in-use` and others; CryptoError; SettingsError
 */
export async function openInstallation(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  options: {
    readonly newKeys?: boolean;
    /** For the operator. */
    readonly say?: (line: string) => void;
  } = {},
): Promise<Installation> {
  makeDirectory(settings.data);
  const store = await openStore(settings);
  try {
    const replace = options.newKeys ?? false;
    const keys = await openKeys(settings, environment, { replace, store });
    const { pepper, signer } = keys;
    const keyedHash = openKeyedHash({ pepper });
    const sealer = openSealer(pepper);
    const pins = await createPins({
      pepper,
      cost: owaspCost,
      leaked: readLeakedPins(settings.leakedPins),
    });
    const head = await store.log.head();
    const hashAt = async (position: Position) =>
      (await store.log.read(position, { to: position + 1, limit: 1 }))[0]?.hash;
    const start = await loadSnapshot(settings.data, { next: head.next, hashAt });
    const shadow = createShadowWatch();
    // Now: the snapshot's world goes on from where it was.
    const from = start?.next ?? 0;
    const watch = watchLog(store.log, machineClock);
    const app = await openApp(portsOf({ log: watch.log, side: store.side }, shadow), {}, start);
    if (keys.pepperReplaced) await app.submit(dropSigningKeys());
    const directory = settings.data;
    const { say = () => undefined } = options;
    const node = await openOfflineNode(app, watch, { directory, sealer, say });
    const { offline } = node;
    const checkpoints = keepCheckpoints({
      store,
      signer,
      hasher: nodeHasher,
      clock: machineClock,
      app,
    });
    const snapshot = keepSnapshots({
      committed: app.sequencer.committed,
      directory,
      from,
      hashAt,
    });
    return {
      settings,
      store,
      app: offline?.app ?? app,
      seats: offline?.seats ?? app,
      offline,
      keyedHash,
      sealer,
      pins,
      signer,
      pepperReplaced: keys.pepperReplaced,
      shadow,
      started: { from, read: app.sequencer.figures().read },
      snapshot,
      async close() {
        await app.stop();
        await node.close();
        await checkpoints.stop();
        await snapshot();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function portsOf(store: Pick<Store, "log" | "side">, { options }: ShadowWatch): AppPorts {
  const { log, side } = store;
  const machine = { clock: machineClock, ids: nodeIds(), hasher: nodeHasher, wait };
  return { log, side, ...machine, shadow: options };
}

/** Step by step: where a parent is one that takes no directories, making all at once need not come back. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError(`WARDKEY_DATA: the data directory ${path} cannot be made (${why}).`);
  }
}

/** The store that the settings name: PostgreSQL when there is a DATABASE_URL, else the data directory's own. */
export async function openStore(settings: Settings, readOnly = false): Promise<Store> {
  if (settings.database !== undefined) return openPostgresStore({ url: settings.database });
  return openSqliteStore({ directory: settings.data, clock: machineClock, readOnly });
}
